"""The firm's own page behind a private link: how far its request is, and what it wants to tell."""

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
from renkei.kernel.errors import RuleBroken
from renkei.matching.enums import LinkPurpose, MessageFrom
from renkei.matching.following import followed
from renkei.matching.models import NeedDocument
from renkei.matching.services import asking
from renkei.portal.crumbs import crumbs
from renkei.portal.doors import through_link
from renkei.portal.limits import too_often
from renkei.portal.needs_forms import MessageForm, WithdrawForm, wish_words
from renkei.portal.views.asking import SLOW_DOWN, TOO_MANY, UNPROCESSABLE

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.matching.models import Need, PrivateLink

MOST_WRITTEN = 20
SAID = {
    "new": bi("登録しました。担当者からご連絡します。", "Your request is registered. We will get in touch."),
    "written": bi("受け取りました。担当者が読みます。", "Received. Somebody will read it."),
    "withdrawn": bi("取り下げました。", "Your request is withdrawn."),
}


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_link(LinkPurpose.FOLLOW_NEED)
def follow_need(request: HttpRequest, language: str, link: PrivateLink, need: Need) -> HttpResponse:
    """Show how far the request is; take a message or the withdrawal."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    message = MessageForm(request.POST if act == "write" else None)
    withdrawal = WithdrawForm(request.POST if act == "withdraw" else None)
    status = 200
    if act in {"write", "withdraw"}:
        form = message if act == "write" else withdrawal
        status = UNPROCESSABLE
        if too_often(request, "write", MOST_WRITTEN):
            form.add_error(None, SLOW_DOWN)
            status = TOO_MANY
        elif form.is_valid():
            done = _done(need, form, act)
            if done:
                return HttpResponseRedirect(f"{request.path}?{done}=1")
    return _show(request, language, (link, need), (message, withdrawal), status)


def _done(need: Need, form: forms.Form, act: str) -> str:
    """Do what the firm asks; return what to say, or an empty text where it is refused."""
    now = timezone.now()
    try:
        if act == "withdraw":
            asking.withdraw(need=need, reason=form.cleaned_data["reason"], at=now)
            return "withdrawn"
        asking.write_message(need=need, text=form.cleaned_data["text"], at=now, sender=MessageFrom.COMPANY)
    except RuleBroken as flaw:
        form.add_error(None, bi(flaw.message.text("ja"), flaw.message.text("en")))
        return ""
    return "written"


def _show(
    request: HttpRequest,
    language: str,
    opened: tuple[PrivateLink, Need],
    given: tuple[forms.Form, forms.Form],
    status: int,
) -> HttpResponse:
    link, need = opened
    at = timezone.localdate()
    view = followed(need, at)
    title = bi("ご相談の進み具合", "Your request")
    steps = [
        parts.Step(stage.word, "current" if stage.is_present and view.open else "passed", stage.day)
        for stage in view.stages
    ]
    body: dict[str, Any] = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "need": need,
        "wish": wish_words(need),
        "view": view,
        "steps": steps,
        "said": next((words for name, words in SAID.items() if name in request.GET), ""),
        "message_form": given[0],
        "withdraw_form": given[1],
        "open_until": timezone.localtime(link.expires_at).date(),
        "files": [
            (
                each,
                reverse(
                    "portal:need-file", args=[language, request.path.rstrip("/").rpartition("/")[2], each.pk]
                ),
            )
            for each in view.files
        ],
    }
    return render(request, "portal/follow.html", body, status=status)


@opens_to_all
@never_cache
@require_safe
@through_link(LinkPurpose.FOLLOW_NEED)
def need_file(
    _request: HttpRequest,
    _language: str,
    link: PrivateLink,  # noqa: ARG001 - the door hands it over
    need: Need,
    slug: str,
) -> HttpResponseBase:
    """Hand the firm back a file it sent, always as a download."""
    found = NeedDocument.objects.filter(need=need, pk=slug).exclude(sha256="").first()
    if found is None or not default_storage.exists(stored_path(found.sha256)):
        raise Http404
    stream = default_storage.open(stored_path(found.sha256), "rb")
    return FileResponse(stream, as_attachment=True, filename=found.name, content_type=found.media_type)
