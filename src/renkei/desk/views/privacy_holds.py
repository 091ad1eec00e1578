"""Holds: whose data must stay although somebody would erase them, why and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import NEEDED, said
from renkei.desk.pages import actor_of, page, today
from renkei.desk.views.privacy import crumbs
from renkei.desk.views.privacy_cases import SUBJECTS, SubjectForm
from renkei.kernel.errors import RuleBroken
from renkei.privacy.models import LegalHold
from renkei.privacy.services.cases import hold, release

if TYPE_CHECKING:
    from django.http import HttpRequest

HOLDS = bi("消去の停止", "Holds on erasure")


class HoldForm(SubjectForm):
    why = TextField(
        label=bi("理由（係争・監査・法令など）", "Reason (a suit, an audit, a law)"),
        max_length=500,
        error_messages={"required": NEEDED},
    )
    until = forms.DateField(
        label=bi("期限", "Until"),
        help_text=bi("空欄は期限なし", "Empty: no end"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class ReleaseForm(forms.Form):
    reason = TextField(
        label=bi("解く理由", "Why it is lifted"), max_length=500, error_messages={"required": NEEDED}
    )


@opens_to(verb=Verb.VIEW, kind="privacycase")
def holds_page(request: HttpRequest) -> HttpResponse:
    """Every hold: those in force first, then the ended."""
    may_change = may(actor_of(request), Verb.CHANGE, "privacycase")
    rows = sorted(LegalHold.objects.order_by("pk"), key=lambda each: not each.is_in_force(today()))
    table = parts.Table(
        identifier="holds",
        caption=HOLDS,
        columns=[
            parts.Column(bi("本人の識別名", "Identifier"), row_head=True),
            parts.Column(bi("理由", "Reason")),
            parts.Column(bi("期限", "Until"), tight=True),
            parts.Column(bi("状態", "State"), tight=True),
        ],
        rows=[_row(each, may_change=may_change) for each in rows],
        empty=parts.Empty(
            bi("消去を止めている人はいません", "Nobody's data are held"),
            bi(
                "係争や監査のあいだ消してはならない人の記録を、ここで止めます。",
                "Hold the data of a person here while a suit or an audit needs them.",
            ),
        ),
    )
    body = {"table": table, "may_add": may(actor_of(request), Verb.ADD, "privacycase")}
    return page(request, "desk/privacy_holds.html", body, crumbs=crumbs(parts.Crumb(HOLDS)))


def _row(held: LegalHold, *, may_change: bool) -> list[parts.Cell]:
    force = held.is_in_force(today())
    label = bi("停止中", "In force") if force else bi("期限を過ぎた", "Over")
    address = reverse("desk:release_hold", args=[held.pk]) if may_change else ""
    return [
        parts.Cell(held.subject, url=address, under=dict(SUBJECTS)[held.subject_kind]),
        parts.Cell(held.why),
        parts.Cell(held.until, "day"),
        parts.Cell(parts.StateView(label, "warn" if force else "ended"), "state"),
    ]


@opens_to(verb=Verb.ADD, kind="privacycase")
@require_http_methods(["GET", "HEAD", "POST"])
def new_hold(request: HttpRequest) -> HttpResponse:
    form = HoldForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            hold(actor=actor_of(request), **form.cleaned_data)
        except RuleBroken as flaw:
            form.add_error("subject" if flaw.code == "privacy.unknown_person" else "why", said(flaw))
        else:
            messages.success(request, bi("消去を止めました。", "The data are held."))
            return HttpResponseRedirect(reverse("desk:holds"))
    title = bi("消去を止める", "Hold a person's data")
    return _form(request, form, title, bi("止める", "Hold"))


@opens_to(verb=Verb.CHANGE, kind="privacycase")
@require_http_methods(["GET", "HEAD", "POST"])
def release_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    found = LegalHold.objects.filter(pk=hold_id).first()
    if found is None:
        raise Http404
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        release(actor=actor_of(request), held=found, reason=form.cleaned_data["reason"])
        messages.success(request, bi("停止を解きました。", "The hold is lifted."))
        return HttpResponseRedirect(reverse("desk:holds"))
    about = bi(
        "解くと、保存期間の過ぎた記録は次の夜に消去されます。",
        "Once it is lifted, what is kept past its time is erased the next night.",
    )
    title = bi("停止を解く", "Lift the hold")
    who = kind_of("person").name if found.subject_kind == "person" else dict(SUBJECTS)[found.subject_kind]
    return _form(request, form, title, title, about=about, who=f"{who} {found.subject}")


def _form(
    request: HttpRequest, form: forms.Form, title: object, submit: object, **more: object
) -> HttpResponse:
    body = {"form": form, "title": title, "submit": submit, "back": reverse("desk:holds"), **more}
    way = crumbs(parts.Crumb(HOLDS, reverse("desk:holds")), parts.Crumb(title))
    status = 422 if form.errors else 200
    return page(request, "desk/people_form.html", body, crumbs=way, status=status)
