"""The firm's own page behind a private link: how far its request is, and what it wants to tell."""

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
from renkei.matching.enums import LinkPurpose, MessageFrom
from renkei.matching.following import followed
from renkei.matching.models import NeedDocument
from renkei.matching.services import asking
from renkei.portal.crumbs import crumbs
from renkei.portal.doors import through_link
from renkei.portal.needs_forms import MessageForm, WithdrawForm, wish_words
from renkei.portal.private_pages import Taken, take

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.matching.models import Need, PrivateLink

DONE = {"write": "written", "withdraw": "withdrawn"}
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
    taken = take(request, {"write": MessageForm, "withdraw": WithdrawForm}, lambda *given: _do(need, *given))
    if taken.done:
        return HttpResponseRedirect(f"{request.path}?{DONE[taken.done]}=1")
    return _show(request, language, (link, need), taken)


def _do(need: Need, act: str, given: Mapping[str, Any], at: dt.datetime) -> None:
    """Do what the firm asks. Raises RuleBroken as the services do."""
    if act == "withdraw":
        asking.withdraw(need=need, reason=given["reason"], at=at)
    else:
        asking.write_message(need=need, text=given["text"], at=at, sender=MessageFrom.COMPANY)


def _show(
    request: HttpRequest,
    language: str,
    opened: tuple[PrivateLink, Need],
    taken: Taken,
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
        "message_form": taken.forms["write"],
        "withdraw_form": taken.forms["withdraw"],
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
    return render(request, "portal/follow.html", body, status=taken.status)


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
    found = NeedDocument.objects.filter(need=need, pk=slug).first()
    return handed_out(found)
