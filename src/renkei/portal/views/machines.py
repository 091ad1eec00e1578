"""What programs read: the feed of what is new, the calendar, the map of the site, the word for robots."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.files.downloads import attached
from renkei.portal.event_calendar import calendar_file
from renkei.portal.news_feed import feed
from renkei.portal.sitemap import site_map

XML = "application/xml; charset=utf-8"


@opens_to_all
@require_safe
def news_feed(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(feed(language), content_type="application/atom+xml; charset=utf-8")


@opens_to_all
@require_safe
def calendar(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001
    content = calendar_file(language, timezone.now())
    headers = attached(f"events-{language}.ics")
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@opens_to_all
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The whole map where one part holds it, else the list of its parts."""
    found = site_map(timezone.localdate())
    return HttpResponse(found.index() if found.parts > 1 else found.part(1), content_type=XML)


@opens_to_all
@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001
    found = site_map(timezone.localdate())
    if not 1 <= number <= found.parts:
        raise Http404
    return HttpResponse(found.part(number), content_type=XML)


@opens_to_all
@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Everything public may be read by robots, the desk is no place for them; a demonstration is for nobody."""
    refused = "/" if settings.DEMO else "/desk/"
    where = f"{settings.SITE_URL}{reverse('portal:sitemap')}"
    lines = ["User-agent: *", f"Disallow: {refused}", "", f"Sitemap: {where}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
