"""Next year's draft: the plan carried over, and a round for the figures that are missing, as one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.budgets.carrying import Carrying, prepared, targets, write
from renkei.budgets.enums import Side
from renkei.core.accounts.permissions import Verb, acting, may_everywhere
from renkei.core.blocks.request import Conventions
from renkei.core.history.journal import journal
from renkei.core.tables.load import alone
from renkei.core.tables.slugs import free_slug
from renkei.core.tables.trouble import explained
from renkei.core.tables.undo import Undoable, let_undo
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.definitions import definition_of
from renkei.reports.rules import settings
from renkei.reports.service import required
from renkei.reports.wanted import Wanted, moved_pairs, named_pairs, wanted
from renkei.rounds.models import Owner, Question, Round
from renkei.rounds.services import ask, make_round

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor
    from renkei.reports.definitions import ReportDefinition

CARRY = "carry over to next year"
NEEDED = ((Verb.ADD, "measure"), (Verb.ADD, "item"), (Verb.CHANGE, "round"))
_REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")
_KIND = Localised.both(
    "来年度の下書きは、実績と計画の節のある報告からつくれます（{kind}）。",
    "Next year's draft is made from a report with results and a plan; this one has not both ({kind}).",
)
_ROUND = {
    Side.RESULTS: Localised.both("{year}の実績の照会", "Results of {year}: figures asked for"),
    Side.PLAN: Localised.both("{year}の取組の照会", "Undertakings of {year}: figures asked for"),
}

let_undo(CARRY, Undoable("undo carrying over", (Verb.WITHDRAW,), lambda _: (Round, Owner, Question)))


@dataclass(frozen=True)
class NextYear:
    """What one press makes for the report of `year`: copies of the plan, and rounds for the missing figures."""

    kind: str
    year: int
    carrying: Carrying
    missing: tuple[Wanted, ...]

    @property
    def asked(self) -> tuple[Wanted, ...]:
        return tuple(each for each in self.missing if each.can_be_asked)

    @property
    def is_empty(self) -> bool:
        return self.carrying.is_empty and not self.asked


def may_make(actor: Actor) -> bool:
    """Tell whether the actor may make a draft: add measures and items everywhere, and change rounds."""
    return all(may_everywhere(actor, verb, kind) for verb, kind in NEEDED)


def has_both_sides(definition: ReportDefinition | None) -> bool:
    """Tell whether a report tells of the results of its year and the plan of the next."""
    return definition is not None and {(Side.RESULTS, 0), (Side.PLAN, 1)} <= told_sides(definition)


def told_sides(definition: ReportDefinition) -> set[tuple[Side, int]]:
    """Return the sides of the plan that a report tells, each with how many years later than its own."""
    found = {
        (settings(piece.settings).get("side", ""), piece.years_later)
        for section in definition.sections
        for piece in section.pieces
    }
    return {(Side(side), later) for side, later in found if side in Side.values}


def next_year(year: int, kind: str, *, actor: Actor, at: dt.date) -> NextYear:
    """Return what a press on the report of `year` would make for the year after. Writes nothing.

    Raises RuleBroken("permission.refused"), ("draft.kind"), ("report.not_found").
    """
    if not may_make(actor):
        raise RuleBroken("permission.refused", _REFUSED)
    if not has_both_sides(definition_of(kind, actor=actor, at=at)):
        raise RuleBroken("draft.kind", _KIND.filled(kind=kind))
    earlier = required(year, kind, language="ja", actor=actor, at=at)
    carrying = prepared(year + 1)
    pairs = moved_pairs(earlier, year + 1) | named_pairs([*carrying.items, *carrying.standing])
    missing = wanted(pairs, year + 1, actor=actor, at=at)
    return NextYear(kind, year + 1, carrying, tuple(missing))


def make_next_year(year: int, kind: str, *, actor: Actor, at: dt.date, due_on: dt.date) -> str:
    """Make next year's draft of a report as one act; return the act, or an empty text where nothing was left to do.

    Effects: measures and items, not public; draft rounds, due on `due_on`, that ask the owners of missing figures.
    What stands already stays as it is. Raises as `next_year`, RecordRefused, RuleBroken("load.busy").
    """
    author = acting(actor, Verb.ADD, "item")
    about = {"report": kind, "year": str(year + 1)}
    with explained(), journal(actor=author, action=CARRY, about=about) as act:
        alone()
        found = next_year(year, kind, actor=actor, at=at)
        if found.is_empty:
            return ""
        write(found.carrying)
        _ask(found, actor, due_on)
    return str(act)


def _ask(found: NextYear, actor: Actor, due_on: dt.date) -> None:
    for side, year, by_owner in rounds_of(found):
        asked = _taking_questions(f"{found.kind}-{year}-{side.value}") or make_round(
            actor=actor,
            slug=free_slug(
                f"{found.kind}-{year}-{side.value}", set(Round.objects.values_list("pk", flat=True))
            ),
            title=round_title(side, year),
            fiscal_year=year,
            due_on=due_on,
        )
        for organisation, codes in by_owner.items():
            ask(actor=actor, asked=asked, organisation=organisation, indicators=codes)


def _taking_questions(slug: str) -> Round | None:
    """Return the round of an earlier press, where it is still possible to ask more in it."""
    return Round.objects.filter(pk=slug, state__in=["draft", "open"]).first()


def rounds_of(found: NextYear) -> Iterator[tuple[Side, int, dict[str, list[str]]]]:
    """Yield side, fiscal year, and what is asked of whom: one round for the results, one for the plan."""
    for side, year in targets(found.year):
        by_owner: dict[str, list[str]] = {}
        for each in found.asked:
            if each.fiscal_year == year and each.owner is not None:
                by_owner.setdefault(each.owner.pk, []).append(each.code)
        if by_owner:
            yield side, year, by_owner


def round_title(side: Side, year: int) -> Localised:
    conventions = Conventions.of_cluster()
    said = Localised({language: conventions.year(year, language) for language in ("ja", "en")})
    return _ROUND[side].filled(year=said)
