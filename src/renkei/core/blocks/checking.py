"""Texts that name what is not there: found before they are kept, told to staff where they stand."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from renkei.core.blocks.inline import KNOWN_FIGURE, KNOWN_NAME, KNOWN_RECORD, parse
from renkei.core.blocks.model import Place, Placeholder
from renkei.core.blocks.resolve import SAID_BY_ITSELF
from renkei.core.figures.existence import defined
from renkei.core.records.fields import LocalisedField
from renkei.core.records.kinds import SetRule, kind_of, kinds_as_declared
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws
    from renkei.core.records.models import Record

_AT_ONCE = 500
_OPEN, _CLOSE = "[[", "]]"


def texts_that_name_nothing(rows: QuerySet[Any]) -> SetFlaws:
    """Yield texts whose double brackets hold no placeholder, or name no figure, kind or record there is."""
    marked = _with(rows, _OPEN, _CLOSE).order_by("pk").iterator(chunk_size=_AT_ONCE)
    while batch := list(islice(marked, _AT_ONCE)):
        yield from text_flaws(batch)


def texts_naming(rows: QuerySet[Any], slug: str) -> QuerySet[Any]:
    """Narrow rows to those with a text that may name the record."""
    return _with(rows, slug)


NAMES_SOMETHING = SetRule(texts_that_name_nothing, naming=texts_naming)


def text_flaws(records: Iterable[Record]) -> SetFlaws:
    """Yield (slug, field@language, what is wrong) for the texts of some records, in a bounded number of queries."""
    read: list[Placeholder] = []
    for place, text in (pair for record in records for pair in _texts(record)):
        try:
            read += [span for span in parse(text, place) if isinstance(span, Placeholder)]
        except RuleBroken as flaw:
            at: Any = flaw.context["place"]
            yield _flaw(at, flaw.code, str(flaw.context["found"]), flaw.context["expected"])
    known = _Known(read)
    for asked in read:
        if broken := known.breach(asked):
            code, expected = broken
            yield _flaw(asked.place, code, f"[[{asked.name}:{asked.argument}]]", expected)


class _Known:
    """Which of the figures and records that texts name are there."""

    def __init__(self, read: Iterable[Placeholder]) -> None:
        named: dict[str, set[str]] = {}
        for asked in read:
            named.setdefault(asked.name, set()).add(asked.argument)
        self._kinds = {kind.slug for kind in kinds_as_declared()}
        self._figures = defined(named.get("figure", ()))
        self._records = {
            (name, slug)
            for name in sorted(named.keys() & self._kinds)
            for slug in kind_of(name)
            .model._default_manager.filter(pk__in=named[name])
            .values_list("pk", flat=True)
        }

    def breach(self, asked: Placeholder) -> tuple[str, Localised] | None:
        """Return code and what was expected, or None where the placeholder names something."""
        if asked.name in SAID_BY_ITSELF:
            return None
        if asked.name == "figure":
            known = asked.argument in self._figures
            return None if known else ("placeholder.unknown_figure", KNOWN_FIGURE)
        if asked.name not in self._kinds:
            return "placeholder.unknown_name", KNOWN_NAME
        known = (asked.name, asked.argument) in self._records
        return None if known else ("placeholder.unknown_record", KNOWN_RECORD)


def _texts(record: Record) -> Iterator[tuple[Place, str]]:
    """Yield the texts with double brackets of a record."""
    for name in _fields(type(record)):
        place = Place(str(record._meta.model_name), record.pk, name)
        for language, text in getattr(record, name).items():
            if _OPEN in text or _CLOSE in text:
                yield replace(place, language=language), text


def _fields(model: Any) -> list[str]:
    return [item.name for item in model._meta.concrete_fields if isinstance(item, LocalisedField)]


def _with(rows: QuerySet[Any], *pieces: str) -> QuerySet[Any]:
    """Narrow rows to those with one of the pieces in any of their localised texts."""
    names = _fields(rows.model)
    casts = {f"text_{name}": Cast(F(name), TextField()) for name in names}
    conditions = [Q(**{f"text_{name}__contains": piece}) for name in names for piece in pieces]
    return rows.alias(**casts).filter(reduce(or_, conditions)) if conditions else rows.none()


def _flaw(place: Place, code: str, found: str, expected: Any) -> tuple[str, str, RuleBroken]:
    where = Localised.both("{expected}（{at}文字目）", "{expected} (character {at})")
    message = where.filled(expected=expected, at=place.position)
    return place.slug, f"{place.field}@{place.language}", RuleBroken(code, message, found=found)
