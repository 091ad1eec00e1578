"""Today: what waits, what is due and late, what changed since one was here, and where everything is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.registry import Waiting, waiting_for
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.addresses import address_of
from renkei.desk.changes import last_changes
from renkei.desk.pages import actor_of, context_name, contexts, page, today
from renkei.desk.views.lists import counts
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor

SOON = 14
SEEN = "desk_seen"
SEEN_FOR = 90 * 24 * 3600


@opens_to(verb=Verb.VIEW)
def today_page(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), today()
    waiting = waiting_for(actor, at)
    late = [item for item in waiting if item.days_late(at) > 0]
    ahead = [item for item in waiting if item.day and item.days_late(at) <= 0]
    since = _since(request)
    happened = last_changes(actor)
    new = [event for event in happened if since and event.when and event.when > since]
    body = {
        "at": at,
        "waiting": [_deadline(item, at) for item in [*late, *(item for item in waiting if not item.day)]],
        "ahead": [_deadline(item, at) for item in ahead],
        "since": since,
        "new": new,
        "older": happened[len(new) :],
        "areas": _areas(actor, at),
    }
    response = page(request, "desk/today.html", body)
    response.set_signed_cookie(
        SEEN,
        f"{actor.user_id} {timezone.now().isoformat()}",
        max_age=SEEN_FOR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
        path=reverse("desk:today"),
    )
    return response


def _since(request: HttpRequest) -> dt.datetime | None:
    """Return when this person's visit before this one ended; it stays the same as long as the session does."""
    actor = actor_of(request)
    kept = request.session.get("since")
    if kept is None:
        who, _, moment = (request.get_signed_cookie(SEEN, default="") or "").partition(" ")
        kept = moment if who == str(actor.user_id) else ""
        request.session["since"] = kept
    return timezone.localtime(dt.datetime.fromisoformat(kept)) if kept else None


def _deadline(item: Waiting, at: dt.date) -> parts.Deadline:
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


def _areas(actor: Actor, at: dt.date) -> list[tuple[Any, str, int, int]]:
    """Return each area of work: its name, where it is, how many records and how many kinds."""
    known = contexts(actor)
    counted = counts([kind for _, group in known for kind in group], actor, at)
    return [
        (
            context_name(label),
            reverse("desk:context", args=[label]),
            sum(counted.get(kind.slug, 0) for kind in group),
            len(group),
        )
        for label, group in known
    ]
