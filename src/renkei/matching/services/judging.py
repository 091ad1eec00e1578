"""What people say of suggestions: a seed fits, does not fit and why, nothing fits. Changed, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.core.records.services import add_record, change_record, withdraw_record
from renkei.kernel.errors import RuleBroken
from renkei.kernel.identifiers import refuse_individual_numbers
from renkei.kernel.localised import Localised
from renkei.matching.engine.trouble import MatchingUnavailable
from renkei.matching.enums import RejectionReason, Verdict
from renkei.matching.models import Match, Need
from renkei.matching.services.records import free_slug, holding_values
from renkei.matching.suggest import place_of

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.matching.models import Seed
    from renkei.matching.process.client import MatcherClient

_NO_REASON = Localised.both("合わない理由を選んでください。", "Please choose why it does not fit.")
_HAS_FITTING = Localised.both(
    "合うとしたシーズがあります。先にその判断を変えてください。",
    "A seed was said to fit this need. Please change that judgement first.",
)
_SAID_NOTHING = "合うシーズが見つかった / a fitting seed was found"


def judge(
    *,
    actor: Actor,
    need: Need,
    seed: Seed,
    verdict: str,
    reason: str = "",
    note: Localised | None = None,
    at: dt.datetime,
    client: MatcherClient,
) -> Match:
    """Say that a seed fits a need or does not, or say it anew. Held as the need is.

    Rank, band and version of the suggestion are kept with it; where the matcher is down they stay as they were.
    Effects: the judgement, history; what was said of no seed fitting is taken back by one that fits.
    Raises RuleBroken("permission.refused"), ("match.reason_missing"); RecordRefused.
    """
    if verdict == Verdict.REJECTED and reason not in RejectionReason.values:
        raise RuleBroken("match.reason_missing", _NO_REASON)
    author = require_on(actor, Verb.ADD, kind_of("match"), need.holding())
    values: dict[str, Any] = {
        "verdict": Verdict(verdict),
        "reason": reason if verdict == Verdict.REJECTED else "",
        "note": note or Localised(),
        "judged_by": author.name,
        "judged_on": at.date(),
        **_shown(need, seed, actor, at, client),
    }
    with journal(actor=author, action="judge match"):
        Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
        if verdict == Verdict.ACCEPTED:
            for said in Match.objects.filter(need=need, seed=None):
                _withdraw(said, actor, _SAID_NOTHING)
        return _kept(actor, need, seed, at, values)


def say_nothing_fits(
    *, actor: Actor, need: Need, note: Localised | None = None, at: dt.datetime, version: str = ""
) -> Match:
    """Say that no seed fits a need, so that it is known and asked elsewhere. Effects: the judgement, history.

    Raises RuleBroken("permission.refused"), ("match.has_fitting") where one was said to fit.
    """
    author = require_on(actor, Verb.ADD, kind_of("match"), need.holding())
    refuse_individual_numbers(*(note or Localised()).values())
    with journal(actor=author, action="say nothing fits"):
        Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
        if Match.objects.filter(need=need, verdict=Verdict.ACCEPTED).exists():
            raise RuleBroken("match.has_fitting", _HAS_FITTING)
        values: dict[str, Any] = {
            "verdict": Verdict.NOTHING,
            "note": note or Localised(),
            "judged_by": author.name,
            "judged_on": at.date(),
            "manifest": version,
        }
        return _kept(actor, need, None, at, values)


def take_back(*, actor: Actor, match: Match, reason: str = "") -> None:
    """Take a judgement back; the history keeps it. Raises RuleBroken("permission.refused"), ("record.stale")."""
    _withdraw(match, actor, reason)


def _kept(actor: Actor, need: Need, seed: Seed | None, at: dt.datetime, values: dict[str, Any]) -> Match:
    """Write a judgement down, in place of the one there is of the same pair."""
    known = Match.objects.select_for_update(of=("self",)).filter(need=need, seed=seed).first()
    kind = kind_of("match")
    if known is None:
        slug = free_slug(Match, f"match-{at:%Y%m%d}")
        given = {"slug": slug, "need": need, "seed": seed, **values, **holding_values(need)}
        return cast("Match", add_record(actor=actor, kind=kind, values=given, reason=""))
    changed = change_record(
        actor=actor, kind=kind, slug=known.pk, revision=known.revision, values=values, reason=""
    )
    return cast("Match", changed)


def _withdraw(match: Match, actor: Actor, reason: str) -> None:
    withdraw_record(actor=actor, kind=kind_of("match"), slug=match.pk, revision=match.revision, reason=reason)


def _shown(need: Need, seed: Seed, actor: Actor, at: dt.datetime, client: MatcherClient) -> dict[str, Any]:
    try:
        rank, band, version = place_of(need, seed, actor=actor, at=at, client=client)
    except MatchingUnavailable:
        return {}
    return {"rank": rank, "band": band, "manifest": version}
