"""A report as plain objects that lose nothing, and back; and their canonical bytes, of which hashes are made."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from renkei.core.blocks import model
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit
from renkei.reports.figures import ReportFigure
from renkei.reports.service import Report, ReportSection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.core.blocks.answers import Printed
    from renkei.core.figures.registry import Stated, Term

TYPE, LANGUAGES, DECIMAL, SET = "#", "#languages", "#decimal", "#set"


@dataclass(frozen=True)
class FrozenTerm:
    """A basis or a publisher, as it was called."""

    code: str
    label: Localised


@dataclass(frozen=True)
class FrozenTotal:
    """A total of a report as it was printed; it answers as a figure does."""

    code: str
    fiscal_year: int
    label: Localised
    counted: str
    state: str
    value: Decimal | None
    basis: Any  # FrozenTerm or None
    publisher: Any
    texts: Localised
    units: Localised
    stated: tuple[Stated, ...] = ()

    @classmethod
    def of(cls, answer: Printed, languages: Iterable[str]) -> FrozenTotal:
        known = tuple(languages)
        return cls(
            answer.code,
            answer.fiscal_year,
            answer.label,
            answer.unit.value,
            str(answer.state),
            answer.value,
            term_of(answer.basis),
            term_of(answer.publisher),
            Localised({language: answer.text(language) for language in known}),
            Localised({language: answer.unit_text(language) for language in known}),
        )

    @property
    def unit(self) -> CountedUnit:
        return CountedUnit(self.counted)

    def text(self, language: str) -> str:
        return self.texts.text(language)

    def unit_text(self, language: str) -> str:
        return self.units.text(language)


_CLASSES: dict[str, Any] = {
    each.__name__: each
    for each in (*vars(model).values(), ReportSection, ReportFigure, FrozenTotal, FrozenTerm)
    if isinstance(each, type) and is_dataclass(each)
}
# what depends on who reads, and what is kept in a form of its own
_NOT_AS_IT_IS = frozenset({"missing", "totals"})


def term_of(term: Term | None) -> FrozenTerm | None:
    return None if term is None else FrozenTerm(term.code, term.label)


def report_to_plain(found: Report) -> Any:
    """Return a report as objects of JSON, with everything that is needed to print it again.

    Raises TypeError for a part of a class that could not be read again.
    """
    kept = {each.name: getattr(found, each.name) for each in fields(found) if each.name not in _NOT_AS_IT_IS}
    totals = {name: FrozenTotal.of(answer, (found.language,)) for name, answer in found.totals.items()}
    return to_plain({**kept, "totals": totals})


def report_of_plain(plain: Any) -> Report:
    """Return the report that `report_to_plain` was given, of this version or of an older one."""
    known = {each.name for each in fields(Report)}
    return Report(**{name: of_plain(value) for name, value in plain.items() if name in known})


def to_plain(value: Any) -> Any:
    """Return data classes, tuples, sets, numbers and localised texts as objects of JSON."""
    match value:
        case Localised():
            return {LANGUAGES: value.to_dict()}
        case Decimal():
            return {DECIMAL: str(value)}
        case frozenset():
            return {SET: sorted(value)}
        case tuple() | list():
            return [to_plain(each) for each in value]
        case dict():
            return {name: to_plain(each) for name, each in value.items()}
        case _ if is_dataclass(value):
            if type(value).__name__ not in _CLASSES:
                msg = f"could not be read again: {type(value).__name__}"
                raise TypeError(msg)
            inside = {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
            return {TYPE: type(value).__name__, **inside}
    return value


def of_plain(plain: Any) -> Any:
    """Return what `to_plain` was given; lists become tuples. A field that its class has no more is left out."""
    match plain:
        case list():
            return tuple(of_plain(each) for each in plain)
        case {"#languages": texts}:
            return Localised(texts)
        case {"#decimal": text}:
            return Decimal(text)
        case {"#set": members}:
            return frozenset(members)
        case {"#": name, **inside}:
            made = _CLASSES[str(name)]
            known = {each.name for each in fields(made)}
            return made(**{str(key): of_plain(each) for key, each in inside.items() if key in known})
        case dict():
            return {key: of_plain(each) for key, each in plain.items()}
    return plain


def canonical(plain: Any) -> bytes:
    """Return objects of JSON as the same bytes whenever they are the same: keys in order, no blanks, UTF-8."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
