"""Breaches: recorded, counted holder by holder, reported in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import NEEDED, said
from renkei.desk.pages import actor_of, language_now, page, today
from renkei.desk.readings import note
from renkei.desk.views.privacy import crumbs
from renkei.desk.views.privacy_cases import CASES, TONES
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.workflow import verbs
from renkei.privacy.enums import Way
from renkei.privacy.models import Breach
from renkei.privacy.rules import PARAMETERS
from renkei.privacy.services.breaches import duties, held_by, move_breach, people_of, record_breach
from renkei.privacy.workflow import BREACH

if TYPE_CHECKING:
    from django.http import HttpRequest

STEPS = {
    "report_preliminary": bi("速報をした", "The preliminary report is made"),
    "report_final": bi("確報をした", "The final report is made"),
    "close": bi("終了する", "Close"),
}
PERSONS = "persons:"


class BreachForm(forms.Form):
    """What happened, and the number of persons of each holder that has people in the directory."""

    known_on = forms.DateField(
        label=bi("知った日", "Known on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    happened = TextField(
        label=bi("概要", "What happened"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": NEEDED},
    )
    items = TextField(
        label=bi("個人情報の項目", "Which data"), max_length=500, error_messages={"required": NEEDED}
    )
    cause = TextField(
        label=bi("原因", "Cause"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    measures = TextField(
        label=bi("本人への対応・再発防止の措置", "Measures"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    sensitive = forms.BooleanField(
        label=bi("要配慮個人情報を含む", "Data that need special care"), required=False
    )
    property_damage = forms.BooleanField(
        label=bi("財産的被害のおそれがある", "Loss of property is likely"), required=False
    )
    malice = forms.BooleanField(label=bi("不正の目的のおそれがある", "Malice is suspected"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = held_by()
        for organisation in Organisation.objects.filter(pk__in=known).order_by("pk"):
            name = organisation.name.text(language_now())
            held = known[organisation.pk]
            self.fields[f"{PERSONS}{organisation.pk}"] = forms.IntegerField(
                label=bi(f"人数：{name}", f"Persons: {name}"),
                help_text=bi(f"名簿に{held}人", f"{held} people in the directory"),
                min_value=0,
                required=False,
            )

    def persons(self) -> dict[str, int]:
        return {
            name.removeprefix(PERSONS): count
            for name, count in self.cleaned_data.items()
            if name.startswith(PERSONS) and count
        }

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(PERSONS)}


@opens_to(verb=Verb.ADD, kind="privacycase")
@require_http_methods(["GET", "HEAD", "POST"])
def new_breach(request: HttpRequest) -> HttpResponse:
    form = BreachForm(request.POST or None, initial={"known_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            breach = record_breach(actor=actor_of(request), persons=form.persons(), **form.said())
        except RuleBroken as flaw:
            form.add_error(None, said(flaw))
        else:
            return HttpResponseRedirect(reverse("desk:breach", args=[breach.pk]))
    title = bi("漏えい等を記録する", "Record a breach")
    body = {"form": form, "title": title, "submit": bi("記録する", "Record"), "back": reverse("desk:cases")}
    trail = crumbs(parts.Crumb(CASES, reverse("desk:cases")), parts.Crumb(title))
    return page(request, "desk/people_form.html", body, crumbs=trail, status=422 if form.errors else 200)


def wanted_breach(number: str) -> Breach:
    found = Breach.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@opens_to(verb=Verb.VIEW, kind="privacycase")
def breach_page(request: HttpRequest, breach: str) -> HttpResponse:
    """The skeleton of the report, what each holder must do by when, and the people concerned."""
    found = wanted_breach(breach)
    may_change = may(actor_of(request), Verb.CHANGE, "privacycase")
    due = duties(found)
    people = _people([each.organisation for each in due])
    if people.rows:
        note(request, "person", Way.LIST, count=len(people.rows))
    body = {
        "breach": found,
        "state_view": parts.StateView(found.get_state_display(), TONES[found.state]),
        "table": _duties(due),
        "people": people,
        "steps": [(verb, STEPS[verb]) for verb in verbs(BREACH, found.state)] if may_change else [],
        "source": PARAMETERS["public_threshold"].source,
    }
    trail = crumbs(parts.Crumb(CASES, reverse("desk:cases")), parts.Crumb(found.number))
    return page(request, "desk/privacy_breach.html", body, crumbs=trail)


def _duties(due: list[Any]) -> parts.Table:
    must, need_not = bi("報告が要る", "Must report"), bi("人数では要らない", "Not by number")
    return parts.Table(
        identifier="duties",
        caption=bi("機関ごとの人数と報告の期限", "Holders: persons, and reports due"),
        columns=[
            parts.Column(bi("機関", "Holder"), row_head=True),
            parts.Column(bi("人数", "Persons"), numeric=True),
            parts.Column(bi("基準（超えるとき）", "Threshold (above)"), numeric=True),
            parts.Column(bi("報告", "Report")),
            parts.Column(bi("速報の期限", "Preliminary by"), tight=True),
            parts.Column(bi("確報の期限", "Final by"), tight=True),
        ],
        rows=[
            [
                parts.Cell(each.organisation.name, "localised"),
                parts.Cell(f"{each.persons:,}", "ordinal"),
                parts.Cell(f"{each.threshold:,}", "ordinal"),
                parts.Cell(
                    parts.StateView(must, "late") if each.reports else parts.StateView(need_not), "state"
                ),
                parts.Cell(each.preliminary if each.reports else None, "day"),
                parts.Cell(each.final if each.reports else None, "day"),
            ]
            for each in due
        ],
        empty=parts.Empty(bi("人数がまだありません", "No persons are counted yet")),
    )


def _people(holders: list[Organisation]) -> parts.Table:
    rows = [
        [
            parts.Cell(person.display_name(), url=kind_of("person").desk_address(person.pk)),
            parts.Cell(holder.name, "localised"),
        ]
        for holder in holders
        for person in people_of(holder.pk)
    ]
    return parts.Table(
        identifier="people",
        caption=bi("名簿にいる本人（通知の相手の候補）", "People of the directory who may have to be told"),
        columns=[parts.Column(bi("氏名", "Name"), row_head=True), parts.Column(bi("機関", "Holder"))],
        rows=rows,
        empty=parts.Empty(bi("名簿に当たる人はいません", "Nobody in the directory")),
    )


@opens_to(verb=Verb.CHANGE, kind="privacycase")
@require_POST
def move(request: HttpRequest, breach: str) -> HttpResponse:
    found = wanted_breach(breach)
    try:
        move_breach(
            actor=actor_of(request),
            breach=found,
            verb=request.POST.get("verb", ""),
            reason=request.POST.get("reason", "")[:500],
        )
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("状態を変えました。", "It has moved on."))
    return HttpResponseRedirect(reverse("desk:breach", args=[found.pk]))
