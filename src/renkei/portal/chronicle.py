"""Milestones in their order, each date as precise as its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from renkei.core.blocks.writing import written
from renkei.core.files.models import Document
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.kinds import kind_of
from renkei.indicators.models import Milestone
from renkei.portal.days import Days, days_told_by
from renkei.portal.texts import printed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.blocks.request import BlockRequest


@dataclass(frozen=True)
class Moment:
    title: Any
    address: str
    days: Days
    text: SafeString
    document: Document | None = None
    document_address: str = ""


def chronicle(request: BlockRequest) -> list[Milestone]:
    """Return all milestones a reader may see, oldest first; undated ones last."""
    rows = visible_to(Milestone.objects.select_related("document"), request.actor, request.at)
    return sorted(rows, key=lambda row: (not row.happened, row.happened, row.pk))


def moments_of(rows: list[Milestone], request: BlockRequest) -> list[Moment]:
    """Return milestones with their texts."""
    return _moments(rows, printed([written(request, row, "text") for row in rows], request), request)


def latest_moments(request: BlockRequest, most: int) -> list[Moment]:
    """Return the last dated milestones, oldest of them first, without their texts."""
    rows: QuerySet[Milestone] = visible_to(Milestone.objects.exclude(happened=""), request.actor, request.at)
    found = list(rows.select_related("document").order_by("-happened", "-pk")[:most])
    return _moments(found[::-1], [SafeString("")] * len(found), request)


def _moments(rows: list[Milestone], texts: list[SafeString], request: BlockRequest) -> list[Moment]:
    milestone, document = kind_of(Milestone), kind_of(Document)

    def source(row: Milestone) -> Document | None:
        return row.document if row.document and is_public(row.document, request.at) else None

    return [
        Moment(
            row.title,
            milestone.portal_address(row.pk, request.language),
            days_told_by(row),
            text,
            found := source(row),
            document.portal_address(found.pk, request.language) if found else "",
        )
        for row, text in zip(rows, texts, strict=True)
    ]
