"""What holds between a venture and its company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.publication.models import PublicationState
from renkei.core.publication.selectors import public_as_long_as
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
    public = rows.filter(publication=PublicationState.PUBLIC).select_related("organisation").order_by("pk")
    for venture in public:
        if not public_as_long_as(venture, venture.organisation):
            found = venture.organisation_id
            yield (
                venture.pk,
                "organisation",
                RuleBroken("venture.company_not_public", _NOT_PUBLIC, found=found),
            )
