"""The calendar of deadlines: month by month, from the same sockets as Today."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.registry import deadlines
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.downloads import attached
from renkei.desk.due import deadline_of
from renkei.desk.ics import calendar_file
from renkei.desk.pages import TODAY, actor_of, language_now, page, today
from renkei.directory.models import Organisation
from renkei.kernel.periods import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor
    from renkei.core.inbox.waiting import Waiting

MONTHS = 6
YEARS = range(1900, 2200)
OTHER_KINDS = {
    "round": bi("照会", "Collection rounds"),
    "edition": bi("報告の版", "Editions of reports"),
    "user": bi("利用者", "Users"),
    "privacycase": bi("個人情報の手続", "Procedures about personal data"),
}
NAME = bi("期限の一覧", "Deadlines")


@opens_to(verb=Verb.VIEW)
@require_safe
def deadlines_page(request: HttpRequest) -> HttpResponse:
    """Six months of deadlines that the reader may see, narrowed by whose, kind and organisation."""
    actor, at = actor_of(request), today()
    first = _month(request.GET.get("from", ""), at)
    last = _later(first, MONTHS) - dt.timedelta(days=1)
    asked = {name: request.GET.get(name, "") for name in ("whose", "kind", "organisation")}
    found = deadlines(actor, at, first, last)
    if asked["whose"] == "mine":
        found = _mine(found, actor, deadlines(actor, at, first, last, Verb.CHANGE))
    shown = list(_narrowed(found, asked))
    if request.GET.get("form") == "ics":
        file = calendar_file(shown, language_now(), timezone.now())
        headers = attached("renkei-deadlines.ics")
        return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)
    body = {
        "months": [
            (PartialDate(year, month), [deadline_of(item, at) for item in items])
            for (year, month), items in groupby(shown, lambda item: (item.day.year, item.day.month))  # type: ignore[union-attr]
        ],
        "count": len(shown),
        "first": first,
        "last": last,
        "asked": asked,
        "kinds": _kinds(found, asked["kind"]),
        "organisations": _organisations(found, asked["organisation"]),
        "earlier": _address(asked, _later(first, -MONTHS)),
        "later": _address(asked, _later(first, MONTHS)),
        "ics": _address(asked, first, form="ics"),
        "filtered": any(asked.values()),
        "from": f"{first:%Y-%m}",
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(NAME)]
    return page(request, "desk/deadlines.html", body, crumbs=crumbs)


def _month(text: str, at: dt.date) -> dt.date:
    """Return the first day of the month that is asked for (2022-08), else of the present one."""
    try:
        found = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return at.replace(day=1)
    return found if found.year in YEARS else at.replace(day=1)


def _later(first: dt.date, months: int) -> dt.date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _address(asked: dict[str, str], first: dt.date, **more: str) -> str:
    query = {name: value for name, value in asked.items() if value} | {"from": f"{first:%Y-%m}"} | more
    return f"{reverse('desk:deadlines')}?{urlencode(query)}"


def _mine(found: Iterable[Waiting], actor: Actor, changeable: Iterable[Waiting]) -> list[Waiting]:
    """Return what the actor may act on, and what an organisation of their roles must do."""
    ours = {name for grant in actor.all_grants() for name in grant.organisations}
    keys = {item.key for item in changeable}
    return [item for item in found if item.key in keys or item.organisation in ours]


def _narrowed(items: Iterable[Waiting], asked: dict[str, str]) -> Iterable[Waiting]:
    for item in items:
        if asked["kind"] and item.kind != asked["kind"]:
            continue
        if asked["organisation"] and item.organisation != asked["organisation"]:
            continue
        yield item


def _kinds(items: Iterable[Waiting], chosen: str) -> list[tuple[str, Any]]:
    found = {item.kind for item in items} | ({chosen} if chosen in OTHER_KINDS else set())
    return sorted(((slug, _kind_name(slug)) for slug in found), key=lambda pair: str(pair[1]))


def _kind_name(slug: str) -> Any:
    return OTHER_KINDS.get(slug) or kind_of(slug).plural


def _organisations(items: Iterable[Waiting], chosen: str) -> list[tuple[str, Any]]:
    slugs = {item.organisation for item in items if item.organisation} | {chosen}
    rows = Organisation.objects.filter(pk__in=slugs).order_by("slug")
    return [(row.pk, row.name) for row in rows]
