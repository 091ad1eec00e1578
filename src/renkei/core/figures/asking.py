"""From question to answer: definitions, stated values, computed values and choices brought together.

The number of queries does not depend on the number of figures or of years.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from renkei.core.accounts.actors import Actor
from renkei.core.accounts.permissions import EVERY, Verb, may
from renkei.core.figures.answers import Computed, FigureAnswer, MoneyStyle
from renkei.core.figures.choosing import Pick, contradicts, difference, visible_pick
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import (
    Choice,
    Codes,
    Family,
    FigureDefinition,
    Origin,
    Scope,
    Stated,
    choice_providers,
    definition_providers,
    families,
    stated_providers,
    year_providers,
)
from renkei.core.figures.tallies import Tally, questions, tally, years_of
from renkei.core.publication.selectors import public_on
from renkei.core.records.cluster import Cluster
from renkei.kernel.fiscal import FIRST_YEAR, LAST_YEAR, FiscalYear
from renkei.kernel.localised import Localised
from renkei.kernel.money import CURRENCIES, JPY, DisplayUnit

_DISPLAY = {"one": DisplayUnit.YEN, "thousand": DisplayUnit.THOUSAND, "million": DisplayUnit.MILLION}


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
    years = sorted({year for year in fiscal_years if FIRST_YEAR <= year <= LAST_YEAR})
    if not years or codes == frozenset():
        return {}
    settings = _settings()
    scopes = {year: Scope(year, FiscalYear(year, settings.first_month).period, at) for year in years}
    sees_all = may(actor, Verb.VIEW, EVERY)
    found: dict[int, dict[str, FigureAnswer]] = {year: {} for year in years}
    for known in _known(list(scopes.values()), codes, at):
        answer = _answer(known, settings.money, sees_all=sees_all)
        if answer is not None:
            found[known.scope.fiscal_year][answer.code] = answer
    return {year: dict(sorted(by_code.items(), key=_place)) for year, by_code in found.items()}


def years_with_values(*, actor: Actor, at: dt.date) -> list[int]:
    """Return the fiscal years for which the actor may see values."""
    sees_all = may(actor, Verb.VIEW, EVERY)
    years = years_of(families(), at, _settings().first_month, sees_all=sees_all)
    for provider in year_providers():
        years |= set(provider(sees_all, at))
    return sorted(years)


def _settings() -> _Settings:
    cluster = Cluster.objects.order_by("slug").first()
    if cluster is None:
        return _Settings(4, MoneyStyle())
    currency = CURRENCIES.get(cluster.currency, JPY)
    return _Settings(cluster.first_month, MoneyStyle(currency, _DISPLAY[cluster.money_unit]))


def _known(scopes: list[Scope], codes: Codes, at: dt.date) -> Iterable[_Known]:
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
    counted, computed = _computed(scopes, codes, at, named)
    definitions = counted | named
    by_year = {scope.fiscal_year: scope for scope in scopes}
    for code, year in sorted(stated.keys() | computed.keys()):
        if code in definitions:
            value = computed.get((code, year))
            yield _Known(
                definitions[code],
                by_year[year],
                tuple(stated.get((code, year), ())),
                value.computed if value else None,
                value.asked.lines.origins.get(value.group, Origin()) if value else Origin(),
                choices.get((code, year)),
            )


def _computed(
    scopes: list[Scope], codes: Codes, at: dt.date, named: dict[str, FigureDefinition]
) -> tuple[dict[str, FigureDefinition], dict[tuple[str, int], Tally]]:
    """Return the definitions of what was computed, and the values; `named` definitions learn their family."""
    tallies = list(tally(questions(families(), scopes, codes), at))
    records = _records(tallies, at)
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
        values[code, one.asked.fiscal_year] = one
    return definitions, values


def _records(tallies: Iterable[Tally], at: dt.date) -> dict[tuple[str, str], tuple[Localised, bool]]:
    """Return the name and publicity of the records that figures are grouped by; one query per kind of record."""
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
        public = set(manager.filter(public_on(at), pk__in=slugs).values_list("pk", flat=True))
        for slug, name in manager.filter(pk__in=slugs).values_list("pk", title):
            found.update({(code, slug): (name, slug in public) for code in set(codes)})
    return found


def _definition(
    family: Family, code: str, group: str, records: Mapping[tuple[str, str], tuple[Localised, bool]]
) -> FigureDefinition:
    name, public = records.get((family.code, group), (Localised(), True))
    return FigureDefinition(
        code=code,
        label=family.by_label.filled(name=name) if group else family.label,
        definition=family.by_definition.filled(name=name) if group else family.definition,
        unit=family.unit,
        kind=family.kind,
        version=family.version,
        public=public,
        position=family.position,
        family=family,
        group=group,
    )


def _answer(known: _Known, money: MoneyStyle, *, sees_all: bool) -> FigureAnswer | None:
    if not (sees_all or known.definition.public):
        return None
    picked = visible_pick(known.stated, known.computed, known.choice, sees_all=sees_all)
    if picked is None:
        return None
    stated = tuple(sorted(_visible(known.stated, sees_all=sees_all), key=lambda one: one.publisher.code))
    choice = known.choice if known.choice and (sees_all or known.choice.public) else None
    explanation = choice.explanation if choice else Localised()
    beside = picked.stated or next(iter(stated), None)
    apart = difference(beside, known.computed, known.definition.unit)
    # a difference is shown to strangers once somebody has explained it
    hidden = not sees_all and apart is not None and not explanation
    public = sees_all or known.computed is None or known.computed.public_lines > 0
    computed = known.computed if public and not (hidden and picked.stated) else None
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
        **_value(picked, known),
    )


def _value(picked: Pick, known: _Known) -> dict[str, object]:
    if picked.stated is not None:
        one = picked.stated
        return {
            "prints": "stated",
            "state": one.state,
            "value": one.value,
            "precision": one.precision,
            "as_of": one.as_of,
            "basis": one.basis,
            "publisher": one.publisher,
            "version": one.definition_version,
        }
    family, computed = known.definition.family, known.computed
    return {
        "prints": "computed",
        "state": "exact",
        "value": computed.value if computed else None,
        "precision": known.origin.precision,
        "as_of": None if known.definition.kind == FigureKind.FLOW else known.scope.day,
        "basis": known.origin.basis,
        "publisher": known.origin.publisher,
        "version": family.version if family else known.definition.version,
    }


def _visible(stated: Iterable[Stated], *, sees_all: bool) -> Iterable[Stated]:
    for one in stated:
        if sees_all or (one.public and one.document_public):
            yield one
        elif one.public:
            yield replace(one, document="", document_title=Localised())


def _place(item: tuple[str, FigureAnswer]) -> tuple[int, str]:
    return item[1].definition.position, item[0]
