"""Reads of editions that more than one place needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.reports.models import Edition
from renkei.reports.workflow import FROZEN

if TYPE_CHECKING:
    from django.db.models import QuerySet


def frozen_editions() -> QuerySet[Edition]:
    """Return what was ever published, the newest first: everybody may see that it was."""
    return (
        Edition.objects.filter(state__in=sorted(FROZEN))
        .select_related("corrects")
        .order_by("-fiscal_year", "kind", "-number")
    )


def published_edition(kind: str, year: int) -> Edition | None:
    """Return the edition in force of a report, None where none is published."""
    return frozen_editions().filter(kind=kind, fiscal_year=year, state="published").first()


def editions_of(kind: str, year: int) -> list[Edition]:
    """Return every edition of a report that was published, the newest first."""
    return list(frozen_editions().filter(kind=kind, fiscal_year=year))


def successor_of(edition: Edition) -> Edition | None:
    """Return the published edition that corrects this one, over as many corrections as there are."""
    return next(
        (
            each
            for each in editions_of(edition.kind, edition.fiscal_year)
            if each.number > edition.number and each.state == "published"
        ),
        None,
    )
