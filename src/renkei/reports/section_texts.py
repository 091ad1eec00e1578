"""The sentences that a report's own sections say: years typed into them, and what stands as in the edition before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.budgets.carried import typed_years
from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.lines import lines
from renkei.core.blocks.model import (
    DateSpan,
    Fallback,
    FigureSpan,
    ListItem,
    Paragraph,
    Place,
    Placeholder,
    RecordSpan,
    YearSpan,
)
from renkei.core.blocks.request import BlockRequest
from renkei.core.blocks.resolve import nodes
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.definitions import definition_of
from renkei.reports.finding import Finding
from renkei.reports.models import Edition
from renkei.reports.reading import Book
from renkei.reports.sentences import sentences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from renkei.core.blocks.model import Blocks, Span, Spans
    from renkei.core.records.models import Record
    from renkei.reports.definitions import ReportDefinition
    from renkei.reports.service import Report

Key = tuple[Any, ...]
_TYPED = Localised.both(
    "年度「{word}」が節の文に打ち込まれています（{field}）。来年の版でもそのまま出ます。",
    "The year “{word}” is typed into a sentence of the section ({field}); next year's edition will say it again.",
)
_PLACEHOLDER = Localised.both(
    "[[year:this]]、[[year:last]]、[[year:next]] に替えるか、動かない年であることを了解します。",
    "Put [[year:this]], [[year:last]] or [[year:next]] in its place, or acknowledge that the year stands for good.",
)


def typed_year_findings(edition: Edition, reports: Mapping[str, Report], at: dt.date) -> Iterator[Finding]:
    """Yield the years typed into titles, sentences and captions of a report's definition. Two queries."""
    definition = definition_of(edition.kind, actor=STRANGER, at=at)
    if definition is None:
        return
    for section, record, field in _texts(definition):
        for language, text in getattr(record, field).items():
            for line in text.splitlines():
                for word in sorted(typed_years(line)):
                    yield _typed(reports.get(language), language, section, record, field, line, word)


def _texts(definition: ReportDefinition) -> Iterator[tuple[str, Record, str]]:
    yield "", definition.record, "title"
    for section in definition.sections:
        for piece in section.pieces:
            yield from ((section.id, piece, field) for field in ("title", "text", "caption"))


def _typed(
    found: Report | None, language: str, section: str, record: Record, field: str, line: str, word: str
) -> Finding:
    printed = [each for each in sentences(found) if each.section == section] if found else []
    place = next((each for each in printed if word in each.text), None)
    said = getattr(record._meta.get_field(field), "verbose_name", field)
    what = _TYPED.filled(word=word, field=said)
    return Finding(
        "typed_year",
        what,
        _PLACEHOLDER,
        language=language,
        section=section,
        quote=line.strip()[:300],
        anchor=place.anchor if place else "",
        detail=f"{field} {word}",
        # what a cluster begins with is no record of its own yet
        record=None if record._state.adding else (str(record._meta.model_name), record.pk),
    )


def edition_before(edition: Edition) -> Edition | None:
    """Return the published edition of the year before of the same kind."""
    return Edition.objects.filter(
        kind=edition.kind, fiscal_year=edition.fiscal_year - 1, state="published"
    ).first()


def unchanged_since(
    edition: Edition, found: Report, language: str, at: dt.date
) -> frozenset[tuple[str, str]]:
    """Return section and anchor of the sections' own sentences that last year's edition said too, its years moved.

    Values do not count: a sentence with a new number in the old words is unchanged. A bounded number of queries.
    """
    before, definition = edition_before(edition), definition_of(edition.kind, actor=STRANGER, at=at)
    if before is None or definition is None or language not in before.language_tags:
        return frozenset()
    try:
        older = Book(before).report(language)
    except RuleBroken:  # it is damaged, which its own page says
        return frozenset()
    own = _own(definition, edition.fiscal_year, language, at)
    said = {(each.section, key_of(each.spans, before.fiscal_year)) for each in sentences(older)}
    return frozenset(
        (each.section, each.anchor)
        for each in sentences(found)
        if (place := (each.section, key_of(each.spans, edition.fiscal_year))) in own and place in said
    )


def _own(definition: ReportDefinition, year: int, language: str, at: dt.date) -> set[tuple[str, Key]]:
    """Return what the sections' own sentences say, before figures and records are looked up."""
    request = BlockRequest.of(year, language, actor=STRANGER, at=at)
    found = set()
    for section in definition.sections:
        for piece in section.pieces:
            of = request.asking(year + piece.years_later, {})
            told: Blocks = lines(of, piece.text, Place("reportsection", piece.pk or "", "text"))
            parts = (each for each in nodes(told) if isinstance(each, Paragraph | ListItem))
            found |= {(section.id, key_of(each.spans, year)) for each in parts}
    return found


def key_of(spans: Spans, year: int) -> Key:
    """Return what a sentence says beside its values; years count from the report's own."""
    return tuple(_part(span, year) for span in spans)


def _part(span: Span, year: int) -> Any:  # noqa: PLR0911 - one branch for each kind of span
    match span:
        case Placeholder(name="figure") | FigureSpan():
            code = span.argument if isinstance(span, Placeholder) else span.code
            return ("figure", code, span.fiscal_year - year)
        case Placeholder(name="year"):
            return ("year", int(span.argument) - year)
        case YearSpan():
            return ("year", span.fiscal_year - year)
        case Placeholder(name="date" | "period"):
            return ("date", span.argument)
        case DateSpan(kind=""):
            return ("date", span.value)
        case RecordSpan() | DateSpan():
            return ("record", span.kind, span.slug)
        case Placeholder(name="ordinal" | "contact"):
            return span.argument
        case Placeholder():
            return ("record", span.name, span.argument)
        case Fallback():
            return (span.language, key_of(span.spans, year))
        case _:
            return getattr(span, "text", "")
