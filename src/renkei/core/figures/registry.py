"""The registry of figures: a figure is a question about records, asked for a fiscal year.

Contexts register at start-up (their figures.py): families of figures computed from their records,
definitions of figures that are only stated, stated values, recorded choices. Pages ask
`renkei.core.figures.service`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from renkei.core.accounts.reach import COMMON, Holding
from renkei.kernel.fiscal import DEFAULT_FIRST_MONTH
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import Expression, F, QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.figures.enums import FigureKind
    from renkei.kernel.periods import Period
    from renkei.kernel.units import CountedUnit


Sees = Callable[[Any], bool]
Ask = Callable[["Sequence[Scope]"], "Lines | None"]


@dataclass(frozen=True)
class Scope:
    """The fiscal year a figure is asked for, with the cluster's first month already applied."""

    fiscal_year: int
    period: Period
    at: dt.date

    @property
    def day(self) -> dt.date | None:
        """The day a stock is counted on: the last of the year, today within it, none before it begins."""
        start, end = self.period.start, self.period.end
        if start is None or end is None or self.at < start:
            return None
        return min(end, self.at)

    @property
    def first_month(self) -> int:
        """The month with which fiscal years begin."""
        return self.period.start.month if self.period.start else DEFAULT_FIRST_MONTH


@dataclass(frozen=True)
class Term:
    """A word with its code: a basis, a publisher. Who sees neither what is `public` nor what is `held` is told so."""

    code: str
    label: Localised
    public: bool = True
    held: Holding = COMMON


@dataclass(frozen=True)
class Origin:
    """What rows share: basis and publisher (None: they differ or have none), and the coarsest precision."""

    basis: Term | None = None
    publisher: Term | None = None
    precision: Decimal = Decimal(1)


@dataclass(frozen=True)
class Lines:
    """The rows that the computed values of the asked fiscal years sum; of one year, where one is asked.

    `year` is the fiscal year in which a row counts, or the set of those; what it says of years that are not asked is
    nothing. `amount` is what one row counts (1, a field, an expression). `origins` tells by year and record (the
    family's `by`; "" is the total) what the rows share. With `to_date`, a year counts what earlier ones count, too.
    """

    rows: QuerySet[Any]
    year: Expression | F
    amount: int | str | Expression = 1
    origins: Mapping[int, Mapping[str, Origin]] = field(default_factory=dict)
    to_date: bool = False


@dataclass(frozen=True)
class Family:
    """Figures computed from the rows of one question: a total and, with `by`, one per record pointed to.

    `ask` gets all the fiscal years at once and answers with the lines of all of them, in a bounded number of queries;
    a year without a line has no answer (`counting.py` has the usual ways to count). `rows` are all rows, of every
    year; `year` is the field that tells theirs (a fiscal year, a date or a partial one; empty for stocks and for what
    lasts over years). One that is not `listed` answers where its code is asked for, and stands in no list of all
    figures.
    `by_label` and `by_definition` have a place for {name}. `related`, `search`, `title` and `when` say how
    a row reads as a line of the evidence; `title` is told which records the reader may see, and names no
    other.
    """

    code: str
    label: Localised
    definition: Localised
    unit: CountedUnit
    kind: FigureKind
    ask: Ask
    rows: Callable[[], QuerySet[Any]]
    version: int = 1
    position: int = 0
    year: str = ""
    by: str = ""
    by_title: str = ""
    by_label: Localised = field(default_factory=Localised)
    by_definition: Localised = field(default_factory=Localised)
    related: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    title: Callable[[Any, Sees], Localised] | None = None
    when: str = ""
    listed: bool = True

    def group_of(self, code: str) -> str | None:
        """Return the slug inside a code of this family, "" for the total, None for another family's code."""
        if code == self.code:
            return ""
        prefix = f"{self.code}."
        return code.removeprefix(prefix) or None if self.by and code.startswith(prefix) else None


@dataclass(frozen=True)
class FigureDefinition:
    """What is counted. `family` answers from records, or is None where only stated values exist."""

    code: str
    label: Localised
    definition: Localised
    unit: CountedUnit
    kind: FigureKind
    version: int = 1
    public: bool = True
    held: Holding = COMMON
    position: int = 0
    family: Family | None = None
    group: str = ""


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
    document_public: bool = True
    definition_version: int = 1
    held: Holding = COMMON
    document_held: Holding = COMMON


@dataclass(frozen=True)
class Choice:
    """Which value is printed, and who chose it. The sentence is for staff unless `public`."""

    prints: str
    publisher: str
    chosen_by: str
    explanation: Localised
    public: bool = True
    held: Holding = COMMON


@dataclass(frozen=True)
class Version:
    """A definition as it stood: the last wording of one version."""

    version: int
    label: Localised
    definition: Localised
    since: dt.datetime | None
    public: bool = True
    held: Holding = COMMON


Codes = frozenset[str] | None
FamilySource = Callable[[], Iterable[Family]]
DefinitionProvider = Callable[[Codes, dt.date], Iterable[FigureDefinition]]
StatedProvider = Callable[[Codes, Sequence[int] | None, dt.date], Iterable[tuple[str, Stated]]]
ChoiceProvider = Callable[[Codes, Sequence[int] | None, dt.date], Iterable[tuple[str, int, Choice]]]
VersionProvider = Callable[[str, dt.date], Iterable[Version]]


class YearProvider(Protocol):
    def __call__(self, *, actor: Actor, at: dt.date) -> Iterable[int]: ...


_families: dict[str, Family] = {}
_family_sources: list[FamilySource] = []
_definitions: list[DefinitionProvider] = []
_stated: list[StatedProvider] = []
_choices: list[ChoiceProvider] = []
_years: list[YearProvider] = []
_versions: list[VersionProvider] = []


def register_families(*families: Family) -> None:
    """Register figures that are computed from records."""
    for family in families:
        _families[family.code] = family


def register_family_source(source: FamilySource) -> FamilySource:
    """Register who makes families of rows of a table; asked once per question, in a bounded number of queries."""
    _family_sources.append(source)
    return source


def register_definitions(provider: DefinitionProvider) -> DefinitionProvider:
    """Register who names figures by rows of a table; asked by codes (None: all) and the day of asking."""
    _definitions.append(provider)
    return provider


def register_stated(provider: StatedProvider) -> StatedProvider:
    """Register who knows stated values, by codes (None: all) and fiscal years (None: all), in one query."""
    _stated.append(provider)
    return provider


def register_choices(provider: ChoiceProvider) -> ChoiceProvider:
    """Register who knows the recorded choices, by codes and fiscal years, in one query."""
    _choices.append(provider)
    return provider


def register_years(provider: YearProvider) -> YearProvider:
    """Register who knows further fiscal years with values, of those that the actor may see."""
    _years.append(provider)
    return provider


def register_versions(provider: VersionProvider) -> VersionProvider:
    """Register who remembers the earlier wordings of a figure's definition."""
    _versions.append(provider)
    return provider


def declared_families() -> tuple[Family, ...]:
    """Return the families that the code declares, without those made of rows."""
    return tuple(_families.values())


def families() -> tuple[Family, ...]:
    return tuple(_families.values())


def made_families() -> tuple[Family, ...]:
    """Return the families that rows of tables make; asks the database."""
    return tuple(family for source in _family_sources for family in source())


def family_of(code: str) -> Family | None:
    """Return the family that computes a code, if any does."""
    return next((family for family in _families.values() if family.group_of(code) is not None), None)


def definition_providers() -> tuple[DefinitionProvider, ...]:
    return tuple(_definitions)


def stated_providers() -> tuple[StatedProvider, ...]:
    return tuple(_stated)


def choice_providers() -> tuple[ChoiceProvider, ...]:
    return tuple(_choices)


def year_providers() -> tuple[YearProvider, ...]:
    return tuple(_years)


def version_providers() -> tuple[VersionProvider, ...]:
    return tuple(_versions)
