"""The page behind a private link: the number, what was said, and what one wants to add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.files.downloads import handed_out
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.inquiries.enums import InquiryState
from renkei.inquiries.selectors import said_about
from renkei.inquiries.services import asking
from renkei.portal.crumbs import crumbs
from renkei.portal.doors import through_inquiry_link
from renkei.portal.inquiry_forms import EndForm, InquiryLinkForm
from renkei.portal.needs_forms import MessageForm
from renkei.portal.private_pages import TITLE as LINK_TITLE
from renkei.portal.private_pages import Taken, link_page, take
from renkei.portal.views.inquiries import way

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.inquiries.models import Inquiry, InquiryLink

DONE = {"write": "written", "end": "ended"}
SAID = {
    "new": bi("お問い合わせを受け付けました。", "We have your inquiry."),
    "written": bi("受け取りました。担当が読みます。", "Received. Somebody will read it."),
    "ended": bi("お問い合わせを終えました。", "Your inquiry is closed."),
}


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_inquiry_link
def follow(request: HttpRequest, language: str, token: str, link: InquiryLink) -> HttpResponse:
    """Show the inquiry to who asked; take a message, or its end."""
    inquiry = link.inquiry
    taken = take(request, {"write": MessageForm, "end": EndForm}, lambda *given: _do(inquiry, *given))
    if taken.done:
        return HttpResponseRedirect(f"{request.path}?{DONE[taken.done]}=1")
    return _show(request, language, token, link, taken)


def _do(inquiry: Inquiry, act: str, given: Mapping[str, Any], at: dt.datetime) -> None:
    """Do what is asked. Raises RuleBroken as the services do."""
    if act == "end":
        asking.end(inquiry=inquiry, text=given["last"], at=at)
    else:
        asking.write(inquiry=inquiry, text=given["text"], at=at)


def _show(
    request: HttpRequest,
    language: str,
    token: str,
    link: InquiryLink,
    taken: Taken,
) -> HttpResponse:
    inquiry = link.inquiry
    title = bi("お問い合わせの頁", "Your inquiry")
    body: dict[str, Any] = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "inquiry": inquiry,
        "steps": _steps(inquiry),
        "is_open": inquiry.state != InquiryState.CLOSED,
        "waits": inquiry.state == InquiryState.OPEN,
        "late": inquiry.state == InquiryState.OPEN and inquiry.answer_due < timezone.localdate(),
        "said": next((words for name, words in SAID.items() if name in request.GET), ""),
        "is_new": "new" in request.GET,
        "messages_said": said_about(inquiry, notes=False),
        "message_form": taken.forms["write"],
        "end_form": taken.forms["end"],
        "open_until": timezone.localtime(link.expires_at).date(),
        "files": [
            (each, reverse("portal:inquiry-file", args=[language, token, each.pk]))
            for each in inquiry.files.order_by("pk")
        ],
    }
    return render(request, "portal/inquiry_follow.html", body, status=taken.status)


def _steps(inquiry: Inquiry) -> list[parts.Step]:
    """Return the way of an inquiry: received, answered, closed."""
    words = (
        (InquiryState.OPEN, bi("受付", "Received"), inquiry.received_on),
        (InquiryState.ANSWERED, bi("回答", "Answer"), inquiry.answered_on),
        (InquiryState.CLOSED, bi("終了", "Closed"), inquiry.closed_on),
    )
    found = []
    for state, word, day in words:
        where = "current" if state == inquiry.state else "passed" if day else "to_come"
        found.append(parts.Step(word, where, day))  # type: ignore[arg-type]  # one of the three
    return found


@opens_to_all
@never_cache
@require_safe
@through_inquiry_link
def inquiry_file(
    _request: HttpRequest,
    _language: str,
    token: str,  # noqa: ARG001 - the door hands it over
    link: InquiryLink,
    file: int,
) -> HttpResponseBase:
    """Hand back a file that was sent, always as a download."""
    found = link.inquiry.files.filter(pk=file).first()
    return handed_out(found)


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_link(request: HttpRequest, language: str) -> HttpResponse:
    """Send new links to whoever asked with this address; the answer is the same for all."""
    form = InquiryLinkForm(request.POST if request.method == "POST" else None)
    return link_page(request, "portal/inquiry_link.html", form, _send_links, way(language, (LINK_TITLE, "")))


def _send_links(email: str) -> None:
    asking.send_links_again(email=email, at=timezone.now())
