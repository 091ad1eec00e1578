"""A figure over the years as a chart and its table: what is missing stays open, what counts otherwise is not joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renkei.core.blocks.inline import KNOWN_FIGURE, broken
from renkei.core.blocks.model import (
    Block,
    Blocks,
    Deferred,
    DrawingBlock,
    Paragraph,
    Place,
    Spans,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from renkei.core.blocks.registry import register_block
from renkei.core.blocks.resolve import not_given
from renkei.core.blocks.writing import figure, said, year
from renkei.core.drawings.charts import chart_svg
from renkei.core.figures.answers import FigureAnswer
from renkei.core.figures.existence import defined
from renkei.core.figures.trends import with_joints
from renkei.core.ui.charts import line_chart
from renkei.core.ui.points import Point
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.money import display

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from renkei.core.blocks.model import Answers
    from renkei.core.blocks.request import BlockRequest
    from renkei.core.figures.registry import Term

FIRST, LAST, MOST_YEARS = -4, 0, 30
_CODE = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_YEARS_LATER = re.compile(r"[+-]?\d{1,2}")
_KNOWN = frozenset({"code", "from", "to"})
_SETTINGS = Localised.both(
    "code=数字の符号。from と to は報告の年度から数えた年数で、from は to 以下、30年度分まで"
    "（例：code=research.joint_projects;from=-4;to=0）",
    "code= a figure's code; from and to are years counted from the report's own, from not after to, thirty years "
    "at most (such as code=research.joint_projects;from=-4;to=0)",
)


def settings_flaw(params: Mapping[str, str]) -> RuleBroken | None:
    """Return what is wrong with the settings of a chart."""
    words = (params.get("from", "0"), params.get("to", "0"))
    understood = (
        params.keys() <= _KNOWN
        and _CODE.fullmatch(params.get("code", ""))
        and all(_YEARS_LATER.fullmatch(word) for word in words)
        and 0 <= _later(params, "to", LAST) - _later(params, "from", FIRST) < MOST_YEARS
    )
    return None if understood else RuleBroken("report.settings", _SETTINGS)


def _later(params: Mapping[str, str], name: str, otherwise: int) -> int:
    return int(params.get(name, otherwise))


def trend(request: BlockRequest) -> Blocks:
    """Return the trend of the figure `params["code"]` from year `params["from"]` to `params["to"]`, and its table.

    Years count from the request's (-4 to 0 without settings). Raises RuleBroken("report.settings") and
    ("placeholder.unknown_figure") unless the request forgives.
    """
    params, code = request.params, request.params.get("code", "")
    if flaw := settings_flaw(params):
        return (Paragraph((not_given(flaw, request, request.language),)),)
    first, last = (
        request.fiscal_year + _later(params, name, otherwise)
        for name, otherwise in (("from", FIRST), ("to", LAST))
    )
    years = range(first, last + 1)

    def make(answers: Answers) -> Blocks:
        found = [answers.get((code, each)) for each in years]
        known = with_joints([each for each in found if isinstance(each, FigureAnswer)])
        if known:
            return tuple(_Trend(request, code, years, known).blocks())
        if code in defined([code]):
            return (
                Paragraph(
                    said(request, "値はまだ登録されていません。", "No value is recorded yet."), "empty"
                ),
            )
        flaw = broken("placeholder.unknown_figure", f"[[figure:{code}]]", KNOWN_FIGURE, Place())
        return (Paragraph((not_given(flaw, request, request.language),)),)

    return (Deferred(frozenset((code, each) for each in years), make),)


class _Trend:
    def __init__(self, request: BlockRequest, code: str, years: range, found: list[FigureAnswer]) -> None:
        self.request, self.code, self.years, self.found = request, code, years, found
        self.by_year = {each.fiscal_year: each for each in found}
        self.label = found[-1].label.text(request.language)
        self.unit = next((each.unit_text(request.language) for each in found if each.is_known), "")

    def blocks(self) -> Iterator[Block]:
        drawn = line_chart(self._points(), self._short_year)
        if drawn is not None:
            alternative = self._alternative()
            yield DrawingBlock(
                self._id("chart"),
                self._caption(open_=bool(drawn.gaps)),
                alternative,
                chart_svg(drawn, alternative=alternative),
                (),
            )
        yield self._table()

    def _id(self, what: str) -> str:
        return f"{what}-{re.sub(r'[^a-z0-9]+', '-', self.code)}-{self.years[0]}-{self.years[-1]}"

    def _points(self) -> list[Point]:
        return [
            Point(each, self._value(found), joined=found.joined)
            if (found := self.by_year.get(each))
            else Point(each, None)
            for each in self.years
        ]

    def _value(self, answer: FigureAnswer) -> Decimal | None:
        """Return what the axis shows: money in the cluster's unit, as the table prints it."""
        if answer.value is None or not answer.is_money:
            return answer.value
        return type(answer.value)(
            display(int(answer.value), answer.money.unit, currency=answer.money.currency)
        )

    def _short_year(self, fiscal_year: int) -> str:
        """Return a year as it stands below the axis: 平成29, 2017."""
        conventions, language = self.request.conventions, self.request.language
        if language != "ja" or not conventions.era:
            return str(fiscal_year)
        return conventions.year(fiscal_year, language).removesuffix("年度")

    def _caption(self, *, open_: bool) -> Spans:
        unit = said(self.request, "（単位：{unit}）", " (unit: {unit})", unit=(Text(self.unit),))
        gaps = said(
            self.request,
            "。点線は、値のない年度、または数え方（単位、定義、基準、公表者）の変わった所",
            ". Dotted: years without a value, or counted otherwise than before (unit, definition, basis, publisher)",
        )
        name = said(self.request, "{name}の推移", "{name} over the years", name=(Text(self.label),))
        return (*name, *(unit if self.unit else ()), *(gaps if open_ else ()))

    def _alternative(self) -> str:
        language = self.request.language
        known = [each for each in self.found if each.is_known]
        absent = [each for each in self.years if each not in {one.fiscal_year for one in known}]
        words = {
            "name": self.label,
            "first": self._year(known[0].fiscal_year),
            "start": known[0].printed(language),
            "last": self._year(known[-1].fiscal_year),
            "end": known[-1].printed(language),
        }
        told = Localised.both(
            "{name}の折れ線グラフ。{first}は{start}、{last}は{end}。",
            "Line chart of {name}: {start} in {first}, {end} in {last}.",
        ).filled(**words)
        without = Localised.both("値のない年度：{years}。", " Years without a value: {years}.").filled(
            years=("、" if language == "ja" else ", ").join(map(self._year, absent))
        )
        beside = Localised.both("同じ値を表に示す。", " The table gives the same values.")
        return f"{told.text(language)}{without.text(language) if absent else ''}{beside.text(language)}"

    def _year(self, fiscal_year: int) -> str:
        return self.request.conventions.year(fiscal_year, self.request.language)

    def _table(self) -> TableBlock:
        request = self.request
        more = [column for column in self._terms() if len({self._term(one) for one in column[2]}) > 1]
        columns = (
            TableColumn(said(request, "年度", "Fiscal year")),
            TableColumn(said(request, "値", "Value"), self.unit, numeric=True),
            *(TableColumn(said(request, japanese, english)) for japanese, english, _ in more),
        )
        of_column = [
            {each.fiscal_year: self._term(term) for each, term in zip(self.found, terms, strict=True)}
            for _, _, terms in more
        ]
        rows = (
            TableRow((year(each), self._cell(each), *((Text(told.get(each, "")),) for told in of_column)))
            for each in self.years
        )
        return TableBlock(self._id("trend"), self._caption(open_=False), columns, tuple(rows))

    def _terms(self) -> Iterator[tuple[str, str, list[Term | None]]]:
        """Yield the columns that say how values were counted; those that say the same in all rows stay away."""
        yield "基準", "Basis", [each.basis for each in self.found]
        yield "公表者", "Publisher", [each.publisher for each in self.found]

    def _term(self, term: Term | None) -> str:
        return term.label.text(self.request.language) if term else ""

    def _cell(self, fiscal_year: int) -> Spans:
        if fiscal_year in self.by_year:
            return figure(self.code, fiscal_year)
        return said(self.request, "記載なし", "not stated")


register_block(
    "indicators.trend",
    trend,
    label=bi("数字の推移（グラフと表）", "A figure over the years (chart and table)"),
    flaw=settings_flaw,
)
