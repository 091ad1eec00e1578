"""What hangs on a seed: the works that show it, its yearly refreshes; and the booklet of all seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pgtrigger
from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, PartialDateField
from renkei.core.records.models import Record
from renkei.core.records.rules import in_some_language
from renkei.core.ui.text import bi
from renkei.kernel.workflow import moves
from renkei.matching.enums import RefreshState, WorkKind, WorkSource
from renkei.matching.models.seeds import Seed
from renkei.matching.seed_workflow import REFRESH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.kernel.errors import RuleBroken


@remembered()
class SeedWork(Record):
    """A paper, book, right or project of a seed's researcher, with the identifier it has at its source."""

    seed = models.ForeignKey(Seed, models.PROTECT, verbose_name=bi("シーズ", "Seed"), related_name="evidence")
    kind = models.CharField(
        bi("種類", "Kind"), max_length=12, choices=WorkKind.choices, default=WorkKind.PAPER
    )
    title = LocalisedField(bi("題名", "Title"), blank=True)
    authors = LocalisedField(bi("著者・発明者", "Authors or inventors"), blank=True)
    venue = LocalisedField(bi("掲載先・制度・出願人など", "Published in, funded by, applicant"), blank=True)
    appeared = PartialDateField(bi("発表の日付", "Appeared"), blank=True)
    identifier = models.CharField(
        bi("識別子（DOI、出願番号など）", "Identifier (DOI, application number)"), max_length=200, blank=True
    )
    source = models.CharField(
        bi("出所", "Source"), max_length=12, choices=WorkSource.choices, default=WorkSource.OFFICE
    )
    source_identifier = models.CharField(
        bi("出所での番号", "Identifier at the source"), max_length=150, blank=True
    )

    class Meta:
        verbose_name = bi("シーズの業績", "Work of a seed")
        verbose_name_plural = bi("シーズの業績", "Works of seeds")
        constraints = [
            models.UniqueConstraint(
                fields=["seed", "source", "source_identifier"],
                condition=~models.Q(source_identifier=""),
                name="work_comes_once_from_its_source",
            )
        ]

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from in_some_language(self, ("title",))


@remembered()
class SeedRefresh(models.Model):
    """The refresh of one sheet in one fiscal year: asked by mail, answered by a private link, decided by the office.

    `proposal` holds the fields that shall change, `base` the same fields as they stood when it was answered.
    Not part of a package.
    """

    rights_of = "seed"  # whoever may change seeds may change this
    seed = models.ForeignKey(
        Seed, models.CASCADE, verbose_name=bi("シーズ", "Seed"), related_name="refreshes"
    )
    year = models.PositiveSmallIntegerField(bi("年度", "Fiscal year"))
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=RefreshState.choices, default=RefreshState.ASKED
    )
    asked_at = models.DateTimeField(bi("お願いした日時", "Asked"))
    reminded_at = models.DateTimeField(bi("最後に催促した日時", "Last reminded"), null=True, blank=True)
    letters = models.PositiveSmallIntegerField(bi("送った通数", "Letters written"), default=0)
    answered_at = models.DateTimeField(bi("回答の日時", "Answered"), null=True, blank=True)
    proposal = models.JSONField(bi("訂正の内容", "Corrections"), default=dict, blank=True)
    base = models.JSONField(bi("回答したときの内容", "As it stood when answered"), default=dict, blank=True)
    message = models.TextField(bi("窓口への連絡", "Message to the office"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(bi("決めた日時", "Decided"), null=True, blank=True)
    decided_by = models.CharField(bi("決めた人", "Decided by"), max_length=150, blank=True)

    class Meta:
        verbose_name = bi("シーズの更新", "Refresh of a seed")
        verbose_name_plural = bi("シーズの更新", "Refreshes of seeds")
        constraints = [
            models.UniqueConstraint(fields=["seed", "year"], name="one_refresh_of_a_seed_in_a_year")
        ]
        triggers = [pgtrigger.FSM(name="seed_refresh_steps", field="state", transitions=list(moves(REFRESH)))]

    def __str__(self) -> str:
        return f"{self.seed_id} {self.year}"


@remembered()
class SeedBooklet(models.Model):
    """The booklet of the public seeds as it was typeset last, in one language. `digest` is of all it says."""

    language = models.CharField(bi("言語", "Language"), max_length=5, primary_key=True)
    digest = models.CharField(bi("内容の要約値", "Digest of what it says"), max_length=64)
    sha256 = models.CharField(bi("内容のハッシュ値", "SHA-256 of the content"), max_length=64)
    size = models.BigIntegerField(bi("大きさ（バイト）", "Size (bytes)"))
    pages = models.PositiveIntegerField(bi("頁数", "Pages"))
    seeds = models.PositiveIntegerField(bi("シーズの数", "Seeds"))
    accessible = models.BooleanField(bi("PDF/UA", "PDF/UA"), default=False)
    made_at = models.DateTimeField(bi("つくった日時", "Made"))

    class Meta:
        verbose_name = bi("シーズ集", "Booklet of seeds")
        verbose_name_plural = bi("シーズ集", "Booklets of seeds")

    def __str__(self) -> str:
        return f"{self.language} {self.made_at:%Y-%m-%d %H:%M}"
