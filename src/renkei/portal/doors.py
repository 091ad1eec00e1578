"""Pages behind a private link: what the link opens, or an honest page that it does not."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone

from renkei.core.ui.text import bi
from renkei.inquiries.services.links import read_draft
from renkei.inquiries.services.links import read_link as read_inquiry_link
from renkei.kernel.errors import RuleBroken
from renkei.matching.enums import LinkPurpose
from renkei.matching.services.links import read_link
from renkei.portal.crumbs import crumbs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.matching.models import PrivateLink

NOT_FOUND, GONE = 404, 410


def through_link(
    purpose: LinkPurpose,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Give the view the link and its need or seed. What does not work says why, and the way on.

    A link that was never given is answered with 404, one that ended with 410.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, language: str, token: str, **named: Any) -> HttpResponseBase:
            try:
                link = read_link(token, purpose, timezone.now())
                response = view(request, language, link=link, **_object_of(link), **named)
            except RuleBroken as ended:
                response = _ended(request, language, ended, _of_purpose(ended, purpose))
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return opened

    return decorate


def through_inquiry_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the link of an inquiry; what does not work says why, and how to get another."""
    return _opened(view, "link", read_inquiry_link, {"again": "portal:inquiry-link"})


def through_draft(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view a draft of an inquiry; one that was sent or has ended leads to the form."""
    return _opened(view, "draft", read_draft, {"was_draft": True})


def _opened(
    view: Callable[..., HttpResponseBase],
    name: str,
    read: Callable[[str, dt.datetime], Any],
    ways: dict[str, Any],
) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def opened(request: HttpRequest, language: str, token: str, **named: Any) -> HttpResponseBase:
        try:
            given = {name: read(token, timezone.now())}
            response = view(request, language, token=token, **given, **named)
        except RuleBroken as ended:
            response = _ended(request, language, ended, ways)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


def _of_purpose(ended: RuleBroken, purpose: LinkPurpose) -> dict[str, Any]:
    """Return the ways on from a link of this purpose."""
    if purpose == LinkPurpose.REFRESH_SEED:
        return {"refreshes": True}
    if purpose == LinkPurpose.CONFIRM_NEED and ended.code == "link.expired":
        return {"asks_again": True}
    return {"again": "portal:need-link"}


def _object_of(link: PrivateLink) -> dict[str, Any]:
    return {"need": link.need} if link.need is not None else {"seed": link.seed}


def _ended(request: HttpRequest, language: str, ended: RuleBroken, ways: dict[str, Any]) -> HttpResponseBase:
    """Say why a link does not work, and lead on. Raises what says nothing of a link again."""
    if not ended.code.startswith("link."):
        raise ended
    title = bi("このリンクは使えません", "This link cannot be used")
    body = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "why": ended.message,
        "unknown": ended.code == "link.unknown",
        **ways,
    }
    status = NOT_FOUND if ended.code == "link.unknown" else GONE
    return render(request, "portal/link_ended.html", body, status=status)
