"""From placeholders to what is printed: all figures and records in a few queries, then one pass."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from renkei.core.blocks.dated import date_field
from renkei.core.blocks.inline import KNOWN_FIGURE, KNOWN_NAME, KNOWN_RECORD, broken, plain_label
from renkei.core.blocks.model import (
    Blocks,
    ContactSpan,
    DateSpan,
    Deferred,
    Fallback,
    FigureSpan,
    HiddenSpan,
    OrdinalSpan,
    Place,
    Placeholder,
    RecordSpan,
    Span,
    YearSpan,
)
from renkei.core.figures.addresses import evidence_address
from renkei.core.figures.existence import defined
from renkei.core.records.kinds import Kind, kind_of, kinds_as_declared
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import PartialDate, Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record

_log = logging.getLogger("renkei.blocks")
SAID_BY_ITSELF = frozenset({"date", "period", "year", "ordinal", "contact"})
NOT_PUBLIC = Localised.both("（非公開）", "(not public)")
NOT_GIVEN = Localised.both("（記載なし）", "(not given)")
NO_VALUE = Localised.both("（値なし）", "(no value)")


def nodes(node: object) -> Iterator[Any]:
    """Yield every block and span, each before its parts."""
    if isinstance(node, tuple):
        for part in node:
            yield from nodes(part)
    elif is_dataclass(node):
        yield node
        for each in fields(node):
            value = getattr(node, each.name)
            if isinstance(value, tuple) or is_dataclass(value):
                yield from nodes(value)


def resolve(blocks: Blocks, request: BlockRequest) -> Blocks:
    """Replace every placeholder and deferred block by what is printed.

    Takes one query per kind of record and one question to the figures, however many texts
    there are. What names nothing is left out, with a warning in the log, where the request forgives it. Else
    raises RuleBroken, with the place of the placeholder: "placeholder.unknown_name",
    "placeholder.unknown_record", "placeholder.unknown_figure".
    """
    return _Resolver(blocks, request).printed(blocks)


def not_given(flaw: RuleBroken, request: BlockRequest, language: str) -> HiddenSpan:
    """Return what stands for a text or a placeholder that cannot be told. Raises the flaw where nothing is forgiven."""
    if not request.forgives:
        raise flaw
    _log.warning("a text is told with a gap: %s", flaw)
    return HiddenSpan(NOT_GIVEN.text(language))


class _Resolver:
    def __init__(self, blocks: Blocks, request: BlockRequest) -> None:
        self.request = request
        found = [node for node in nodes(blocks) if isinstance(node, Placeholder | Deferred)]
        asked = [node for node in found if isinstance(node, Placeholder)]
        self._load_figures(asked, [node for node in found if isinstance(node, Deferred)])
        self._load_records(asked)

    def _load_figures(self, asked: list[Placeholder], deferred: list[Deferred]) -> None:
        written = {(each.argument, each.fiscal_year) for each in asked if each.name == "figure"}
        answers = self.request.answers.load(written.union(*(each.codes for each in deferred)))
        missing = {pair for pair in written if pair not in answers}
        self._hidden = self.request.answers.hidden(missing)
        self._defined = defined(code for code, _ in missing - self._hidden)

    def _load_records(self, asked: list[Placeholder]) -> None:
        slugs: dict[str, set[str]] = {}
        known = {kind.slug for kind in kinds_as_declared()}
        for each in asked:
            if each.name not in SAID_BY_ITSELF and each.name in known and each.label is None:
                slugs.setdefault(each.name, set()).add(each.argument)
        self._records: dict[tuple[str, str], Record] = {
            (name, record.pk): record
            for name, wanted in sorted(slugs.items())
            for record in _rows_of(kind_of(name)).filter(pk__in=wanted)
        }

    def printed(self, blocks: Blocks) -> Blocks:
        return self._all(blocks, self.request.language)

    def _all(self, parts: tuple[Any, ...], language: str) -> tuple[Any, ...]:
        return tuple(chain.from_iterable(self._each(part, language) for part in parts))

    def _each(self, node: Any, language: str) -> Iterable[Any]:
        if isinstance(node, Placeholder):
            return (self._placeholder(node, language),)
        if isinstance(node, Fallback):
            return (replace(node, spans=self._all(node.spans, node.language)),)
        if isinstance(node, Deferred):
            return self._all(node.make(self.request.answers.load(())), language)
        if isinstance(node, tuple):
            return (self._all(node, language),)
        if not is_dataclass(node):
            return (node,)
        parts = {each.name: getattr(node, each.name) for each in fields(node)}
        changed = {
            name: self._part(value, language)
            for name, value in parts.items()
            if (isinstance(value, tuple) and value) or is_dataclass(value)
        }
        return (replace(node, **changed),) if changed else (node,)  # type: ignore[type-var]

    def _part(self, value: Any, language: str) -> Any:
        if isinstance(value, tuple):
            return self._all(value, language)
        return next(iter(self._each(value, language)))

    def _placeholder(self, asked: Placeholder, language: str) -> Span:
        try:
            return self._told(asked, language)
        except RuleBroken as flaw:
            return not_given(flaw, self.request, language)

    def _told(self, asked: Placeholder, language: str) -> Span:
        conventions, argument = self.request.conventions, asked.argument
        span: Span
        match asked.name:
            case "figure":
                span = self._figure(asked, language)
            case "date":
                span = DateSpan(argument, conventions.day(PartialDate.parse(argument), language))
            case "period":
                period = parse_period(argument)
                span = DateSpan(_interval(period), conventions.period(period, language))
            case "year":
                year = int(argument)
                span = YearSpan(year, conventions.year(year, language, asked.style))
            case "ordinal":
                span = OrdinalSpan(argument)
            case "contact":
                span = ContactSpan(argument)
            case _:
                span = self._record(asked, language)
        return span

    def _figure(self, asked: Placeholder, language: str) -> Span:
        pair = (asked.argument, asked.fiscal_year)
        answer = self.request.answers.get(*pair)
        if answer is None:
            if pair in self._hidden:
                return HiddenSpan(NOT_PUBLIC.text(language))
            if asked.argument in self._defined:
                return HiddenSpan(NO_VALUE.text(language))
            found = f"[[figure:{asked.argument}]]"
            raise broken("placeholder.unknown_figure", found, KNOWN_FIGURE, asked.place)
        return FigureSpan(
            *pair,
            answer.text(language),
            answer.unit_text(language) if asked.with_unit else "",
            answer.value,
            str(answer.state),
            answer.unit.value,
            answer.basis.code if answer.basis else "",
            evidence_address(*pair, self.request.language),
            tuple(sorted({stated.document for stated in answer.stated if stated.document})),
        )

    def _record(self, asked: Placeholder, language: str) -> Span:
        kind = _kind(asked)
        address = kind.portal_address(asked.argument, self.request.language)
        if asked.label is not None:
            label = plain_label(asked.label, language, asked.place)
            return RecordSpan(kind.slug, asked.argument, label, address)
        record = self._records.get((kind.slug, asked.argument))
        if record is None:
            found = f"[[{asked.name}:{asked.argument}]]"
            raise broken("placeholder.unknown_record", found, KNOWN_RECORD, asked.place)
        if not self.request.sees(record):
            return HiddenSpan(NOT_PUBLIC.text(language))
        value = getattr(record, date_field(kind.slug), None) if date_field(kind.slug) else None
        if value:
            iso = value.isoformat() if isinstance(value, dt.date) else str(value)
            text = self.request.conventions.day(PartialDate.parse(iso), language)
            return DateSpan(iso, text, kind.slug, record.pk, address)
        place = Place(kind.slug, record.pk, kind.title)
        return RecordSpan(
            kind.slug, record.pk, plain_label(self.request.called(record), language, place), address
        )


def _rows_of(kind: Kind) -> QuerySet[Any]:
    """Return the records of a kind, with what may give them their name."""
    rows = kind.model._default_manager.all()
    return rows.select_related(kind.named_by) if kind.named_by else rows


def _kind(asked: Placeholder) -> Kind:
    try:
        return kind_of(asked.name)
    except KeyError:
        found = f"[[{asked.name}:{asked.argument}]]"
        raise broken("placeholder.unknown_name", found, KNOWN_NAME, asked.place) from None


def _interval(period: Period) -> str:
    return f"{period.start or '..'}/{period.end or '..'}"
