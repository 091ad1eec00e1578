"""Reads of editions that more than one place needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.models import Edition
from renkei.reports.workflow import FROZEN

if TYPE_CHECKING:
    from django.db.models import QuerySet

_UNKNOWN = Localised.both(
    "公表した版「{slug}」はありません。renkei editions list で確かめられます。",
    "There is no published edition “{slug}”; renkei editions list shows which there are.",
)


def frozen_editions() -> QuerySet[Edition]:
    """Return what was ever published, the newest first: everybody may see that it was."""
    return (
        Edition.objects.filter(state__in=sorted(FROZEN))
        .select_related("corrects")
        .defer("manifest", "corrects__manifest")
        .order_by("-fiscal_year", "kind", "-number")
    )


def frozen_edition(slug: str) -> Edition:
    """Return an edition that was published. Raises RuleBroken("edition.not_found") for any other identifier."""
    found = frozen_editions().filter(pk=slug).first()
    if found is None:
        raise RuleBroken("edition.not_found", _UNKNOWN.filled(slug=slug), edition=slug)
    return found


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
