"""What holds between a venture and its company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from renkei.core.publication.models import PublicationState
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws
    from renkei.ventures.models import Venture

_NOT_PUBLIC = Localised.both(
    "会社の記録が、少なくとも同じ期間、公開であること",
    "a company whose record is public for at least as long",
)


def ventures_of_companies_not_public(rows: QuerySet[Venture]) -> SetFlaws:
    """Yield public ventures whose company is not public on all their days: a venture is called after it. One query."""
    begins = Q(organisation__public_from=None) | Q(organisation__public_from__lte=F("public_from"))
    ends = Q(organisation__public_until=None) | Q(organisation__public_until__gte=F("public_until"))
    shown = Q(organisation__publication=PublicationState.PUBLIC) & begins & ends
    public = rows.filter(publication=PublicationState.PUBLIC)
    seen = public.filter(shown).values("pk")
    for slug, company in public.exclude(pk__in=seen).order_by("pk").values_list("pk", "organisation"):
        yield slug, "organisation", RuleBroken("venture.company_not_public", _NOT_PUBLIC, found=company)
