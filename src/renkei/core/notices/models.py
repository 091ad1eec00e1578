from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pgtrigger
from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.notices.enums import NoticeState, Rhythm
from renkei.core.notices.workflow import NOTICE
from renkei.core.ui.text import bi
from renkei.kernel.workflow import moves


@remembered(exclude=("address", "subject", "text"))
class Notice(models.Model):
    """A mail: a row first, then a job. What it said is kept for ninety days, without its secret links."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    letter = models.CharField(bi("種類", "Kind"), max_length=30)
    user = models.ForeignKey(
        "core.User",
        models.SET_NULL,
        verbose_name=bi("宛先の利用者", "To the user"),
        null=True,
        blank=True,
        related_name="notices",
    )
    address = models.CharField(bi("宛先", "Address"), max_length=254, blank=True)
    language = models.CharField(
        bi("言語", "Language"), max_length=5, blank=True, help_text=bi("空欄は両方", "Empty: both")
    )
    about_kind = models.CharField(bi("記録の種類", "Kind of record"), max_length=50, blank=True)
    about = models.CharField(bi("記録", "Record"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        "core.User",
        models.SET_NULL,
        verbose_name=bi("送った人", "Sent by"),
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=NoticeState.choices, default=NoticeState.QUEUED
    )
    made_at = models.DateTimeField(bi("作成日時", "Made"), db_index=True)
    attempts = models.PositiveSmallIntegerField(bi("試みた回数", "Attempts"), default=0)
    next_at = models.DateTimeField(bi("次に試みる日時", "Next attempt"), null=True, blank=True)
    ended_at = models.DateTimeField(bi("終わった日時", "Ended"), null=True, blank=True)
    problem = models.CharField(
        bi("送れない理由", "Problem"),
        max_length=100,
        blank=True,
        help_text=bi("符号だけ。相手の言葉は入れない", "A code; never the server's own words"),
    )
    subject = models.CharField(bi("件名", "Subject"), max_length=300, blank=True)
    text = models.TextField(bi("本文", "Text"), blank=True)
    once = models.CharField(max_length=200, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = bi("メール", "Mail")
        verbose_name_plural = bi("メール", "Mails")
        triggers = [pgtrigger.FSM(name="notice_steps", field="state", transitions=list(moves(NOTICE)))]

    if TYPE_CHECKING:
        user_id: int | None
        made_by_id: int | None

    def __str__(self) -> str:
        return f"{self.letter} {self.pk}"


@remembered(exclude=("calendar_nonce", "calendar_hash"))
class MailChoice(models.Model):
    """What a user chose: how often to be written to, and whether their calendar has an address."""

    user = models.OneToOneField(
        "core.User", models.CASCADE, verbose_name=bi("利用者", "User"), related_name="mail_choice"
    )
    rhythm = models.CharField(
        bi("メールの頻度", "How often"), max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY
    )
    calendar_nonce = models.CharField(max_length=32, blank=True)
    calendar_hash = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = bi("メールの設定", "Choice of mails")
        verbose_name_plural = bi("メールの設定", "Choices of mails")

    def __str__(self) -> str:
        return f"{self.user_id} {self.rhythm}"


class Told(models.Model):
    """What a user who is written to at once has been told, so that nothing is told twice."""

    user = models.ForeignKey("core.User", models.CASCADE, related_name="+")
    what = models.CharField(max_length=300)
    told_on = models.DateField()

    class Meta:
        verbose_name = bi("知らせたこと", "What was told")
        verbose_name_plural = bi("知らせたこと", "What was told")
        constraints = [models.UniqueConstraint(fields=["user", "what"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.what}"
