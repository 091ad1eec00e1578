"""What the pages behind private links share: taking what is sent there, and sending their links again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone

from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.portal.limits import SLOW_DOWN, TOO_MANY, UNPROCESSABLE, too_often

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from renkei.portal.needs_forms import LinkForm

MOST_WRITTEN, MOST_LINKS = 20, 20
TITLE = bi("リンクを送り直す", "Send my link again")


@dataclass(frozen=True)
class Taken:
    """The page's forms by their acts, the status of the answer, and the act that was done (an empty text: none)."""

    forms: Mapping[str, forms.Form]
    status: int
    done: str


def take(
    request: HttpRequest,
    offered: Mapping[str, type[forms.Form]],
    do: Callable[[str, Mapping[str, Any], dt.datetime], object],
) -> Taken:
    """Do what was sent, one of the acts a page offers, where its form is in order and nobody floods us.

    What `do` refuses by RuleBroken stands at the form, with what was typed. Effects: those of `do`.
    """
    act = request.POST.get("act", "") if request.method == "POST" else ""
    found = {name: of(request.POST if name == act else None) for name, of in offered.items()}
    if act not in found:
        return Taken(found, 200, "")
    form = found[act]
    if too_often(request, "write", MOST_WRITTEN):
        form.add_error(None, SLOW_DOWN)
        return Taken(found, TOO_MANY, "")
    if form.is_valid():
        try:
            do(act, form.cleaned_data, timezone.now())
        except RuleBroken as flaw:
            form.add_error(None, bi(flaw.message.text("ja"), flaw.message.text("en")))
        else:
            return Taken(found, 200, act)
    return Taken(found, UNPROCESSABLE, "")


def link_page(
    request: HttpRequest, template: str, form: LinkForm, send: Callable[[str], object], way: Any
) -> HttpResponse:
    """Send new links to whoever asked with an address; the answer is the same for all. Effects: those of `send`."""
    posted = request.method == "POST"
    sent = posted and (form.is_trapped or form.is_valid())
    limit = posted and too_often(request, "link", MOST_LINKS)
    if limit:
        form.add_error(None, SLOW_DOWN)
        sent = False
    if sent and not form.is_trapped:
        send(form.cleaned_data["email"])
    status = TOO_MANY if limit else UNPROCESSABLE if form.errors and not sent else 200
    return render(
        request, template, {"title": TITLE, "crumbs": way, "form": form, "sent": sent}, status=status
    )
