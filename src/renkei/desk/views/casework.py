"""One case on one page: what to do next, where it stands, who, what was promised and done, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.accounts.permissions import Verb, may
from renkei.core.publication.selectors import is_visible, visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi, both
from renkei.desk import casework, records
from renkei.desk.forms.cases import CloseForm, MoveForm, PlanForm
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, cluster_of, language_now, page, today
from renkei.desk.show import currency_of
from renkei.desk.views.case_acts import form_options
from renkei.desk.views.case_parts import analysis_rows, introduction_rows
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.board import clock_of, company_name, entered_days, open_promises
from renkei.matching.enums import StagePhase
from renkei.matching.models import Activity, CaseStage, CaseStep
from renkei.matching.rules import late_marks
from renkei.matching.services.visits import keep_promise

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor
    from renkei.matching.models import Case

SHOWN = 20
TONES: dict[str, parts.Tone] = {"open": "info", "reached": "good", "closed": "ended"}


@opens_to(verb=Verb.VIEW, kind="case")
def case_page(request: HttpRequest, case_slug: str) -> HttpResponse:
    case, actor, at = casework.wanted_case(request, case_slug), actor_of(request), today()
    entered = entered_days([case.pk]).get(case.pk, case.opened_on)
    clock = clock_of(case, entered, open_promises([case.pk], actor, at).get(case.pk))
    writes = casework.may_write(actor, case)
    done = visible_to(case.activities.select_related("coordinator"), actor, at)
    promises = done.filter(promised_by__isnull=False).order_by("promise_kept_on", "promised_by", "slug")
    body: dict[str, Any] = {
        "case": case,
        "company": company_name(case),
        "state_view": parts.StateView(case.stage.name, TONES[case.stage.phase]),
        "late": [casework.late_words(mark) for mark in late_marks(clock, at)],
        "links": _next(case, actor, writes=writes),
        "steps": _way(case, actor, at),
        "facts": _facts(case, actor, at),
        "promises": list(promises[:SHOWN]),
        "today": at,
        "activities": [_event(each) for each in done.order_by("-held_on", "-slug")[:SHOWN]],
        "activity_count": done.count(),
        "activities_url": f"{reverse('desk:list', args=['matching', 'activity'])}?case={case.pk}",
        "writes": writes,
        "introductions": introduction_rows(case, actor, at),
        "analyses": analysis_rows(case, actor, at),
        "related": _related(request, case, actor, at),
        "lineage_url": reverse("desk:lineage", args=["case", case.pk]),
    }
    if writes:
        body |= _forms(request, case)
    return page(request, "desk/casework.html", body, crumbs=casework.case_crumbs(parts.Crumb(case.title)))


@opens_to(verb=Verb.CHANGE, kind="activity")
@require_POST
def promise_kept(request: HttpRequest, activity_slug: str) -> HttpResponse:
    rows = visible_to(Activity.objects.select_related("case"), actor_of(request), today())
    activity = rows.filter(pk=activity_slug).first()
    if activity is None:
        raise Http404
    try:
        keep_promise(actor=actor_of(request), activity=activity, on=today())
    except RuleBroken as broken:
        messages.error(request, said(broken))
    else:
        messages.success(request, bi("約束を果たしたと記録しました。", "The promise is recorded as kept."))
    back = casework.case_address(activity.case) if activity.case else reverse("desk:activities")
    return HttpResponseRedirect(f"{back}#promises")


def _forms(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Return the forms of what can be done; a closed case is only reopened."""
    options = form_options(request)
    language = language_now()
    due = case.next_due.isoformat() if case.next_due else ""
    plan = {"next_step": case.next_step.text(language), "next_due": due}
    return {
        "move_form": MoveForm(auto_id="move_%s", **options),
        "plan_form": PlanForm(initial=plan, auto_id="plan_%s", **options),
        "close_form": CloseForm(auto_id="close_%s", **options),
    }


def _next(case: Case, actor: Actor, *, writes: bool) -> list[parts.Link]:
    record = reverse("desk:record", args=["matching", "case", case.pk])
    everything = parts.Link(
        bi("全項目と履歴", "All fields and history"),
        record,
        bi("変更と取り下げもこちら。", "To edit or withdraw too."),
    )
    if not writes:
        return [everything]
    if case.closed_on is not None:
        return [parts.Link(bi("再開する", "Reopen"), "#reopen"), everything]
    visit = parts.Link(
        bi("訪問・電話を記録する", "Log a visit or call"),
        f"{reverse('desk:visit')}?case={case.pk}",
        bi("段階と次の一歩も一緒に入れられます。", "Stage and next step go with it."),
        main=True,
    )
    introduce = parts.Link(
        bi("研究者を引き合わせる", "Introduce a researcher"),
        reverse("desk:case_part", args=[case.pk, "introduction"]),
        bi("双方の同意を記録してから。", "After both sides have agreed."),
    )
    becomes = parts.Link(
        bi("共同研究になった", "It became joint research"),
        reverse("desk:case_becomes", args=[case.pk]),
        bi(
            "契約を登録すると、案件が移り、件数に入ります。",
            "With the contract the case moves and is counted.",
        ),
    )
    return [visit, introduce, *([becomes] if may(actor, Verb.ADD, "jointproject") else []), everything]


def _way(case: Case, actor: Actor, at: dt.date) -> list[parts.Step]:
    """Return the stages passed with their days, the present one, and the open ones to come."""
    rows = visible_to(CaseStep.objects.filter(case=case), actor, at).select_related("stage")
    steps = list(rows.order_by("entered_on", "slug"))
    who = _writers(steps)
    found = [
        parts.Step(each.stage.name, "passed", each.entered_on, who.get(each.pk, "")) for each in steps[:-1]
    ]
    last = steps[-1] if steps else None
    found.append(
        parts.Step(
            case.stage.name,
            "current",
            last.entered_on if last else case.opened_on,
            who.get(last.pk, "") if last else "",
        )
    )
    if case.closed_on is None and case.stage.phase == StagePhase.OPEN:
        to_come = CaseStage.objects.filter(position__gt=case.stage.position, phase=StagePhase.OPEN)
        to_come = visible_to(to_come, actor, at)
        found += [parts.Step(stage.name) for stage in to_come.order_by("position", "pk")]
    return found


def _writers(steps: Sequence[CaseStep]) -> dict[str, str]:
    """Return who entered each step."""
    events: Any = CaseStep.pgh_event_model.objects  # type: ignore[attr-defined]
    rows = events.filter(pgh_obj_id__in=[each.pk for each in steps], pgh_label="insert")
    found = rows.values_list("pgh_obj_id", "pgh_context__metadata__actor")
    return {slug: str(name or "") for slug, name in found if name != COMMAND_LINE.name}


def _facts(case: Case, actor: Actor, at: dt.date) -> list[parts.Fact]:
    due = parts.Cell(case.answered_on, "day") if case.answered_on else parts.Cell(case.answer_due, "day")
    label = (
        bi("最初に回答した日", "First answered on")
        if case.answered_on
        else bi("最初の回答の期限", "First answer due")
    )
    found = [
        parts.Fact(bi("企業", "Company"), _target(case.company, actor, at, company_name(case))),
        parts.Fact(bi("担当", "Coordinator"), parts.Cell(casework.person_name(case.coordinator) or None)),
        parts.Fact(bi("ニーズ", "Need"), _target(case.need, actor, at)),
        parts.Fact(bi("開始日", "Opened on"), parts.Cell(case.opened_on, "day")),
        parts.Fact(label, due),
    ]
    if case.seed is not None:
        found.insert(3, parts.Fact(bi("出発点のシーズ", "Seed"), _target(case.seed, actor, at)))
    names = records.holder_names(case)
    seen = records.holding_cell(case, "holder", names)
    if case.holder_person:
        seen = parts.Cell(
            bi("担当者だけ（代理・監査を除く）", "Its coordinator only (deputies and auditors aside)")
        )
    elif case.shared_with:
        shared = records.holding_cell(case, "shared_with", names)
        words = Localised.both("{holder}。共有：{shared}", "{holder}; shared with {shared}")
        said = words.filled(holder=both(seen.value), shared=both(shared.value))
        seen = parts.Cell(said, "localised")
    found.append(parts.Fact(bi("見える人", "Who sees it"), seen))
    if case.closed_on:
        found.append(parts.Fact(bi("終了", "Closed"), parts.Cell(case.closed_on, "day", under=_why(case))))
    return found


def _why(case: Case) -> Localised:
    name = case.closing_reason.name if case.closing_reason else Localised()
    if case.passed_to is None:
        return name
    return Localised.both("{name}：{to}", "{name}: {to}").filled(name=name, to=case.passed_to.name)


def _target(record: Any, actor: Actor, at: dt.date, words: Any = None) -> parts.Cell:
    if record is None or not is_visible(record, actor, at):
        return parts.Cell(words or None)
    kind = kind_of(record)
    return parts.Cell(kind.label(record), "localised", url=kind.desk_address(record.pk))


def _event(activity: Activity) -> parts.Event:
    kind = activity.get_kind_display()
    text = Localised.both("{kind}：{what}", "{kind}: {what}").filled(kind=both(kind), what=activity.what)
    return parts.Event(
        text,
        activity.held_on,
        casework.person_name(activity.coordinator),
        url=kind_of("activity").desk_address(activity.pk),
    )


def _related(request: HttpRequest, case: Case, actor: Actor, at: dt.date) -> list[records.Part]:
    """Return what else belongs to a case, of whatever context: funds, projects, judged matches of its need."""
    currency = currency_of(cluster_of(request).currency)
    here = {"casestep", "activity", "introduction", "analysis"}
    found = [
        records.part(each, case, actor, currency, at)
        for each in records.pointing_to(kind_of("case"), case.pk, actor, at)
        if each.kind.slug not in here and may(actor, Verb.VIEW, each.kind.slug)
    ]
    if case.need is not None and is_visible(case.need, actor, at) and may(actor, Verb.VIEW, "match"):
        pointing = records.pointing_to(kind_of("need"), case.need.pk, actor, at)
        found += [
            records.part(each, case.need, actor, currency, at)
            for each in pointing
            if each.kind.slug == "match"
        ]
    return found
