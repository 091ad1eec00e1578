"""The page behind a private link: the number, what was said, and what one wants to add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.files.services import stored_path
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.inquiries.enums import InquiryState
from renkei.inquiries.selectors import said_about
from renkei.inquiries.services import asking
from renkei.kernel.errors import RuleBroken
from renkei.portal.crumbs import crumbs
from renkei.portal.doors import through_inquiry_link
from renkei.portal.inquiry_forms import EndForm, InquiryLinkForm
from renkei.portal.limits import too_often
from renkei.portal.needs_forms import MessageForm
from renkei.portal.views.asking import SLOW_DOWN, TOO_MANY, UNPROCESSABLE
from renkei.portal.views.inquiries import way

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.inquiries.models import Inquiry, InquiryLink

MOST_WRITTEN, MOST_LINKS = 20, 20
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
    act = request.POST.get("act", "") if request.method == "POST" else ""
    message = MessageForm(request.POST if act == "write" else None)
    ending = EndForm(request.POST if act == "end" else None)
    status = 200
    if act in {"write", "end"}:
        form = message if act == "write" else ending
        status = UNPROCESSABLE
        if too_often(request, "write", MOST_WRITTEN):
            form.add_error(None, SLOW_DOWN)
            status = TOO_MANY
        elif form.is_valid():
            done = _done(link.inquiry, form, act)
            if done:
                return HttpResponseRedirect(f"{request.path}?{done}=1")
    return _show(request, language, token, link, (message, ending), status)


def _done(inquiry: Inquiry, form: forms.Form, act: str) -> str:
    """Do what is asked; return what to say, or an empty text where it is refused."""
    now = timezone.now()
    try:
        if act == "end":
            asking.end(inquiry=inquiry, text=form.cleaned_data["last"], at=now)
            return "ended"
        asking.write(inquiry=inquiry, text=form.cleaned_data["text"], at=now)
    except RuleBroken as flaw:
        form.add_error(None, bi(flaw.message.text("ja"), flaw.message.text("en")))
        return ""
    return "written"


def _show(
    request: HttpRequest,
    language: str,
    token: str,
    link: InquiryLink,
    given: tuple[forms.Form, forms.Form],
    status: int,
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
        "message_form": given[0],
        "end_form": given[1],
        "open_until": timezone.localtime(link.expires_at).date(),
        "files": [
            (each, reverse("portal:inquiry-file", args=[language, token, each.pk]))
            for each in inquiry.files.order_by("pk")
        ],
    }
    return render(request, "portal/inquiry_follow.html", body, status=status)


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
    if found is None or not default_storage.exists(stored_path(found.sha256)):
        raise Http404
    stream = default_storage.open(stored_path(found.sha256), "rb")
    return FileResponse(stream, as_attachment=True, filename=found.name, content_type=found.media_type)


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_link(request: HttpRequest, language: str) -> HttpResponse:
    """Send new links to whoever asked with this address; the answer is the same for all."""
    title = bi("リンクを送り直す", "Send my link again")
    form = InquiryLinkForm(request.POST if request.method == "POST" else None)
    sent = request.method == "POST" and (form.is_trapped or form.is_valid())
    limit = request.method == "POST" and too_often(request, "link", MOST_LINKS)
    if limit:
        form.add_error(None, SLOW_DOWN)
        sent = False
    if sent and not form.is_trapped:
        asking.send_links_again(email=form.cleaned_data["email"], at=timezone.now())
    body = {"title": title, "crumbs": way(language, (title, "")), "form": form, "sent": sent}
    status = TOO_MANY if limit else UNPROCESSABLE if form.errors and not sent else 200
    return render(request, "portal/inquiry_link.html", body, status=status)
