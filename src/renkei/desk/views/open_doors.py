"""Pages behind a secret address, without signing in: ending one's mails, one's own calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.actors import Actor
from renkei.core.inbox.registry import deadlines
from renkei.core.notices.calendars import user_of_calendar
from renkei.core.notices.enums import Rhythm
from renkei.core.notices.services import choose_rhythm
from renkei.desk.digest import user_of_stop
from renkei.desk.ics import calendar_file
from renkei.desk.pages import page
from renkei.directory.selectors import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest

BACK = dt.timedelta(days=90)
AHEAD = dt.timedelta(days=730)


@csrf_exempt  # RFC 8058: the mail program posts by itself; the signed address is the proof
@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """End a user's digests; looking alone changes nothing, since mail programs look at every link."""
    user = user_of_stop(token)
    if user is None:
        raise Http404
    ended = request.method == "POST"
    if ended:
        actor = Actor(user.username, user_id=user.pk)
        choose_rhythm(actor=actor, user=user, rhythm=Rhythm.NONE)
    return page(request, "desk/stop_mails.html", {"ended": ended, "who": user.username})


@opens_to_all
@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - the address says it all
    """A user's deadlines for their own calendar program: what they may see at this moment."""
    user = user_of_calendar(token)
    if user is None:
        raise Http404
    day = timezone.localdate()
    items = deadlines(actor_of(user, day), day, day - BACK, day + AHEAD)
    response = HttpResponse(
        calendar_file(items, user.language, timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'inline; filename="renkei.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
