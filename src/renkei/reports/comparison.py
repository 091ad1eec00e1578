"""A comparison as a report of its own: the same blocks, so the same page, PDF, Word and Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.blocks.model import (
    DifferenceSpan,
    FigureSpan,
    Paragraph,
    Spans,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
    YearSpan,
)
from renkei.core.blocks.request import Conventions
from renkei.core.figures.addresses import evidence_address
from renkei.core.ui.text import both
from renkei.kernel.localised import Localised
from renkei.kernel.money import display, format_number
from renkei.reports.enums import Sort
from renkei.reports.service import Report, ReportSection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from renkei.reports.comparing import Comparison, Difference, Figure

    Address = Callable[[str, int], str]

KIND = "comparison"
_TITLE = Localised.both("版の比較", "Comparison of editions")
_COLUMNS = (
    Localised.both("数字", "Figure"),
    Localised.both("年度", "Fiscal year"),
    Localised.both("前", "Before"),
    Localised.both("後", "After"),
    Localised.both("差", "Difference"),
    Localised.both("説明", "Why"),
)
_TEXTS = Localised.both("変わった文", "Sentences that differ")
_TEXT_COLUMNS = (
    Localised.both("節", "Section"),
    Localised.both("前", "Before"),
    Localised.both("後", "After"),
)
_SAME = Localised.both("違いはありません。", "There is no difference.")
_COMPARED = Localised.both("{before} と {after} を比べました。", "{before} is compared with {after}.")


def comparison_report(
    found: Comparison, language: str, *, before: Address | None = None, after: Address | None = None
) -> Report:
    """Return a comparison as a report in one language.

    `before` and `after` give the address of a number's evidence on either side; without them the one of today.
    """
    conventions = Conventions.of_cluster()
    told = _Told(found, language, conventions, before, after)
    sections = tuple(told.sections())
    lead = _COMPARED.filled(before=found.before.name, after=found.after.name).text(language)
    words = lead if sections else f"{lead}{'' if language == 'ja' else ' '}{_SAME.text(language)}"
    first = ReportSection("compared", Localised(), (Paragraph((Text(words),)),))
    return Report(KIND, found.after.fiscal_year, language, _TITLE, conventions.name, (first, *sections))


class _Told:
    def __init__(
        self,
        found: Comparison,
        language: str,
        conventions: Conventions,
        before: Address | None,
        after: Address | None,
    ) -> None:
        self.found, self.language, self.conventions = found, language, conventions
        self._addresses = (before or self._today, after or self._today)

    def _today(self, code: str, year: int) -> str:
        return evidence_address(code, year, self.language)

    def sections(self) -> Iterator[ReportSection]:
        for sort in Sort:
            rows = self.found.of(sort)
            if rows:
                yield ReportSection(sort.value, both(sort.label), (self._table(sort, rows),))
        texts = self.found.texts.get(self.language, ())
        if texts:
            rows_ = tuple(
                TableRow(
                    tuple((Text(each[name]),) if each[name] else () for name in ("title", "before", "after"))
                )
                for each in texts
            )
            columns = tuple(TableColumn((Text(each.text(self.language)),)) for each in _TEXT_COLUMNS)
            table = TableBlock("texts", (Text(_TEXTS.text(self.language)),), columns, rows_)
            yield ReportSection("texts", _TEXTS, (table,))

    def _table(self, sort: Sort, rows: list[Difference]) -> TableBlock:
        heads = [(Text(each.text(self.language)),) for each in _COLUMNS]
        columns = tuple(TableColumn(head, numeric=number in {2, 3, 4}) for number, head in enumerate(heads))
        caption = (Text(both(sort.label).text(self.language)),)
        return TableBlock(f"differences-{sort.value}", caption, columns, tuple(map(self._row, rows)))

    def _row(self, one: Difference) -> TableRow:
        was, now = (
            self._value(figure, address)
            for figure, address in zip((one.before, one.after), self._addresses, strict=True)
        )
        why = one.explanation.text(self.language)
        return TableRow(
            (
                (Text(one.figure.label.text(self.language)),),
                self._years(one),
                was,
                now,
                self._change(one),
                (Text(why),) if why else (),
            )
        )

    def _years(self, one: Difference) -> Spans:
        years = [each.fiscal_year for each in (one.before, one.after) if each is not None]
        said: list[Any] = [self._year(years[0])]
        if years[-1] != years[0]:
            said += [Text("→" if self.language == "ja" else " → "), self._year(years[-1])]
        return tuple(said)

    def _year(self, year: int) -> YearSpan:
        return YearSpan(year, self.conventions.year(year, self.language))

    def _value(self, figure: Figure | None, address: Address) -> Spans:
        if figure is None:
            return (Text("–"),)
        return (
            FigureSpan(
                figure.code,
                figure.fiscal_year,
                figure.printed.text(self.language),
                "",
                figure.value,
                figure.state,
                figure.unit,
                figure.basis,
                address(figure.code, figure.fiscal_year),
            ),
        )

    def _change(self, one: Difference) -> Spans:
        if one.change is None:
            return (Text("–"),)
        some, other = one.figure, one.before or one.figure
        return (
            DifferenceSpan(
                some.code,
                some.fiscal_year,
                other.code,
                other.fiscal_year,
                self._signed(one),
                one.change,
                some.unit,
                self._addresses[1](some.code, some.fiscal_year),
            ),
        )

    def _signed(self, one: Difference) -> str:
        change = one.change or 0
        if one.figure.unit == "yen":
            conventions = self.conventions
            shown = display(int(change), conventions.money_unit, currency=conventions.currency)
            unit = conventions.money_unit.label_in(conventions.currency).text(self.language)
            text = f"{format_number(shown, self.language)}{'' if self.language == 'ja' else ' '}{unit}"
        else:
            text = f"{change:,f}".rstrip("0").rstrip(".") if change % 1 else f"{int(change):,}"
            text = text.replace("-", "△" if self.language == "ja" else "−")
        return f"+{text}" if change > 0 else text


def as_plain(found: Comparison) -> dict[str, Any]:
    """Return a comparison as objects of JSON."""

    def side(figure: Figure | None) -> dict[str, Any] | None:
        if figure is None:
            return None
        return {
            "fiscal_year": figure.fiscal_year,
            "value": None if figure.value is None else float(figure.value),
            "state": figure.state,
            "printed": figure.printed.to_dict(),
            "basis": figure.basis,
            "publisher": figure.publisher,
            "definition_version": figure.version,
        }

    return {
        "before": found.before.name.to_dict(),
        "after": found.after.name.to_dict(),
        "differences": [
            {
                "sort": each.sort.value,
                "code": each.figure.code,
                "label": each.figure.label.to_dict(),
                "before": side(each.before),
                "after": side(each.after),
                "change": None if each.change is None else float(each.change),
                "explanation": each.explanation.to_dict(),
            }
            for each in found.differences
        ],
        "texts": {language: [dict(each) for each in texts] for language, texts in found.texts.items()},
    }
