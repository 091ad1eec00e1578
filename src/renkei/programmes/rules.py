"""Rules of programmes that ask more than their own row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.indicators.enums import YearKind
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import ends_before_it_begins
from renkei.programmes.models import ENDS_LATER

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws
    from renkei.programmes.models import Programme


def programmes_ended_before_their_start(rows: QuerySet[Programme]) -> SetFlaws:
    """Yield programmes whose end lies before the milestone that tells their beginning."""
    for row in rows.exclude(ended="").filter(start__isnull=False).select_related("start").order_by("pk"):
        start = row.start
        if start and ends_before_it_begins(start.happened, row.ended, YearKind(start.year_kind).calendar):
            yield row.pk, "ended", RuleBroken("programme.ends_before_it_begins", ENDS_LATER)
