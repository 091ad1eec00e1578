"""Milestones in their order, each date as precise as its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from renkei.core.blocks.writing import written
from renkei.core.files.models import Document
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.kinds import kind_of
from renkei.indicators.enums import YearKind
from renkei.indicators.models import Milestone
from renkei.kernel.periods import PartialDate, Period, YearCalendar
from renkei.portal.texts import printed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.blocks.request import BlockRequest


@dataclass(frozen=True)
class Moment:
    """`when` and `until` are PartialDate or None; `unsure` says in words that the kind of year is not stated."""

    title: Any
    address: str
    when: PartialDate | None
    until: PartialDate | None
    unsure: bool
    text: SafeString
    document: Document | None = None
    document_address: str = ""

    @property
    def period(self) -> Period | None:
        """Both ends as one period, where both are days."""
        if self.when is None or self.until is None or not (self.when.day and self.until.day):
            return None
        return Period(date.fromisoformat(self.when.isoformat()), date.fromisoformat(self.until.isoformat()))


def day_of(value: str, year_kind: str) -> PartialDate | None:
    """Return the date as stored: 2017-07-10, 2021-04, 2009 or a fiscal year."""
    if not value:
        return None
    return PartialDate.parse(
        value, YearKind(year_kind).calendar if value.isdecimal() else YearCalendar.CALENDAR
    )


def chronicle(request: BlockRequest) -> list[Moment]:
    """Return all milestones a reader may see, oldest first; undated ones last."""
    rows = visible_to(Milestone.objects.select_related("document"), request.actor, request.at)
    ordered = sorted(rows, key=lambda row: (not row.happened, row.happened, row.pk))
    return _moments(ordered, printed([written(request, row, "text") for row in ordered], request), request)


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
            day_of(row.happened, row.year_kind),
            day_of(row.ended, row.year_kind),
            row.year_kind == YearKind.NOT_STATED and row.happened.isdecimal(),
            text,
            found := source(row),
            document.portal_address(found.pk, request.language) if found else "",
        )
        for row, text in zip(rows, texts, strict=True)
    ]
