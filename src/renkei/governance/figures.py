from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.figures.counting import dated, standing
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import Family, register_families
from renkei.governance.enums import MeetingState
from renkei.governance.models import Body, Meeting
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.figures.registry import Sees

MEETING = Localised.both("会議", "Meeting")


def meetings_held() -> QuerySet[Meeting]:
    return Meeting.objects.filter(state=MeetingState.HELD)


def meeting_title(row: Meeting, sees: Sees) -> Localised:
    """Return the meeting's own title, or its body's name where the reader may see the body."""
    return row.title or (row.body.name if sees(row.body) else MEETING)


register_families(
    Family(
        code="governance.bodies",
        label=Localised.both("会議体の数", "Bodies"),
        definition=Localised.both(
            "年度末（年度の途中ではその日）に存続する会議体の数。存続期間の記載のない会議体は存続するものとして数える。",
            "Councils, committees and other bodies that exist at the end of the fiscal year (within it: "
            "today). A body whose existence has no stated dates counts as existing.",
        ),
        unit=CountedUnit.BODY,
        kind=FigureKind.STOCK,
        ask=standing(Body.objects.all, "existence"),
        rows=Body.objects.all,
        position=110,
    ),
    Family(
        code="governance.meetings_held",
        label=Localised.both("会議の開催数", "Meetings held"),
        definition=Localised.both(
            "年度中に開催された会議の数。予定と中止は数えない。",
            "Meetings held in the fiscal year; planned and cancelled ones do not count.",
        ),
        unit=CountedUnit.MEETING,
        kind=FigureKind.FLOW,
        ask=dated(meetings_held, "held_on"),
        rows=meetings_held,
        position=120,
        year="held_on",
        by="body",
        by_title="name",
        by_label=Localised.both("{name}の開催数", "Meetings of {name}"),
        by_definition=Localised.both(
            "年度中に開催された{name}の会議の数。予定と中止は数えない。",
            "Meetings of {name} held in the fiscal year; planned and cancelled ones do not count.",
        ),
        related=("body",),
        search=("title", "body__name"),
        title=meeting_title,
        when="held_on",
    ),
)
