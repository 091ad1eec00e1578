"""What is done to a case: opened, moved, answered, planned, closed, reopened; told where somebody was quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.publication.selectors import within_reach
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.acts import act_of, latest_act_on
from renkei.desk.forms.cases import CloseForm, MoveForm, NewCaseForm, PlanForm, day_typed
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, cell_settings, language_now, languages_of, page, today
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.models import Case, Need, Seed
from renkei.matching.services.cases import (
    answer_case,
    close_case,
    move_case,
    open_case,
    plan_next,
    reopen_case,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from renkei.matching.models import CaseStage

OPEN_NEW = bi("案件を始める", "Open a case")
DONE = {
    "move": bi("段階を移しました。", "The case has moved."),
    "plan": bi("次の一歩を保存しました。", "The next step is saved."),
    "answer": bi("最初の回答を記録しました。", "The first answer is recorded."),
    "close": bi("案件を終了しました。", "The case is closed."),
    "reopen": bi("案件を再開しました。", "The case is reopened."),
}


def form_options(request: HttpRequest) -> dict[str, Any]:
    """Return what every form of the desk is told."""
    return {
        "languages": languages_of(request),
        "settings": cell_settings(request),
        "actor": actor_of(request),
        "at": today(),
    }


@opens_to(verb=Verb.ADD, kind="case")
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case: `?need=` or `?seed=` names what it starts from."""
    actor = actor_of(request)
    need = within_reach(Need.objects.select_related("company", "coordinator"), actor, Verb.CHANGE)
    start = need.filter(pk=request.GET.get("need", "").replace("\0", "")).first()
    initial = {"coordinator": actor.person, "seed": request.GET.get("seed", "")}
    if start is not None:
        initial |= {
            "title": start.title.text(language_now()),
            "company": start.company_id or "",
            "coordinator": start.coordinator_id or actor.person,
        }
    form = NewCaseForm(request.POST or None, initial=initial, need=start, **form_options(request))
    if request.method == "POST" and form.is_valid() and (made := _opened(request, form, start)):
        messages.success(request, bi("案件を始めました。", "The case is opened."))
        return HttpResponseRedirect(casework.case_address(made))
    crumbs = casework.case_crumbs(parts.Crumb(OPEN_NEW))
    body = {"form": form, "name": OPEN_NEW, "need": start, "cancel_url": reverse("desk:board")}
    status = 422 if form.errors else 200
    return page(request, "desk/case_new.html", body, crumbs=crumbs, status=status)


def _opened(request: HttpRequest, form: NewCaseForm, need: Need | None) -> Case | None:
    given = form.cleaned_data
    try:
        return open_case(
            actor=actor_of(request),
            at=today(),
            title=casework.said_now(given["title"]),
            need=need,
            seed=Seed.objects.filter(pk=given["seed"]).first() if given["seed"] else None,
            company=form.organisation("company"),
            coordinator=form.person("coordinator"),
            keep_private=given.get("keep_private", False),
        )
    except RecordRefused as refused:
        for name, flaw in refused.flaws:
            form.refuse(flaw, name)
    except RuleBroken as broken:
        form.refuse(broken)
    return None


@opens_to(verb=Verb.CHANGE, kind="case")
@require_POST
def act_on_case(request: HttpRequest, case_slug: str, act: str) -> HttpResponse:
    """One act from the case's page; what is refused is told above the page, what is stale side by side."""
    case = casework.wanted_case(request, case_slug)
    doing = ACTS.get(act)
    back = casework.case_address(case)
    if doing is None:
        return HttpResponseRedirect(back)
    try:
        doing(request, case, whole(request.POST.get("revision", "")) or 0)
    except RuleBroken as broken:
        if broken.code == "record.stale":
            form = MoveForm(request.POST, **form_options(request))
            stage = form.cleaned_data["stage"] if act == "move" and form.is_valid() else None
            return conflict_page(request, case, stage, back)
        messages.error(request, said(broken))
    except RecordRefused as refused:
        for _, flaw in refused.flaws:
            messages.error(request, said(flaw))
    else:
        messages.success(request, DONE[act])
    return HttpResponseRedirect(back)


def conflict_page(request: HttpRequest, case: Case, stage: CaseStage | None, back: str) -> HttpResponse:
    """Say who was quicker, what they did and what one wanted oneself, side by side; nothing was written."""
    present = casework.wanted_case(request, case.pk)
    act = latest_act_on(Case, case.pk)
    body = {
        "case": present,
        "act": act_of(act, actor_of(request)) if act else None,
        "wanted": stage,
        "case_url": casework.case_address(case),
        "back": back,
        "may_move": stage is not None and present.closed_on is None and stage.pk != present.stage_id,
    }
    crumbs = casework.case_crumbs(parts.Crumb(present.title, casework.case_address(case)))
    return page(request, "desk/case_conflict.html", body, crumbs=crumbs, status=409)


def valid(form: Any) -> dict[str, Any]:
    """Return what was given, or raise RuleBroken with the first thing that is wrong."""
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        label = form[name].label if name in form.fields else ""
        raise RuleBroken("form.invalid", Localised.both(f"{label}：{errors[0]}", f"{label}: {errors[0]}"))
    given: dict[str, Any] = form.cleaned_data
    return given


def _move(request: HttpRequest, case: Case, revision: int) -> None:
    given = valid(MoveForm(request.POST, **form_options(request)))
    move_case(
        actor=actor_of(request),
        case=case,
        revision=revision,
        stage=given["stage"],
        at=given["day"] or today(),
        note=casework.said_now(given["note"]),
    )


def _plan(request: HttpRequest, case: Case, revision: int) -> None:
    given = valid(PlanForm(request.POST, **form_options(request)))
    plan_next(
        actor=actor_of(request),
        case=case,
        revision=revision,
        next_step=casework.said_now(given["next_step"]),
        next_due=given["next_due"] or None,
    )


def _answer(request: HttpRequest, case: Case, revision: int) -> None:
    day = day_typed(request.POST.get("day", ""), cell_settings(request)) or today()
    answer_case(actor=actor_of(request), case=case, revision=revision, on=day)


def _close(request: HttpRequest, case: Case, revision: int) -> None:
    form = CloseForm(request.POST, **form_options(request))
    given = valid(form)
    close_case(
        actor=actor_of(request),
        case=case,
        revision=revision,
        why=given["why"],
        at=given["day"] or today(),
        passed_to=form.organisation("passed_to"),
        note=casework.said_now(given["note"]),
    )


def _reopen(request: HttpRequest, case: Case, revision: int) -> None:
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    reopen_case(actor=actor_of(request), case=case, revision=revision, at=today(), reason=reason)


ACTS = {"move": _move, "plan": _plan, "answer": _answer, "close": _close, "reopen": _reopen}
