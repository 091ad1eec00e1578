"""A deadline as people read it: the day, how late or how soon, whose it is, where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.addresses import address_of
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.inbox.waiting import Waiting

SOON = 14


def deadline_of(item: Waiting, at: dt.date) -> parts.Deadline:
    """Return what waits as the component of deadlines shows it on a day."""
    return parts.Deadline(
        text=item.text,
        day=item.day,
        tag=_tag(item, at),
        tone=_tone(item, at),
        owner=item.owner,
        url=address_of(item),
    )


def _tag(item: Waiting, at: dt.date) -> Any:
    if item.day is None:
        return ""
    late = item.days_late(at)
    if late > 0:
        return Localised.both(f"{late}日超過", f"{late} days late" if late > 1 else "1 day late")
    if late == 0:
        return bi("今日まで", "Today")
    return Localised.both(f"あと{-late}日", f"in {-late} days" if late < -1 else "tomorrow")


def _tone(item: Waiting, at: dt.date) -> parts.Tone:
    late = item.days_late(at)
    if item.day is None:
        return "neutral"
    return "late" if late > 0 else "warn" if late >= -SOON else "neutral"
