"""Inquiries: whom to ask, the form, the look before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.blocks.model import Place as TextPlace
from renkei.core.files.limits import limited, too_large
from renkei.core.records.selectors import present_cluster
from renkei.core.records.services import RecordRefused
from renkei.core.ui.text import bi
from renkei.inquiries.selectors import open_topics
from renkei.inquiries.services import asking
from renkei.inquiries.services.links import read_draft
from renkei.kernel.errors import RuleBroken
from renkei.portal.contacts import offices_in_charge
from renkei.portal.crumbs import crumbs
from renkei.portal.doors import through_draft
from renkei.portal.inquiry_forms import InquiryForm, Place
from renkei.portal.limits import SLOW_DOWN, TOO_MANY, UNPROCESSABLE, stamp, too_often, too_quick
from renkei.portal.texts import blocks_of_text, strangers_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from renkei.inquiries.models import InquiryDraft

TITLE = bi("お問い合わせ", "Inquiries")
WRITE = bi("お問い合わせを書く", "Write an inquiry")
CHECK = bi("内容の確認", "Look it over")
MOST_WRITTEN = 30
MOST_KINDS = 40
TOO_QUICK = bi(
    "送られるまでが早すぎたため、確かめています。内容はこのままで、数秒おいてもう一度押してください。",
    "This came faster than people write, so we ask once more: wait a few seconds and press the button again.",
)


def way(language: str, *steps: tuple[Any, str]) -> list[dict[str, Any]]:
    return crumbs(language, (TITLE, reverse("portal:inquiries", args=[language])), *steps)


def places(language: str) -> list[Place]:
    """Return what can be asked about: the public topics; where there are none, the offices in charge."""
    asked = strangers_request(language)
    topics = open_topics(asked.at)
    if topics:
        return [Place(f"topic:{each.pk}", each.name.text(language), each.unit, each) for each in topics]
    return [
        Place(f"unit:{each.unit.pk}", each.unit.name.text(language), each.unit)
        for each in offices_in_charge(asked)[:MOST_KINDS]
    ]


@opens_to_all
@require_safe
def inquiries(request: HttpRequest, language: str) -> HttpResponse:
    """Say whom to ask and what about; lead to the form."""
    asked = strangers_request(language)
    topics, offices = open_topics(asked.at), offices_in_charge(asked)
    context = {
        "title": TITLE,
        "crumbs": crumbs(language, (TITLE, "")),
        "content": blocks_of_text(
            present_cluster().inquiries, language, TextPlace("cluster", field="inquiries")
        ),
        "offices": offices,
        "topics": topics,
        "takes_inquiries": bool(topics or offices),
    }
    return render(request, "portal/inquiries.html", context)


@limited
@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, language: str) -> HttpResponse:
    """Show the form; keep what was typed for a day, to be looked over. A programme is led away and nothing is kept."""
    now, known, sent = timezone.now(), places(language), request.method == "POST"
    before = _draft(request)
    form = InquiryForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        places=known,
        initial=_initial(request, before, known),
    )
    if sent and form.is_trapped:
        return HttpResponseRedirect(reverse("portal:inquiries", args=[language]))
    status = 200
    if sent and too_often(request, "inquire", MOST_WRITTEN):
        form.add_error(None, SLOW_DOWN)
        status = TOO_MANY
    elif sent:
        if problem := too_large(request):
            form.add_error("attachments", problem)
        if too_quick(request.POST.get("stamp", ""), now):
            form.add_error(None, TOO_QUICK)
        token = _kept(form, known, language, before) if form.is_valid() else ""
        if token:
            return HttpResponseRedirect(reverse("portal:check-inquiry", args=[language, token]))
        status = UNPROCESSABLE
    body = {
        "title": WRITE,
        "crumbs": way(language, (WRITE, "")),
        "form": form,
        "takes_inquiries": bool(known),
        "stamp": stamp(now, request.POST.get("stamp", "")),
        "draft": request.POST.get("draft") or request.GET.get("draft", "") if before else "",
        "kept_files": list(before.files.order_by("pk")) if before else [],
    }
    return render(request, "portal/inquiry_write.html", body, status=status)


def _draft(request: HttpRequest) -> InquiryDraft | None:
    token = request.POST.get("draft") or request.GET.get("draft", "")
    try:
        return read_draft(token, timezone.now()) if token else None
    except RuleBroken:
        return None


def _initial(request: HttpRequest, before: InquiryDraft | None, known: Sequence[Place]) -> dict[str, Any]:
    """Return what the form starts with: the draft that is mended, or the topic a link names."""
    if before is None:
        return {"about": f"topic:{request.GET.get('topic', '')}"}
    key = f"topic:{before.topic_id}" if before.topic_id else f"unit:{before.unit_id}"
    return {**before.values, "about": key if any(each.key == key for each in known) else ""}


def _kept(form: InquiryForm, known: Sequence[Place], language: str, before: InquiryDraft | None) -> str:
    """Keep what was typed; return the token of its page. Nothing where it is refused: the form says why."""
    values = form.cleaned_data
    place = next(each for each in known if each.key == values["about"])
    try:
        return asking.keep_draft(
            values=values,
            unit=place.unit,
            topic=place.topic,
            language=language,
            at=timezone.now(),
            files=[(each.file, each.name) for each in values["attachments"]],
            before=before,
        )
    except RuleBroken as flaw:
        name = (
            "attachments"
            if flaw.code.startswith("file.")
            else "text"
            if flaw.code == "inquiry.empty"
            else None
        )
        form.add_error(name, flaw.message.text(language))
    return ""


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_draft
def check(request: HttpRequest, language: str, token: str, draft: InquiryDraft) -> HttpResponse:
    """Show what will be sent; the button sends it and opens its own page with the number."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            _, follow = asking.send(token=token, at=timezone.now())
            return HttpResponseRedirect(f"{reverse('portal:follow-inquiry', args=[language, follow])}?new=1")
        except RecordRefused as refused:
            problem, status = refused.flaws[0][1].message.text(language), UNPROCESSABLE
        except RuleBroken as flaw:
            if flaw.code.startswith("link."):
                raise
            problem, status = flaw.message.text(language), TOO_MANY
    body = {
        "title": CHECK,
        "crumbs": way(language, (CHECK, "")),
        "draft": draft,
        "files": list(draft.files.order_by("pk")),
        "problem": problem,
        "mend_url": f"{reverse('portal:write-inquiry', args=[language])}?draft={token}",
    }
    return render(request, "portal/inquiry_check.html", body, status=status)
