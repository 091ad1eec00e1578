"""The acts in an edition's life: ask, answer, agree, decide, publish, correct, withdraw, remove a name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.jobs.long import long_jobs_of
from renkei.core.jobs.queue import tidings
from renkei.core.ui import parts
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import LANGUAGE_NAMES, bi, both
from renkei.desk import editions as shown
from renkei.desk.forms.fields import NEEDED, said
from renkei.desk.pages import actor_of, page, today
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports import editions
from renkei.reports.checking import agree, answer_check, ask_check
from renkei.reports.formats import FORMATS
from renkei.reports.rights import KIND
from renkei.reports.tasks import ask_publication
from renkei.reports.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from renkei.core.jobs.models import LongJob
    from renkei.reports.models import Edition

DONE = {
    "ask": bi("確認を依頼しました。", "The parties are asked to check."),
    "agree": bi("合意を記録しました。", "It is recorded as agreed."),
    "take_back": bi("下書きに戻しました。", "It is a draft again."),
    "discard": bi("この版を取りやめました。", "The edition is given up."),
    "decision": bi("決裁を記録しました。", "The decision is recorded."),
    "paper": bi("資料番号を記録しました。", "The number of the paper is recorded."),
}


def _home(edition: Edition) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("desk:edition", args=[edition.pk]))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _ask(request: HttpRequest, edition: Edition) -> None:
    ask_check(
        actor=actor_of(request),
        edition=edition,
        organisations=request.POST.getlist("organisation"),
        at=timezone.now(),
        due_on=_day(request.POST.get("due_on", "")),
    )


def _agree(request: HttpRequest, edition: Edition) -> None:
    agree(actor=actor_of(request), edition=edition, reason=request.POST.get("reason", ""))


def _decision(request: HttpRequest, edition: Edition) -> None:
    on = _day(request.POST.get("decided_on", "")) or dt.date.max  # no day is refused as one to come
    number = request.POST.get("number", "")
    editions.record_decision(actor=actor_of(request), edition=edition, number=number, on=on, at=today())


def _paper(request: HttpRequest, edition: Edition) -> None:
    editions.number_paper(actor=actor_of(request), edition=edition, number=request.POST.get("number", ""))


def _move(verb: str) -> Callable[[HttpRequest, Edition], None]:
    def move(request: HttpRequest, edition: Edition) -> None:
        reason = request.POST.get("reason", "")
        editions.move_edition(actor=actor_of(request), edition=edition, verb=verb, reason=reason)

    return move


ACTS: dict[str, Callable[[HttpRequest, Edition], None]] = {
    "ask": _ask,
    "agree": _agree,
    "decision": _decision,
    "paper": _paper,
    "take_back": _move("take_back"),
    "discard": _move("discard"),
}


@opens_to(verb=Verb.CHANGE, kind=KIND)
@require_POST
def act(request: HttpRequest, edition_slug: str) -> HttpResponse:
    """Take one of the steps before the publication."""
    edition = shown.wanted_edition(edition_slug)
    verb = request.POST.get("verb", "")
    if verb not in ACTS:
        raise Http404
    try:
        ACTS[verb](request, edition)
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, DONE[verb])
    return _home(edition)


@opens_to(verb=Verb.CHANGE, kind=KIND)
@require_POST
def answer(request: HttpRequest, edition_slug: str, check_id: int) -> HttpResponse:
    """A party's answer to the check."""
    edition = shown.wanted_edition(edition_slug)
    check = edition.checks.filter(pk=check_id).first()
    if check is None:
        raise Http404
    given = {"answer": request.POST.get("answer", ""), "remarks": request.POST.get("remarks", "")}
    try:
        answer_check(actor=actor_of(request), check=check, at=timezone.now(), **given)
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("回答を記録しました。", "The answer is recorded."))
    return _home(edition)


@opens_to(verb=Verb.PUBLISH, kind=KIND)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_page(request: HttpRequest, edition_slug: str) -> HttpResponse:
    """What will be frozen, and the button that freezes it."""
    edition = shown.wanted_edition(edition_slug)
    problem, actor = "", actor_of(request)
    if request.method == "POST":
        try:
            job = ask_publication(actor=actor, edition=edition, at=timezone.now())
        except RuleBroken as flaw:
            problem = said(flaw)
        else:
            return _following(request, edition, job)
    checked = shown.checked_or_none(edition, today())
    name = bi("公表する", "Publish")
    publication = shown.publication_of(edition, actor)
    ready = bool(checked and checked.passes and edition.state == "agreed" and edition.decision_number)
    body = {
        "edition": edition,
        "label": shown.label_of(edition),
        "checked": checked,
        "summary": shown.summary(checked) if checked else None,
        "formats": list(FORMATS),
        "ready": ready and not (publication and publication.job.is_unfinished),
        "publication": publication,
        "problem": problem,
        "no_worker": ready and not tidings(timezone.now()).workers,
        "may_publish": may_everywhere(actor, Verb.PUBLISH, KIND),
        "name": name,
    }
    crumbs = shown.crumbs_of(edition, parts.Crumb(name))
    return page(request, "desk/edition_publish.html", body, crumbs=crumbs, status=422 if problem else 200)


def _following(request: HttpRequest, edition: Edition, job: LongJob) -> HttpResponseRedirect:
    """Lead to the progress, which is read again by itself; where somebody else has asked for it, to the edition."""
    if long_jobs_of(actor_of(request)).filter(pk=job.pk).exists():
        return HttpResponseRedirect(f"{reverse('desk:long_job', args=[job.pk])}?follow=1")
    messages.info(
        request, bi("ほかの人が公表を始めています。", "Somebody else has begun to publish it already.")
    )
    return _home(edition)


class ReasonForm(forms.Form):
    """A reason in each language of the edition."""

    def __init__(self, edition: Edition, label: Any, *args: Any) -> None:
        super().__init__(*args)
        self.tags = edition.language_tags
        for tag in self.tags:
            named = Localised.both("{label}（{language}）", "{label} ({language})").filled(
                label=label, language=both(LANGUAGE_NAMES.get(tag, tag))
            )
            self.fields[f"reason_{tag}"] = TextField(
                label=bi(named.text("ja"), named.text("en")),
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": NEEDED},
            )

    @property
    def reason(self) -> Localised:
        return Localised({tag: self.cleaned_data[f"reason_{tag}"] for tag in self.tags})


def _with_reason(
    request: HttpRequest,
    edition: Edition,
    *,
    name: Any,
    label: Localised,
    foot: Any,
    do: Callable[[Localised], Edition],
) -> HttpResponse:
    form = ReasonForm(edition, label, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = do(form.reason)
        except RuleBroken as flaw:
            form.add_error(None, said(flaw))
        else:
            return _home(made)
    body = {
        "form": form,
        "name": name,
        "foot": foot,
        "submit_label": name,
        "cancel_url": reverse("desk:edition", args=[edition.pk]),
    }
    crumbs = shown.crumbs_of(edition, parts.Crumb(name))
    return page(request, "desk/round_form.html", body, crumbs=crumbs, status=422 if form.errors else 200)


@opens_to(verb=Verb.ADD, kind=KIND)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_page(request: HttpRequest, edition_slug: str) -> HttpResponse:
    edition = shown.wanted_edition(edition_slug)
    return _with_reason(
        request,
        edition,
        name=bi("訂正版を始める", "Begin a correction"),
        label=Localised.both("訂正の理由", "Reason of the correction"),
        foot=bi(
            "いまの版は、訂正版を公表するまで公表のままです。理由は訂正版に載ります。",
            "The present edition stays published until the correction is. The reason is printed with it.",
        ),
        do=lambda reason: editions.correct_edition(
            actor=actor_of(request), edition=edition, reason=reason, at=today()
        ),
    )


@opens_to(verb=Verb.PUBLISH, kind=KIND)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest, edition_slug: str) -> HttpResponse:
    edition = shown.wanted_edition(edition_slug)
    return _with_reason(
        request,
        edition,
        name=bi("公表を取り下げる", "Withdraw the publication"),
        label=Localised.both("取り下げの理由", "Reason of the withdrawal"),
        foot=bi(
            "版は消えません。取り下げの印と理由が、公開の頁に出ます。元には戻せません。",
            "The edition does not vanish: a mark and the reason stand on its public page. This cannot be undone.",
        ),
        do=lambda reason: editions.withdraw_edition(
            actor=actor_of(request), edition=edition, reason=reason, at=today()
        ),
    )


@opens_to(verb=Verb.VIEW, kind=KIND)
@require_safe
def manifest_page(request: HttpRequest, edition_slug: str) -> HttpResponse:
    """The parts of a frozen edition with their hashes: good, removed or damaged."""
    edition = shown.wanted_edition(edition_slug)
    if not edition.is_frozen:
        raise Http404
    verified = verify(edition)
    removes = may_everywhere(actor_of(request), Verb.PUBLISH, KIND)
    name = bi("目録とハッシュ値", "Manifest and hashes")
    body = {
        "edition": edition,
        "label": shown.label_of(edition),
        "verified": verified,
        "table": shown.manifest_table(verified),
        "names": shown.removable(edition, today()) if removes else [],
        "removals": shown.removals(edition),
    }
    return page(
        request, "desk/edition_manifest.html", body, crumbs=shown.crumbs_of(edition, parts.Crumb(name))
    )


@opens_to(verb=Verb.PUBLISH, kind=KIND)
@require_POST
def remove(request: HttpRequest, edition_slug: str, part_id: int) -> HttpResponse:
    """Take a name or a photograph out: the consent was withdrawn."""
    edition = shown.wanted_edition(edition_slug)
    part = edition.parts.filter(pk=part_id).first()
    if part is None:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        editions.remove_part(actor=actor_of(request), part=part, reason=reason, at=timezone.now())
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(
            request,
            bi("削除しました。その場所には印が出ます。", "Removed. A mark stands in its place."),
        )
    return HttpResponseRedirect(reverse("desk:edition_manifest", args=[edition.pk]))
