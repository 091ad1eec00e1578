"""Requests of persons: what came, what is due, the disclosure, the erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import NEEDED, said
from renkei.desk.pages import actor_of, language_now, page, today
from renkei.desk.views.privacy import crumbs
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.privacy.enums import CaseKind, CaseState, IdentityCheck, SubjectKind
from renkei.privacy.models import Breach, PrivacyCase
from renkei.privacy.rules import final_due, preliminary_due
from renkei.privacy.services import cases

if TYPE_CHECKING:
    from django.http import HttpRequest


CASES = bi("請求と漏えい", "Requests and breaches")
SUBJECTS = SubjectKind.choices
TONES: dict[str, parts.Tone] = {
    "received": "info",
    "identified": "info",
    "done": "good",
    "refused": "ended",
    "found": "late",
    "preliminary": "warn",
    "final": "good",
    "closed": "ended",
}


class SubjectForm(forms.Form):
    """Whose data it is about."""

    subject_kind = forms.ChoiceField(label=bi("本人の記録", "The person's record"), choices=SUBJECTS)
    subject = TextField(
        label=bi(
            "本人の識別名（利用者は利用者名、ほかの人はメールアドレス）",
            "Identifier of the person (of a user: the user name; of others: the mail address)",
        ),
        max_length=150,
        error_messages={"required": NEEDED},
    )


class CaseForm(SubjectForm):
    field_order = ("kind",)

    kind = forms.ChoiceField(label=bi("種類", "Kind"), choices=CaseKind.choices)
    controller = forms.ChoiceField(label=bi("請求を受けた機関", "Holder asked"))
    received_on = forms.DateField(
        label=bi("受付日", "Received on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    asked = TextField(label=bi("請求の内容", "What is asked"), max_length=500, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        holders: Any = self.fields["controller"]
        rows = Organisation.objects.order_by("pk").values_list("pk", "name")
        holders.choices = [(pk, name.text(language_now())) for pk, name in rows]


class StepForm(forms.Form):
    """What the next step needs: how the identity was checked, or the result or reason."""

    identity = forms.ChoiceField(
        label=bi("本人確認の方法", "How the identity was checked"),
        choices=[("", "—"), *IdentityCheck.choices],
        required=False,
    )
    result = TextField(
        label=bi("結果・理由", "Result or reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def wanted_case(number: str) -> PrivacyCase:
    found = PrivacyCase.objects.select_related("controller").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def crumbs_of(case: PrivacyCase | None = None, *more: parts.Crumb) -> list[parts.Crumb]:
    found = [parts.Crumb(CASES, reverse("desk:cases"))]
    if case is not None:
        found.append(parts.Crumb(case.number, reverse("desk:case", args=[case.pk])))
    return crumbs(*found, *more)


@opens_to(verb=Verb.VIEW, kind="privacycase")
def cases_page(request: HttpRequest) -> HttpResponse:
    rows = PrivacyCase.objects.select_related("controller").order_by("-number")
    table = parts.Table(
        identifier="cases",
        caption=bi("本人からの請求", "Requests of persons"),
        columns=[
            parts.Column(bi("番号", "Number"), row_head=True, tight=True),
            parts.Column(bi("種類", "Kind")),
            parts.Column(bi("機関", "Holder")),
            parts.Column(bi("受付日", "Received"), tight=True),
            parts.Column(bi("期限", "Due"), tight=True),
            parts.Column(bi("状態", "State")),
        ],
        rows=[_case_row(case) for case in rows[:200]],
        empty=parts.Empty(bi("まだ請求はありません", "No request yet")),
    )
    breaches = parts.Table(
        identifier="breaches",
        caption=bi("漏えい等", "Breaches"),
        columns=[
            parts.Column(bi("番号", "Number"), row_head=True, tight=True),
            parts.Column(bi("概要", "What happened")),
            parts.Column(bi("知った日", "Known on"), tight=True),
            parts.Column(bi("速報の期限", "Preliminary report by"), tight=True),
            parts.Column(bi("確報の期限", "Final report by"), tight=True),
            parts.Column(bi("状態", "State")),
        ],
        rows=[_breach_row(breach) for breach in Breach.objects.order_by("-number")[:200]],
        empty=parts.Empty(bi("漏えい等の記録はありません", "No breach is recorded")),
    )
    may_add = may(actor_of(request), Verb.ADD, "privacycase")
    body = {"table": table, "breaches": breaches, "may_add": may_add}
    return page(request, "desk/privacy_cases.html", body, crumbs=[*crumbs_of()[:-1], parts.Crumb(CASES)])


def _case_row(case: PrivacyCase) -> list[parts.Cell]:
    late = case.closed_on is None and case.due_on < today()
    return [
        parts.Cell(case.number, url=reverse("desk:case", args=[case.pk])),
        parts.Cell(CaseKind(case.kind).label),
        parts.Cell(case.controller.name, "localised"),
        parts.Cell(case.received_on, "day"),
        parts.Cell(case.due_on, "day"),
        parts.Cell(_state(case.state, CaseState(case.state).label, late=late), "state"),
    ]


def _state(state: str, label: Any, *, late: bool = False) -> parts.StateView:
    return parts.StateView(label, "late" if late else TONES[state])


def _breach_row(breach: Breach) -> list[parts.Cell]:
    return [
        parts.Cell(breach.number, url=reverse("desk:breach", args=[breach.pk])),
        parts.Cell(breach.happened[:80]),
        parts.Cell(breach.known_on, "day"),
        parts.Cell(preliminary_due(breach.known_on), "day"),
        parts.Cell(final_due(breach.known_on, malice=breach.malice), "day"),
        parts.Cell(_state(breach.state, breach.get_state_display()), "state"),
    ]


@opens_to(verb=Verb.ADD, kind="privacycase")
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    form = CaseForm(request.POST or None, initial={"received_on": today(), **request.GET.dict()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["controller"] = Organisation.objects.get(pk=given["controller"])
        try:
            case = cases.open_case(actor=actor_of(request), **given)
        except RuleBroken as flaw:
            form.add_error("subject" if flaw.code == "privacy.unknown_person" else None, said(flaw))
        else:
            return HttpResponseRedirect(reverse("desk:case", args=[case.pk]))
    title = bi("請求を受け付ける", "Receive a request")
    body = {
        "form": form,
        "title": title,
        "submit": bi("受け付ける", "Receive"),
        "back": reverse("desk:cases"),
    }
    status = 422 if form.errors else 200
    return page(
        request, "desk/people_form.html", body, crumbs=crumbs_of(None, parts.Crumb(title)), status=status
    )


@opens_to(verb=Verb.VIEW, kind="privacycase")
@never_cache
def case_page(request: HttpRequest, case: str) -> HttpResponse:
    found = wanted_case(case)
    open_ = found.closed_on is None
    may_change = may(actor_of(request), Verb.CHANGE, "privacycase")
    label = _subject_cell(found)
    body = {
        "case": found,
        "state_view": _state(
            found.state, CaseState(found.state).label, late=open_ and found.due_on < today()
        ),
        "facts": [
            parts.Fact(bi("種類", "Kind"), parts.Cell(CaseKind(found.kind).label)),
            parts.Fact(bi("本人の記録", "The person's record"), label),
            parts.Fact(
                bi("請求を受けた機関", "Holder asked"), parts.Cell(found.controller.name, "localised")
            ),
            parts.Fact(bi("受付日", "Received on"), parts.Cell(found.received_on, "day")),
            parts.Fact(
                bi("期限", "Due on"),
                parts.Cell(found.due_on, "day", under=bi("延長済み", "put off") if found.extended else ""),
            ),
            parts.Fact(bi("請求の内容", "What is asked"), parts.Cell(found.asked or None)),
            parts.Fact(
                bi("本人確認の方法", "How the identity was checked"),
                parts.Cell(IdentityCheck(found.identity).label if found.identity else None),
            ),
            parts.Fact(bi("結果", "Result"), parts.Cell(found.result or None)),
        ],
        "links": _next(found) if may_change and found.state == "identified" else [],
        "form": StepForm(),
        "steps": _verbs(found) if may_change and open_ else [],
        "events": _events(found),
    }
    return page(
        request, "desk/privacy_case.html", body, crumbs=[*crumbs_of(found)[:-1], parts.Crumb(found.number)]
    )


def _subject_cell(case: PrivacyCase) -> parts.Cell:
    person = case.subject_kind == "person"
    return parts.Cell(case.subject, url=kind_of("person").desk_address(case.subject) if person else "")


def _verbs(case: PrivacyCase) -> list[tuple[str, Any]]:
    found = []
    if case.state == "received":
        found.append(("identify", bi("本人確認を済ませた", "The identity is checked")))
    else:
        found.append(("complete", bi("完了する", "Complete")))
    if not case.extended:
        found.append(("extend", bi("期限を延長する", "Put the due day off")))
    return [*found, ("refuse", bi("応じない（理由が要る）", "Refuse (with the reason)"))]


def _next(case: PrivacyCase) -> list[parts.Link]:
    if case.kind == CaseKind.DISCLOSURE:
        return [
            parts.Link(
                bi("開示の書面をつくる", "Make the disclosure"),
                reverse("desk:disclosure", args=[case.pk]),
                bi("見たことは記録に残ります。", "The reading is logged."),
                main=True,
            ),
            parts.Link("JSON", reverse("desk:disclosure_json", args=[case.pk])),
        ]
    if case.kind == CaseKind.CORRECTION and case.subject_kind == "person":
        address = reverse("desk:edit", args=["directory", "person", case.subject])
        return [parts.Link(bi("記録を訂正する", "Correct the record"), address, main=True)]
    if case.kind == CaseKind.ERASURE:
        return [
            parts.Link(
                bi("消去の内容を確かめる", "See what would be erased"),
                reverse("desk:erase", args=[case.pk]),
                bi("まだ何も消えません。", "Nothing is erased yet."),
                main=True,
            )
        ]
    return []


def _events(case: PrivacyCase) -> list[parts.Event]:
    model = PrivacyCase.pgh_event_model  # type: ignore[attr-defined]
    rows = model.objects.filter(pgh_obj_id=case.pk).select_related("pgh_context").order_by("-pgh_id")
    return [
        parts.Event(
            CaseState(each.state).label,
            timezone.localtime(each.pgh_created_at),
            each.pgh_context.metadata.get("actor", "") if each.pgh_context else "",
            each.pgh_context.metadata.get("reason", "") if each.pgh_context else "",
        )
        for each in rows
    ]


@opens_to(verb=Verb.CHANGE, kind="privacycase")
@require_POST
def move_case(request: HttpRequest, case: str) -> HttpResponse:
    found, actor = wanted_case(case), actor_of(request)
    result, verb = request.POST.get("result", ""), request.POST.get("verb", "")
    try:
        if verb == "identify":
            cases.identify(actor=actor, case=found, how=request.POST.get("identity", ""))
        elif verb == "extend":
            cases.extend(actor=actor, case=found, reason=result)
        elif verb == "complete":
            cases.complete(actor=actor, case=found, result=result, at=today())
        else:
            cases.refuse(actor=actor, case=found, result=result, at=today())
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("請求の状態を変えました。", "The request has moved on."))
    return HttpResponseRedirect(reverse("desk:case", args=[found.pk]))
