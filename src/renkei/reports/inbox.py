"""Editions that wait: damaged ones, checks that were asked, open comments, drafts ready for their next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.inbox.registry import register_inbox
from renkei.core.inbox.waiting import Waiting, Window
from renkei.kernel.localised import Localised
from renkei.reports.models import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAMAGED = Localised.both(
    "公表した版が破損しています。控えから戻してください：{title}",
    "A published edition is damaged. Restore it from the backup: {title}",
)


@register_inbox(ahead=3660)
def damaged_editions(window: Window) -> Iterator[Waiting]:
    """Editions that no longer fit their hashes: nobody reads them until they are restored."""
    if not window.everywhere("edition"):
        return
    rows = Edition.objects.filter(window.holds("damaged_on")).order_by("damaged_on", "pk")
    for edition in rows[: window.most]:
        yield Waiting("edition", edition.pk, _DAMAGED.filled(title=edition.title), day=edition.damaged_on)
