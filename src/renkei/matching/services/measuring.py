"""The quality of matching is measured and kept, month by month, for every version of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.notices.hours import day_of
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require
from renkei.matching.models import Match, QualityMeasure
from renkei.matching.quality import of_month, present_quality
from renkei.matching.texts import matched

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.matching.process.client import MatcherClient


def measure(
    *, actor: Actor, at: dt.datetime, client: MatcherClient, of: dt.date | None = None
) -> QualityMeasure:
    """Measure the engine of now by all judgements of the cluster and keep it for the month `of` (else that of `at`).

    What was measured before in the same month with the same version is replaced, where anything is different. Counts
    of everybody's judgements are kept, no need and no seed. Effects: a row of QualityMeasure, history.
    Raises RuleBroken("permission.refused"), MatchingUnavailable.
    """
    require(actor, Verb.ADD, kind_of("match"))
    month = (of or day_of(at)).replace(day=1)
    found = list(Match.objects.order_by("judged_on", "pk"))
    present = present_quality(found, only=sorted(matched("seed").values_list("pk", flat=True)), client=client)
    tally = of_month(found, month, present.version.said)
    values: dict[str, Any] = {
        "accepted": tally.accepted,
        "first_five": tally.first_five,
        "own": tally.own,
        "rejected": tally.rejected,
        "nothing": tally.nothing,
        "reasons": dict(sorted(tally.reasons.items())),
        "needs": present.needs,
        "found_five": present.first_five,
        "ndcg": round(present.ndcg, 4) if present.needs else None,
        "missed": present.missed,
        "without": present.nothing,
        "without_found": present.nothing_found,
    }
    with journal(actor=actor, action="measure matching"):
        kept, new = QualityMeasure.objects.select_for_update().get_or_create(
            month=month, version=present.version.said, defaults={**values, "measured_at": at}
        )
        if not new and any(getattr(kept, name) != value for name, value in values.items()):
            for name, value in {**values, "measured_at": at}.items():
                setattr(kept, name, value)
            kept.save()
    return kept
