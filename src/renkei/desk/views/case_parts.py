"""Introductions and preliminary analyses of a case: added, agreed to, printed for each side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.forms.fields import said
from renkei.desk.forms.records import PartForm
from renkei.desk.pages import actor_of, cell_settings, languages_of, page, today
from renkei.desk.writes import written
from renkei.kernel.errors import RuleBroken
from renkei.kernel.workflow import verbs
from renkei.matching.board import company_name
from renkei.matching.models import Analysis, Introduction
from renkei.matching.services.parts import (
    PARTS,
    add_to_case,
    answer_analysis,
    ask_again,
    consent,
    decline,
    introduce,
)
from renkei.matching.workflow import INTRODUCTION

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor
    from renkei.matching.models import Case

# What a new part is asked for; the rest comes in its own time.
ASKED = {
    "introduction": ("seed", "researcher", "may_pass_on", "note"),
    "analysis": (
        "title",
        "laboratory",
        "samples",
        "sample_count",
        "transfer_check",
        "ethics_check",
        "received_on",
        "due_on",
    ),
}
TONES: dict[str, parts.Tone] = {"asking": "warn", "agreed": "info", "made": "good"}


@dataclass(frozen=True)
class IntroductionRow:
    """One introduction with the acts its state allows."""

    introduction: Introduction
    state: parts.StateView
    title: Any
    verbs: frozenset[str]
    url: str


@opens_to(verb=Verb.CHANGE, kind="case")
@require_http_methods(["GET", "HEAD", "POST"])
def add_part(request: HttpRequest, case_slug: str, part: str) -> HttpResponse:
    """Add an introduction or an analysis to a case."""
    case = casework.wanted_case(request, case_slug)
    if part not in PARTS:
        raise Http404
    kind = kind_of(part)
    form = PartForm(
        request.POST or None,
        names=ASKED[part],
        kind=kind,
        languages=languages_of(request),
        actor=actor_of(request),
        at=today(),
        settings=cell_settings(request),
        initial={"seed": request.GET.get("seed", "").replace("\0", "") or case.seed_id or ""},
    )
    if request.method == "POST" and form.is_valid() and _added(request, case, part, form):
        messages.success(request, bi("加えました。", "Added."))
        return HttpResponseRedirect(f"{casework.case_address(case)}#{part}s")
    crumbs = casework.case_crumbs(
        parts.Crumb(case.title, casework.case_address(case)), parts.Crumb(kind.name)
    )
    body = {"form": form, "name": kind.name, "cancel_url": casework.case_address(case)}
    return page(request, "desk/case_part.html", body, crumbs=crumbs, status=422 if form.errors else 200)


def _added(request: HttpRequest, case: Case, part: str, form: PartForm) -> bool:
    try:
        written(
            kind_of(part),
            lambda: add_to_case(actor=actor_of(request), case=case, kind=part, values=form.values()),
        )
    except RecordRefused as refused:
        form.add_flaws(refused.flaws)
    except RuleBroken as broken:
        form.add_error(None, said(broken))
    return not form.errors


@opens_to(verb=Verb.CHANGE, kind="introduction")
@require_POST
def act_on_introduction(request: HttpRequest, introduction_slug: str) -> HttpResponse:
    """Consent, decline, introduce, ask again: one button each."""
    found = wanted_introduction(request, introduction_slug)
    actor, at = actor_of(request), today()
    act, _, side = request.POST.get("act", "").partition(" ")
    try:
        if act == "consent":
            consent(actor=actor, introduction=found, side=side, on=at)
        elif act == "decline":
            decline(actor=actor, introduction=found, side=side)
        elif act == "introduce":
            introduce(actor=actor, introduction=found, on=at)
        elif act == "again":
            ask_again(actor=actor, introduction=found)
    except RuleBroken as broken:
        messages.error(request, said(broken))
    except RecordRefused as refused:
        for _, flaw in refused.flaws:
            messages.error(request, said(flaw))
    else:
        messages.success(request, bi("引き合わせの状態を記録しました。", "The introduction is recorded."))
    return HttpResponseRedirect(f"{casework.case_address(found.case)}#introductions")


@opens_to(verb=Verb.VIEW, kind="analysis")
def analysis_answer(request: HttpRequest, analysis_slug: str) -> HttpResponse:
    """The one-page answer to the company, for A4."""
    found = _analysis(request, analysis_slug)
    writes = may_on(actor_of(request), Verb.CHANGE, "analysis", found.holding())
    crumbs = casework.case_crumbs(
        parts.Crumb(found.case.title, casework.case_address(found.case)), parts.Crumb(found.title)
    )
    body = {
        "analysis": found,
        "company": company_name(found.case),
        "coordinator": casework.person_name(found.case.coordinator),
        "edit_url": reverse("desk:edit", args=["matching", "analysis", found.pk]) if writes else "",
        "give_url": reverse("desk:give_answer", args=[found.pk])
        if writes and found.answer and found.answered_on is None
        else "",
    }
    return page(request, "desk/analysis_answer.html", body, crumbs=crumbs)


@opens_to(verb=Verb.CHANGE, kind="analysis")
@require_POST
def give_answer(request: HttpRequest, analysis_slug: str) -> HttpResponse:
    """Give the company its answer: from now on it stands on the firm's own page."""
    found = _analysis(request, analysis_slug)
    try:
        answer_analysis(actor=actor_of(request), analysis=found, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, said(broken))
    else:
        done = bi(
            "企業に回答しました。企業の頁に載り、活動に記録されました。",
            "The company has its answer: it stands on the firm’s page, and the log holds it.",
        )
        messages.success(request, done)
    return HttpResponseRedirect(reverse("desk:analysis_answer", args=[found.pk]))


def _analysis(request: HttpRequest, slug: str) -> Analysis:
    rows = Analysis.objects.select_related("case__company", "case__need", "laboratory", "case__coordinator")
    found = visible_to(rows, actor_of(request), today()).filter(pk=slug).first()
    if found is None:
        raise Http404
    return found


def introduction_rows(case: Case, actor: Actor, at: dt.date) -> list[IntroductionRow]:
    rows = visible_to(case.introductions.select_related("seed", "researcher"), actor, at)
    return [_introduction_row(each, actor) for each in rows.order_by("slug")]


def _introduction_row(each: Introduction, actor: Actor) -> IntroductionRow:
    possible = (
        verbs(INTRODUCTION, each.state) if may_on(actor, Verb.CHANGE, "introduction", each.holding()) else ()
    )
    name = each.researcher.display_name() if each.researcher else ""
    seed = each.seed.title if each.seed else ""
    return IntroductionRow(
        introduction=each,
        state=parts.StateView(each.get_state_display(), TONES.get(each.state, "ended")),
        title=seed or name or each.pk,
        verbs=frozenset(possible),
        url=kind_of("introduction").desk_address(each.pk),
    )


def analysis_rows(case: Case, actor: Actor, at: dt.date) -> list[tuple[Analysis, str, bool]]:
    """Return analyses with their record's address, and whether their answer is late."""
    rows = visible_to(case.analyses.select_related("laboratory"), actor, at).order_by("slug")
    kind = kind_of("analysis")
    return [
        (each, kind.desk_address(each.pk), bool(each.due_on and each.due_on < at and not each.answered_on))
        for each in rows
    ]


def wanted_introduction(request: HttpRequest, slug: str) -> Introduction:
    rows = Introduction.objects.select_related(
        "case__company", "case__need__company", "case__coordinator", "seed__contact_unit", "researcher"
    )
    found = visible_to(rows, actor_of(request), today()).filter(pk=slug).first()
    if found is None:
        raise Http404
    return found
