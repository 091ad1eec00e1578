from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.catalogue.models import Partnership
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, PartialDateField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation, Unit
from renkei.indicators.models import Indicator, Milestone
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import ends_before_it_begins

if TYPE_CHECKING:
    from collections.abc import Iterable


ENDS_LATER = Localised.both("開始より前でない終了", "an end that is not before the beginning")


@remembered()
class Programme(Record):
    """What pupils and students can take part in. Its beginning stands here or at the milestone it names."""

    title = LocalisedField(bi("名称", "Title"))
    target = LocalisedField(
        bi("対象", "For whom"), blank=True, help_text=bi("空欄は記載なし", "Empty: not stated")
    )
    description = LocalisedField(bi("内容", "What happens"), blank=True, long=True)
    applying = LocalisedField(
        bi("申し込み", "How to apply"),
        blank=True,
        long=True,
        help_text=bi("空欄は記載なし", "Empty: not stated"),
    )
    start = models.ForeignKey(
        Milestone,
        models.PROTECT,
        verbose_name=bi("始まり", "How it began"),
        null=True,
        blank=True,
        related_name="+",
        help_text=bi(
            "始まりを記した年表の項目。開始の欄は空欄にする",
            "The milestone that tells when it began; the beginning then stays empty",
        ),
    )
    began = PartialDateField(bi("開始", "Beginning"), blank=True)
    ended = PartialDateField(
        bi("終了", "End"),
        blank=True,
        help_text=bi("空欄は続いている、または記載なし", "Empty: it goes on, or not stated"),
    )
    run_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("実施する組織", "Run by"),
        null=True,
        blank=True,
        related_name="programmes",
        help_text=bi("空欄は記載なし", "Empty: not stated"),
    )
    run_by_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("実施する部署", "Run by (unit)"),
        null=True,
        blank=True,
        related_name="programmes",
    )
    contact = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("問い合わせ先", "Whom to ask"),
        null=True,
        blank=True,
        related_name="+",
        help_text=bi("空欄は記載なし", "Empty: not stated"),
    )
    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        verbose_name=bi("連携の取組", "Partnership"),
        null=True,
        blank=True,
        related_name="programmes",
        help_text=bi("この制度を紹介する取組", "The partnership that it is part of"),
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("生徒・学生のための制度", "Programme for students")
        verbose_name_plural = bi("生徒・学生のための制度", "Programmes for students")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        if self.start_id and self.began:
            expected = Localised.both(
                "空欄（始まりは年表の項目にある）", "empty (the milestone tells the beginning)"
            )
            yield "began", RuleBroken("programme.beginning_twice", expected)
        if ends_before_it_begins(self.began, self.ended):
            yield "ended", RuleBroken("programme.ends_before_it_begins", ENDS_LATER)


@remembered()
class ProgrammeFigure(Record):
    """A number of a programme: the indicator that counts who takes part, and what becomes of them."""

    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        verbose_name=bi("生徒・学生のための制度", "Programme for students"),
        related_name="figures",
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=bi("指標", "Indicator"), related_name="programme_figures"
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("制度の数字", "Figure of a programme")
        verbose_name_plural = bi("制度の数字", "Figures of programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "indicator"],
                name="programme_figure_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
