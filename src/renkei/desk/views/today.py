"""Today: what waits, what is due and late, what changed since one was here, and where everything is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.registry import waiting_for
from renkei.core.notices.services import failed_for
from renkei.desk.changes import last_changes
from renkei.desk.due import deadline_of
from renkei.desk.pages import actor_of, context_name, contexts, page, today

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor

FAILED_FOR = dt.timedelta(days=14)
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
        "waiting": [deadline_of(item, at) for item in [*late, *(item for item in waiting if not item.day)]],
        "ahead": [deadline_of(item, at) for item in ahead],
        "since": since,
        "new": new,
        "older": happened[len(new) :],
        "areas": _areas(actor),
        "unsent": failed_for(actor, timezone.now() - FAILED_FOR),
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


def _areas(actor: Actor) -> list[tuple[Any, str, int]]:
    """Return each area of work: its name, where it is, how many kinds of records; nothing is counted for it."""
    return [
        (context_name(label), reverse("desk:context", args=[label]), len(group))
        for label, group in contexts(actor)
    ]
