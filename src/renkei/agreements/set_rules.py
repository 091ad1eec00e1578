"""Rules of agreements that several rows keep together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from renkei.agreements.models import Agreement
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws

_EARLIER = Localised.both("同じ系列の、より前の期の協定", "an earlier agreement of the same family")


def predecessors_that_are_none(rows: QuerySet[Agreement]) -> SetFlaws:
    """Yield agreements whose predecessor is of another family, or does not come before."""
    near = Agreement.objects.filter(Q(pk__in=rows.values("pk")) | Q(predecessor__in=rows.values("pk")))
    wrong = (
        ~Q(predecessor__family=F("family"))
        | Q(predecessor__term_number__gte=F("term_number"))
        | Q(predecessor__term__startswith__gte=F("term__startswith"))
        | Q(predecessor__signed_on__gte=F("signed_on"))
    )
    for agreement in near.filter(wrong, predecessor__isnull=False).order_by("pk"):
        flaw = RuleBroken("agreement.predecessor", _EARLIER, found=agreement.predecessor_id)
        yield agreement.pk, "predecessor", flaw
