from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pgtrigger
from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.jobs.enums import UNFINISHED, LongJobState
from renkei.core.jobs.workflow import LONG_JOB
from renkei.core.records.fields import LocalisedField
from renkei.core.ui.text import bi
from renkei.kernel.workflow import moves


@remembered()
class Decision(models.Model):
    """Somebody put a failed job back into the queue. The jobs themselves are the queue's own rows."""

    job = models.BigIntegerField(bi("仕事の番号", "Number of the job"))
    task = models.CharField(bi("仕事", "Task"), max_length=128)
    decided_at = models.DateTimeField(bi("決めた日時", "Decided"))

    class Meta:
        verbose_name = bi("仕事のやり直し", "Retry of a job")
        verbose_name_plural = bi("仕事のやり直し", "Retries of jobs")

    def __str__(self) -> str:
        return f"{self.task} {self.job}"


@remembered(exclude=("done", "total", "said"))
class LongJob(models.Model):
    """A job somebody asked for that takes minutes: how far it is, what it says, whether it shall end early."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    task = models.CharField(bi("仕事", "Task"), max_length=60)
    about = models.CharField(bi("対象", "About"), max_length=200, blank=True)
    asked_by = models.ForeignKey(
        "core.User",
        models.SET_NULL,
        verbose_name=bi("頼んだ人", "Asked by"),
        null=True,
        blank=True,
        related_name="+",
    )
    asked_at = models.DateTimeField(bi("頼んだ日時", "Asked"))
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=LongJobState.choices, default=LongJobState.WAITING
    )
    done = models.PositiveIntegerField(bi("済んだ数", "Done"), default=0)
    total = models.PositiveIntegerField(
        bi("全体の数", "Total"), default=0, help_text=bi("0はまだ分からない", "0: not known yet")
    )
    said = LocalisedField(bi("知らせ", "What it says"), blank=True)
    shall_end = models.BooleanField(bi("止めるよう頼まれた", "Shall end early"), default=False)
    ended_at = models.DateTimeField(bi("終わった日時", "Ended"), null=True, blank=True)
    problem = models.CharField(
        bi("失敗の理由", "Problem"), max_length=100, blank=True, help_text=bi("符号だけ", "A code only")
    )

    class Meta:
        verbose_name = bi("長くかかる仕事", "Long job")
        verbose_name_plural = bi("長くかかる仕事", "Long jobs")
        triggers = [pgtrigger.FSM(name="long_job_steps", field="state", transitions=list(moves(LONG_JOB)))]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "about"],
                condition=models.Q(state__in=[str(state.value) for state in UNFINISHED]),
                name="one_long_job_at_a_time",
            )
        ]

    if TYPE_CHECKING:
        asked_by_id: int | None

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED
