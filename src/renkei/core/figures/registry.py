"""The registry of figures: a figure is a question about records, asked for a fiscal year.

Contexts register providers at start-up (their figures.py); reports and pages ask `renkei.core.figures.service`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from renkei.core.figures.enums import FigureKind
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from django.db.models import Expression, QuerySet

    from renkei.kernel.periods import Period


@dataclass(frozen=True)
class Scope:
    """The fiscal year a figure is asked for, with the cluster's first month already applied."""

    fiscal_year: int
    period: Period
    at: dt.date


@dataclass(frozen=True)
class Lines:
    """The rows a computed value sums: `amount` is what one row counts (1, or an expression over the row)."""

    rows: QuerySet[Any]
    amount: int | str | Expression = 1


@dataclass(frozen=True)
class Term:
    """A word with its code: a basis, a publisher."""

    code: str
    label: Localised


@dataclass(frozen=True)
class FigureDefinition:
    """What is counted. `lines` answers from records, or is None where only stated values exist."""

    code: str
    label: Localised
    definition: Localised
    unit: CountedUnit
    kind: FigureKind
    version: int = 1
    public: bool = True
    basis: Term | None = None
    publisher: Term | None = None
    precision: Decimal = Decimal(1)
    lines: Callable[[Scope], Lines] | None = None
    position: int = 0


@dataclass(frozen=True)
class Stated:
    """A value as a publisher states it in a document."""

    slug: str
    fiscal_year: int
    state: str
    value: Decimal | None
    precision: Decimal
    as_of: dt.date | None
    basis: Term
    publisher: Term
    document: str
    document_title: Localised
    place: Localised
    note: Localised
    public: bool
    definition_version: int = 1


@dataclass(frozen=True)
class Choice:
    """Which value is printed for a figure and year, and who chose it."""

    prints: str
    publisher: str
    chosen_by: str
    explanation: Localised


DefinitionProvider = Callable[[Scope], Iterable[FigureDefinition]]
StatedProvider = Callable[[frozenset[str] | None, int | None], Mapping[str, list[Stated]]]
ChoiceProvider = Callable[[int], Mapping[str, Choice]]

_definitions: list[DefinitionProvider] = []
_stated: list[StatedProvider] = []
_choices: list[ChoiceProvider] = []


def register_definitions(provider: DefinitionProvider) -> DefinitionProvider:
    """Register who names the figures of a context; called once per question, with a bounded number of queries."""
    _definitions.append(provider)
    return provider


def register_stated(provider: StatedProvider) -> StatedProvider:
    """Register who knows stated values, by code (None: all codes) and fiscal year (None: all years)."""
    _stated.append(provider)
    return provider


def register_choices(provider: ChoiceProvider) -> ChoiceProvider:
    """Register who knows the recorded choices of a fiscal year."""
    _choices.append(provider)
    return provider


def definition_providers() -> tuple[DefinitionProvider, ...]:
    return tuple(_definitions)


def stated_providers() -> tuple[StatedProvider, ...]:
    return tuple(_stated)


def choice_providers() -> tuple[ChoiceProvider, ...]:
    return tuple(_choices)
