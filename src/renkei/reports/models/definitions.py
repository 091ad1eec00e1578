"""What a report is made of, as data: the kinds of report, and their sections in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models

from renkei.core.blocks.inline import RELATIVE
from renkei.core.blocks.pictures import picture_flaws
from renkei.core.blocks.registry import block_choices, choices_with_years
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised
from renkei.reports.enums import SectionYear, YearStyle
from renkei.reports.rules import settings_flaw, title_flaw, totals_flaw, without_years

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.kernel.errors import RuleBroken

ANCHOR = RegexValidator(r"^[a-z][a-z0-9-]*$", code="anchor")


@remembered()
class ReportKind(Record):
    """A kind of report that is made anew for each year from the records."""

    name = LocalisedField(bi("種類の名称", "Name of the kind"))
    title = LocalisedField(
        bi("標題", "Title"),
        help_text=bi(
            "年度は [[year:this]]、[[year:next]]、[[year:last]] と書く",
            "Write years as [[year:this]], [[year:next]], [[year:last]]",
        ),
    )
    years = models.CharField(
        bi("年度を決める部品", "Block that knows the years"),
        max_length=60,
        choices=choices_with_years,
        help_text=bi(
            "この部品に内容のある年度の報告をつくれる", "There is a report for each year it has content for"
        ),
    )
    style = models.CharField(
        bi("英語の年度", "Years in English"),
        max_length=2,
        choices=YearStyle.choices,
        default=YearStyle.FISCAL,
    )
    totals = models.CharField(
        bi("見出しに並べる数字", "Figures at its head"),
        max_length=400,
        blank=True,
        help_text=bi(
            "名前=数字の符号@年度 を空白で区切る（例：budget=budgets.budget@next）",
            "name=code@year, separated by blanks, such as budget=budgets.budget@next",
        ),
    )
    paper_number = LocalisedField(
        bi("資料番号", "Paper number"),
        blank=True,
        help_text=bi("右上の枠に入れる（例：資料1）", "Stands in the box at the top right, such as Paper 1"),
    )
    contact = LocalisedField(
        bi("問い合わせ先", "Contact"),
        blank=True,
        long=True,
        help_text=bi("部署、担当、電話。末尾に載る", "Office, section, telephone; stands at the end"),
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("報告の種類", "Kind of report")
        verbose_name_plural = bi("報告の種類", "Kinds of report")

    def row_flaws(self) -> Iterator[tuple[str, RuleBroken]]:
        if flaw := title_flaw(self.title):
            yield "title", flaw
        if flaw := totals_flaw(self.totals):
            yield "totals", flaw


@remembered()
class ReportSection(Record):
    """One piece of a report: a title, sentences, a block, a photograph, in this order, each where there is one.

    A piece without an anchor goes on in the section before it.
    """

    report = models.ForeignKey(
        ReportKind, models.PROTECT, verbose_name=bi("報告の種類", "Kind of report"), related_name="sections"
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)
    anchor = models.CharField(
        bi("節の名前", "Anchor"),
        max_length=60,
        blank=True,
        validators=[ANCHOR],
        help_text=bi(
            "ページの中の行き先。空欄は前の節の続き", "Where links lead to; empty: the section before goes on"
        ),
    )
    title = LocalisedField(
        bi("標題", "Title"),
        blank=True,
        help_text=bi(
            "年度は [[year:this]] などと書く。空欄は部品の見出しを使う",
            "Write years as [[year:this]]; empty: the block's own heading",
        ),
    )
    text = LocalisedField(
        bi("文", "Sentences"),
        blank=True,
        long=True,
        help_text=bi(
            "1行が1段落。「・」で始まる行は箇条書き。数字は [[figure:符号]]、記録は [[種類:識別名]]",
            "A line is a paragraph; lines that begin with ・ or - are items. "
            "Figures: [[figure:code]]; records: [[kind:identifier]]",
        ),
    )
    block = models.CharField(bi("部品", "Block"), max_length=60, blank=True, choices=block_choices)
    settings = models.CharField(
        bi("部品の設定", "Settings of the block"),
        max_length=400,
        blank=True,
        help_text=bi(
            "名前=値 を「;」で区切る（例：side=results）", "name=value, separated by ; (such as side=results)"
        ),
    )
    year = models.CharField(
        bi("対象の年度", "Year it tells of"),
        max_length=4,
        choices=SectionYear.choices,
        default=SectionYear.THIS,
    )
    picture = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("写真", "Photograph"),
        null=True,
        blank=True,
        related_name="+",
    )
    caption = LocalisedField(bi("写真の説明", "Caption"), blank=True)
    alternative = LocalisedField(
        bi("写真の代替テキスト", "Text alternative"),
        blank=True,
        help_text=bi("見えない人に、何が写っているかを伝える", "Tells those who do not see it what is shown"),
    )

    class Meta:
        verbose_name = bi("報告の節", "Section of a report")
        verbose_name_plural = bi("報告の節", "Sections of reports")
        ordering = ("report", "position", "slug")

    @property
    def years_later(self) -> int:
        """Return how many years after the report's own this piece tells of."""
        return RELATIVE[self.year]

    def told(self) -> Localised:
        """Return what the section is called in lists."""
        if self.title:
            return without_years(self.title)
        return Localised.both(self.anchor, self.anchor) if self.anchor else Localised()

    def row_flaws(self) -> Iterator[tuple[str, RuleBroken]]:
        if flaw := title_flaw(self.title):
            yield "title", flaw
        if flaw := settings_flaw(self.settings, block=self.block):
            yield "settings", flaw
        yield from picture_flaws(self)
