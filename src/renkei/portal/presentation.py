"""Figures as cards, rows and charts of public pages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from renkei.core.figures.addresses import evidence_address
from renkei.core.figures.enums import FigureKind
from renkei.core.records.cluster import Cluster, EraDisplay
from renkei.core.records.kinds import kind_of
from renkei.core.ui.marks import machine_number, printed_parts
from renkei.core.ui.parts import ChartView
from renkei.core.ui.points import Point
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renkei.core.figures.answers import Evidence, FigureAnswer


@dataclass(frozen=True)
class FigureCard:
    """A figure's answer in the words a page needs."""

    answer: FigureAnswer
    language: str
    evidence_url: str
    period_label: Any
    trend: tuple[Point, ...] = ()
    note: Any = ""

    def text(self, language: str) -> str:
        return self.answer.printed(language)

    @property
    def number(self) -> str:
        return printed_parts(self.answer.printed(self.language))[1]

    @property
    def unit(self) -> str:
        return printed_parts(self.answer.printed(self.language))[2]

    @property
    def code(self) -> str:
        return self.answer.code

    @property
    def label(self) -> Localised:
        return self.answer.label

    @property
    def value(self) -> Decimal | None:
        return self.answer.value

    @property
    def kind_label(self) -> Any:
        return self.answer.kind.label

    @property
    def basis_label(self) -> Any:
        return self.answer.basis.label if self.answer.basis and self.answer.basis.code != "stated" else ""

    @property
    def publisher(self) -> Any:
        return self.answer.publisher.label if self.answer.publisher else ""

    @property
    def source(self) -> str:
        return self.answer.prints


def year_label(cluster: Cluster, year: int) -> Localised:
    """Return 平成29年度 and FY2017, the era as the cluster's settings say."""
    era = cluster.era_display == EraDisplay.ERA
    fiscal = FiscalYear(year, cluster.first_month)
    return Localised.both(fiscal.label("ja", era), fiscal.label("en", era))


def card_of(
    answer: FigureAnswer, cluster: Cluster, language: str, past: Iterable[FigureAnswer] = ()
) -> FigureCard:
    return FigureCard(
        answer,
        language,
        evidence_address(answer.code, answer.fiscal_year, language),
        year_label(cluster, answer.fiscal_year),
        trend_of(past, language),
    )


def trend_of(past: Iterable[FigureAnswer], language: str) -> tuple[Point, ...]:
    """Return the points of a trend; a point is joined to the one before only where both count the same way."""
    return tuple(
        Point(
            each.fiscal_year,
            each.value,
            each.joined or not position,
            number_of(each, language),
            evidence_address(each.code, each.fiscal_year, language),
        )
        for position, each in enumerate(past)
    )


def chart_of(past: Sequence[FigureAnswer], language: str, identifier: str = "trend") -> ChartView | None:
    """Return the chart of a figure over the years: bars for flows, a line for what stands or adds up.

    None where fewer than two years have a value: one bar says nothing that the table does not.
    """
    points = trend_of(past, language)
    if sum(point.value is not None for point in points) < 2:  # noqa: PLR2004
        return None
    last = past[-1]
    unit = next((text for each in reversed(past) if (text := each.unit_text(language))), "")
    shape: Literal["bars", "line"] = "bars" if last.kind == FigureKind.FLOW else "line"
    scale = last.money.scale if last.is_money else 1
    return ChartView(identifier, last.label, unit, points, shape, scale=scale)


def number_of(answer: FigureAnswer, language: str) -> str:
    """Return the number as printed, without its unit: 約1,200, about 1,200."""
    before, number, _ = printed_parts(answer.printed(language))
    return f"{before}{number}" if language == "ja" else f"{before} {number}".strip()


@dataclass(frozen=True)
class LineRow:
    """One counted record: what it is called, its page where it has one, what it counts."""

    label: Any
    address: str
    when: Any
    number: str
    after: str
    value: Decimal
    place: Any

    @property
    def machine(self) -> str:
        return machine_number(self.value)


@dataclass(frozen=True)
class StatedRow:
    """One publisher's value with the document and the place in it."""

    before: str
    number: str
    after: str
    value: Decimal | None
    publisher: Any
    basis: Any
    document: Any
    address: str
    place: Any
    note: Any
    is_printed: bool = False

    @property
    def machine(self) -> str:
        return "" if self.value is None else machine_number(self.value)


@dataclass(frozen=True)
class ComputedRow:
    """The value that the records add up to."""

    number: str
    after: str
    machine: str
    is_printed: bool


def lines_of(evidence: Evidence, language: str) -> list[LineRow]:
    answer = evidence.answer
    rows = []
    for line in evidence.lines:
        printed = answer.printed_of("exact", line.amount, Decimal(1), language)
        _, number, after = printed_parts(printed)
        address = line.portal_address(language)
        rows.append(LineRow(line.label, address, line.when, number, after, line.amount, line.place))
    return rows


def stated_rows(answer: FigureAnswer, language: str) -> list[StatedRow]:
    rows = []
    for value in answer.stated:
        before, number, after = printed_parts(answer.stated_text(value, language))
        rows.append(
            StatedRow(
                before,
                number,
                after,
                value.value,
                value.publisher.label,
                value.basis.label,
                value.document_title,
                kind_of("document").portal_address(value.document, language) if value.document else "",
                value.place,
                value.note,
                answer.prints == "stated"
                and answer.publisher == value.publisher
                and answer.basis == value.basis,
            )
        )
    return rows


def computed_row(answer: FigureAnswer, language: str) -> ComputedRow | None:
    """Return the value counted from the records, None where there is none to show."""
    if answer.computed is None:
        return None
    before, number, after = printed_parts(
        answer.printed_of("exact", answer.computed.value, Decimal(1), language)
    )
    return ComputedRow(
        f"{before}{number}", after, machine_number(answer.computed.value), answer.prints == "computed"
    )


def sources_of(evidence: Evidence, language: str) -> list[tuple[Any, str]]:
    document = kind_of("document")
    return [(source.title, document.portal_address(source.slug, language)) for source in evidence.documents]
