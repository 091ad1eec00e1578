"""From question to answer: definitions, stated values, computed values and choices brought together.

The number of queries does not depend on the number of figures or of years.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from renkei.core.accounts.reach import COMMON, Holding
from renkei.core.figures.answers import Computed, FigureAnswer, MoneyStyle
from renkei.core.figures.choosing import Pick, contradicts, difference, visible_pick
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.eyes import Eyes
from renkei.core.figures.registry import (
    Choice,
    Codes,
    Family,
    FigureDefinition,
    Origin,
    Scope,
    Stated,
    Term,
    choice_providers,
    definition_providers,
    families,
    made_families,
    stated_providers,
    year_providers,
)
from renkei.core.figures.tallies import Tally, questions, tally, years_of
from renkei.core.publication.selectors import is_public
from renkei.core.publication.words import NOT_PUBLIC
from renkei.core.records.selectors import stored_cluster
from renkei.kernel.fiscal import FIRST_YEAR, LAST_YEAR, FiscalYear
from renkei.kernel.localised import Localised
from renkei.kernel.money import CURRENCIES, JPY, DisplayUnit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from renkei.core.accounts.actors import Actor

_DISPLAY = {"one": DisplayUnit.YEN, "thousand": DisplayUnit.THOUSAND, "million": DisplayUnit.MILLION}
_SEEN_BY = ("publication", "public_from", "public_until", "holder", "holder_unit", "shared_with")


@dataclass(frozen=True)
class _Settings:
    first_month: int
    money: MoneyStyle


@dataclass(frozen=True)
class _Known:
    """All that is known of one figure in one year, before it is decided what the reader sees."""

    definition: FigureDefinition
    scope: Scope
    stated: tuple[Stated, ...]
    computed: Computed | None
    origin: Origin
    choice: Choice | None


def ask(
    fiscal_years: Sequence[int], codes: Codes, *, actor: Actor, at: dt.date
) -> dict[int, dict[str, FigureAnswer]]:
    """Return the figures of some fiscal years that the actor may see, by year and code."""
    book = book_of(fiscal_years, codes, actor=actor, at=at)
    found: dict[int, dict[str, FigureAnswer]] = {year: {} for year in book.years}
    for code, year in book.pairs:
        answer = book.answer(code, year)
        if answer is not None:
            found[year][code] = answer
    return {year: dict(sorted(by_code.items(), key=_place)) for year, by_code in found.items()}


class Book:
    """The figures of some codes and fiscal years for one reader; an answer is put together when it is looked up."""

    def __init__(self, years: Sequence[int], known: Iterable[_Known], money: MoneyStyle, eyes: Eyes) -> None:
        self.years = years
        self._known = {(each.definition.code, each.scope.fiscal_year): each for each in known}
        self._money, self._eyes = money, eyes

    @property
    def pairs(self) -> Iterable[tuple[str, int]]:
        """The codes and years of which something is known, whether or not the reader may see it."""
        return self._known.keys()

    def answer(self, code: str, fiscal_year: int) -> FigureAnswer | None:
        known = self._known.get((code, fiscal_year))
        return None if known is None else _answer(known, self._money, self._eyes)

    def past(self, code: str) -> list[FigureAnswer]:
        """Return one figure of all years, oldest first."""
        found = (self.answer(code, year) for year in self.years)
        return [each for each in found if each is not None]


def book_of(fiscal_years: Iterable[int], codes: Codes, *, actor: Actor, at: dt.date) -> Book:
    """Ask for some figures and fiscal years; a fixed number of queries, however many there are."""
    eyes = Eyes(actor, at)
    years = sorted({year for year in fiscal_years if FIRST_YEAR <= year <= LAST_YEAR})
    if not years or codes == frozenset():
        return Book([], (), MoneyStyle(), eyes)
    settings = _settings()
    scopes = [Scope(year, FiscalYear(year, settings.first_month).period, at) for year in years]
    return Book(years, _known(scopes, codes, eyes), settings.money, eyes)


def years_with_values(*, actor: Actor, at: dt.date, codes: Codes = None) -> list[int]:
    """Return the fiscal years for which the actor may see values; with `codes`, those that are worth asking for them.

    What happens in a year is told by the years of its own rows. What is there at the end of one may last beyond them:
    then all years are worth asking.
    """
    those = _families_of(codes)
    if not all(family.year and family.kind is FigureKind.FLOW for family in those):
        those = families()
    years = years_of(those, _settings().first_month, Eyes(actor, at))
    for provider in year_providers():
        years |= set(provider(actor=actor, at=at))
    return sorted(years)


def _families_of(codes: Codes) -> tuple[Family, ...]:
    if codes is None:
        return families()
    return tuple(each for each in families() if any(each.group_of(code) is not None for code in codes))


def _settings() -> _Settings:
    cluster = stored_cluster()
    if cluster is None:
        return _Settings(4, MoneyStyle())
    currency = CURRENCIES.get(cluster.currency, JPY)
    return _Settings(cluster.first_month, MoneyStyle(currency, _DISPLAY[cluster.money_unit]))


def _known(scopes: list[Scope], codes: Codes, eyes: Eyes) -> Iterable[_Known]:
    at = eyes.at
    years = [scope.fiscal_year for scope in scopes]
    named = {one.code: one for provider in definition_providers() for one in provider(codes, at)}
    stated: dict[tuple[str, int], list[Stated]] = defaultdict(list)
    for given in stated_providers():
        for code, value in given(codes, years, at):
            stated[code, value.fiscal_year].append(value)
    choices = {
        (code, year): choice
        for chosen in choice_providers()
        for code, year, choice in chosen(codes, years, at)
    }
    grouped, computed = _computed(scopes, codes, eyes, named)
    definitions = grouped | named
    by_year = {scope.fiscal_year: scope for scope in scopes}
    for code, year in sorted(stated.keys() | computed.keys()):
        if code in definitions:
            counted = computed.get((code, year))
            yield _Known(
                definitions[code],
                by_year[year],
                tuple(stated.get((code, year), ())),
                counted.computed if counted else None,
                counted.origin if counted else Origin(),
                choices.get((code, year)),
            )


def _computed(
    scopes: list[Scope], codes: Codes, eyes: Eyes, named: dict[str, FigureDefinition]
) -> tuple[dict[str, FigureDefinition], dict[tuple[str, int], Tally]]:
    """Return the definitions of what was computed, and the values; `named` definitions learn their family."""
    tallies = list(tally(questions((*families(), *made_families()), scopes, codes), eyes))
    records = _records(tallies, eyes)
    definitions: dict[str, FigureDefinition] = {}
    values: dict[tuple[str, int], Tally] = {}
    for one in tallies:
        family = one.asked.family
        code = f"{family.code}.{one.group}" if one.group else family.code
        given = named.get(code)
        if given is not None and (given.unit, given.kind) != (family.unit, family.kind):
            continue  # another thing is counted under this code: never compared, never mixed
        if given is not None:
            named[code] = replace(given, family=family, group=one.group)
        elif code not in definitions:
            definitions[code] = _definition(family, code, one.group, records)
        values[code, one.fiscal_year] = one
    return definitions, values


def _records(tallies: Iterable[Tally], eyes: Eyes) -> dict[tuple[str, str], tuple[Localised, bool, Holding]]:
    """Return name, publicity and holder of the records that figures are grouped by, in one query per kind."""
    wanted: dict[type, tuple[str, set[str], list[str]]] = {}
    for one in tallies:
        if one.group:
            model = one.asked.lines.rows.model._meta.get_field(one.asked.family.by).related_model
            _, slugs, codes = wanted.setdefault(model, (one.asked.family.by_title, set(), []))
            slugs.add(one.group)
            codes.append(one.asked.family.code)
    found = {}
    for model, (title, slugs, codes) in wanted.items():
        manager = model._default_manager  # type: ignore[attr-defined]
        for record in manager.filter(pk__in=slugs).only(title, *_SEEN_BY):
            named = getattr(record, title), is_public(record, eyes.at), record.holding()
            found.update({(code, record.pk): named for code in set(codes)})
    return found


def _definition(
    family: Family, code: str, group: str, records: Mapping[tuple[str, str], tuple[Localised, bool, Holding]]
) -> FigureDefinition:
    name, public, held = records.get((family.code, group), (Localised(), True, COMMON))
    return FigureDefinition(
        code=code,
        label=family.by_label.filled(name=name) if group else family.label,
        definition=family.by_definition.filled(name=name) if group else family.definition,
        unit=family.unit,
        kind=family.kind,
        version=family.version,
        public=public,
        held=held,
        position=family.position,
        family=family,
        group=group,
    )


def _answer(known: _Known, money: MoneyStyle, eyes: Eyes) -> FigureAnswer | None:
    if not eyes.see(public=known.definition.public, held=known.definition.held):
        return None
    picked = visible_pick(known.stated, known.computed, known.choice, eyes)
    if picked is None:
        return None
    stated = tuple(sorted(_visible(known.stated, eyes), key=lambda one: one.publisher.code))
    choice = (
        known.choice
        if known.choice and eyes.see(public=known.choice.public, held=known.choice.held)
        else None
    )
    explanation = choice.explanation if choice else Localised()
    beside = picked.stated or next(iter(stated), None)
    apart = difference(beside, known.computed, known.definition.unit)
    # a difference is shown to strangers once somebody has explained it
    hidden = not eyes.of_staff and apart is not None and not explanation
    counted = eyes.everything or known.computed is None or known.computed.seen_lines > 0
    computed = known.computed if counted and not (hidden and picked.stated) else None
    value = _value(picked, known)
    return FigureAnswer(
        definition=known.definition,
        fiscal_year=known.scope.fiscal_year,
        period=known.scope.period,
        money=money,
        computed=computed,
        stated=stated,
        choice=choice,
        explanation=explanation,
        difference=apart if computed and not hidden else None,
        contradicts=contradicts(stated, known.definition.unit),
        prints=value.prints,
        state=value.state,
        value=value.value,
        precision=value.precision,
        as_of=value.as_of,
        basis=value.basis,
        publisher=value.publisher and _named(value.publisher, eyes),
        version=value.version,
    )


def _named(term: Term, eyes: Eyes) -> Term:
    return term if eyes.see(public=term.public, held=term.held) else replace(term, label=NOT_PUBLIC)


class _Value(NamedTuple):
    prints: str
    state: str
    value: Decimal | None
    precision: Decimal
    as_of: dt.date | None
    basis: Term | None
    publisher: Term | None
    version: int


def _value(picked: Pick, known: _Known) -> _Value:
    one, family, computed = picked.stated, known.definition.family, known.computed
    if one is not None:
        return _Value(
            "stated",
            one.state,
            one.value,
            one.precision,
            one.as_of,
            one.basis,
            one.publisher,
            one.definition_version,
        )
    return _Value(
        "computed",
        "exact",
        computed.value if computed else None,
        known.origin.precision,
        None if known.definition.kind == FigureKind.FLOW else known.scope.day,
        known.origin.basis,
        known.origin.publisher,
        family.version if family else known.definition.version,
    )


def _visible(stated: Iterable[Stated], eyes: Eyes) -> Iterable[Stated]:
    for one in stated:
        if eyes.everything:
            yield one
        elif eyes.see(public=one.public, held=one.held):
            told = replace(one, publisher=_named(one.publisher, eyes))
            named = eyes.see(public=one.document_public, held=one.document_held)
            yield told if named else replace(told, document="", document_title=Localised())


def _place(item: tuple[str, FigureAnswer]) -> tuple[int, str]:
    return item[1].definition.position, item[0]
