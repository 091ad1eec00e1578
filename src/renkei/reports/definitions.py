"""Which reports there are: their sections are blocks of the contexts, named as in the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from renkei.core.blocks.request import Conventions
from renkei.kernel.localised import Localised

Words = Callable[[int, Conventions], Localised]


@dataclass(frozen=True)
class SectionDefinition:
    """A block as a section, `years_later` than the report; no title where the block begins with a heading."""

    id: str
    block: str
    title: Words | None = None
    years_later: int = 0
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportDefinition:
    """`year_block` knows for which years there is such a report. `totals` are figures with their years_later."""

    kind: str
    title: Words
    sections: tuple[SectionDefinition, ...]
    year_block: str
    totals: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def _words(japanese: str, english: str, style: str = "FY") -> Words:
    """Return a title with places for {year} and {next}."""

    def make(year: int, conventions: Conventions) -> Localised:
        names = [
            Localised({language: conventions.year(each, language, style) for language in ("ja", "en")})
            for each in (year, year + 1)
        ]
        return Localised.both(japanese, english).filled(year=names[0], next=names[1])

    return make


YEARLY = ReportDefinition(
    kind="yearly",
    title=_words("{year}の実績と{next}の取組", "Results of {year} and undertakings of {next}"),
    sections=(
        SectionDefinition(
            "structure", "governance.structure", _words("推進体制", "How the work is organised")
        ),
        SectionDefinition(
            "results",
            "budgets.pillars",
            _words("{year}の実績", "Results of {year}"),
            params={"side": "results"},
        ),
        SectionDefinition(
            "plan",
            "budgets.pillars",
            _words("{year}の取組", "Undertakings of {year}"),
            years_later=1,
            params={"side": "plan"},
        ),
        SectionDefinition("amounts", "budgets.amounts_table", _words("金額", "Amounts")),
    ),
    year_block="budgets.pillars",
    totals={"actual": ("budgets.actual", 0), "budget": ("budgets.budget", 1)},
)
PARTNERSHIP = ReportDefinition(
    kind="partnership",
    title=_words("{year}の連携の取組", "Partnership in {year}", style="AY"),
    sections=(SectionDefinition("partnership", "catalogue.partnership"),),
    year_block="catalogue.partnership",
)
DEFINITIONS = {definition.kind: definition for definition in (YEARLY, PARTNERSHIP)}
