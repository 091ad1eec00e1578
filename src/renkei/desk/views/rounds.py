"""Collection rounds: make one, ask, see who owes what, take the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk import matrix
from renkei.desk.downloads import XLSX, attached
from renkei.desk.forms.fields import said
from renkei.desk.pages import TODAY, actor_of, language_now, page, today
from renkei.directory.models import Organisation
from renkei.indicators.models import Indicator
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import verbs
from renkei.rounds.enums import QuestionState
from renkei.rounds.mails import remind_owner
from renkei.rounds.models import Round
from renkei.rounds.rules import SHEET_KINDS
from renkei.rounds.selectors import overview, rounds
from renkei.rounds.services import ask, make_round, move_round
from renkei.rounds.workflow import NEEDS_REASON, ROUND

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.rounds.models import Owner

ROUNDS = bi("照会", "Collection rounds")
TONES: dict[str, parts.Tone] = {"draft": "neutral", "open": "info", "closed": "warn", "locked": "good"}
STEPS = {
    "open": bi("受付を始める", "Open for answers"),
    "close": bi("締め切る", "Close"),
    "reopen": bi("もう一度受け付ける", "Reopen"),
    "lock": bi("確定する（回答と値は変えられなくなります）", "Lock (answers and values change no more)"),
    "unlock": bi("確定を解く", "Unlock"),
}


class RoundForm(forms.Form):
    slug = forms.SlugField(
        label=bi("識別名", "Identifier"),
        max_length=60,
        help_text=bi("半角の英小文字・数字・ハイフン", "Lower-case letters, digits and hyphens"),
    )
    title_ja = TextField(label=bi("名称（日本語）", "Title (Japanese)"), max_length=200)
    title_en = TextField(label=bi("名称（英語）", "Title (English)"), max_length=200, required=False)
    fiscal_year = forms.IntegerField(label=bi("年度（西暦）", "Fiscal year"), min_value=1900, max_value=2200)
    due_on = forms.DateField(label=bi("締め切り", "Due day"), widget=forms.DateInput(attrs={"type": "date"}))
    grace_days = forms.IntegerField(
        label=bi("締め切り後も受け取る日数", "Days of grace"), min_value=0, max_value=365, initial=14
    )


class AskForm(forms.Form):
    organisation = forms.ChoiceField(label=bi("尋ねる組織", "Organisation to ask"))
    contact = forms.EmailField(label=bi("連絡先のメール", "Contact e-mail"), required=False)
    indicators = forms.MultipleChoiceField(
        label=bi("尋ねる指標", "Indicators to ask for"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label=bi("確かめてもらう記録", "Records to be checked"),
        help_text=bi(
            "前年度の記録がワークブックで届き、追加と変更が提案として返ります。",
            "The owner gets last year's records as a workbook; additions and changes come back as proposals.",
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        language = language_now()
        organisations: Any = self.fields["organisation"]
        organisations.choices = [
            (row.pk, row.name.text(language)) for row in Organisation.objects.order_by("pk")
        ]
        indicators: Any = self.fields["indicators"]
        indicators.choices = [
            (row.pk, row.label.text(language)) for row in Indicator.objects.order_by("position", "pk")
        ]
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(kind, kind_of(kind).plural) for kind in SHEET_KINDS]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("indicators") and not given.get("kinds"):
            nothing = bi(
                "指標か記録を一つは選んでください。", "Please choose an indicator or a kind of record."
            )
            raise forms.ValidationError(nothing)
        return given


def wanted_round(slug: str) -> Round:
    found = Round.objects.filter(pk=slug).first()
    if found is None:
        raise Http404
    return found


def crumbs_of(asked: Round | None = None, *more: parts.Crumb) -> list[parts.Crumb]:
    found = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(ROUNDS, reverse("desk:rounds"))]
    if asked is not None:
        found.append(parts.Crumb(asked.title, reverse("desk:round", args=[asked.pk])))
    return [*found, *more]


def state_cell(asked: Round) -> parts.Cell:
    return parts.Cell(parts.StateView(asked.get_state_display(), TONES[asked.state]), "state")


@opens_to(verb=Verb.VIEW, kind="round")
def rounds_page(request: HttpRequest) -> HttpResponse:
    may_add = may_everywhere(actor_of(request), Verb.CHANGE, "round")
    new_url = reverse("desk:new_round") if may_add else ""
    table = parts.Table(
        identifier="rounds",
        caption=ROUNDS,
        columns=[
            parts.Column(bi("照会", "Round"), row_head=True),
            parts.Column(bi("年度", "Fiscal year")),
            parts.Column(bi("締め切り", "Due"), tight=True),
            parts.Column(bi("状態", "State")),
            parts.Column(bi("承認／項目", "Approved of asked")),
        ],
        rows=[
            [
                parts.Cell(one.title, "localised", url=reverse("desk:round", args=[one.pk])),
                parts.Cell(one.fiscal_year, "fiscal_year"),
                parts.Cell(one.due_on, "day"),
                state_cell(one),
                parts.Cell(f"{one.approved} / {one.asked}", "ordinal"),
            ]
            for one in rounds(actor_of(request))
        ],
        empty=parts.Empty(
            bi("まだ照会はありません", "There is no round yet"),
            bi(
                "照会を作ると、各組織に値を尋ねるリンクとワークブックができます。",
                "A round gives each organisation a private link and a workbook.",
            ),
        ),
    )
    return page(request, "desk/rounds.html", {"table": table, "new_url": new_url}, crumbs=crumbs_of()[:1])


@opens_to(verb=Verb.CHANGE, kind="round")
@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    form = RoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        title = Localised.both(given.pop("title_ja"), given.pop("title_en"))
        try:
            made = make_round(actor=actor_of(request), title=title, **given)
        except RuleBroken as flaw:
            form.add_error(None, said(flaw))
        else:
            return HttpResponseRedirect(reverse("desk:round", args=[made.pk]))
    name = bi("照会を作る", "New round")
    body = {"form": form, "name": name}
    status = 422 if form.errors else 200
    return page(
        request, "desk/round_form.html", body, crumbs=crumbs_of(None, parts.Crumb(name)), status=status
    )


@opens_to(verb=Verb.VIEW, kind="round")
def round_page(request: HttpRequest, round_slug: str) -> HttpResponse:
    """Who owes what, and the next steps."""
    asked = wanted_round(round_slug)
    may_change = may_everywhere(actor_of(request), Verb.CHANGE, "round")
    only = request.GET.get("state", "")
    only = only if only in QuestionState.values else ""
    found = overview(
        asked, actor_of(request), late=today() > asked.due_on and asked.state == "open", only=only
    )
    body = {
        "round": asked,
        "tone": TONES[asked.state],
        "table": matrix.owners_table(found),
        "matrix": matrix.matrix_table(asked, found, only),
        "only": only,
        "states": QuestionState.choices,
        "steps": [(verb, STEPS[verb], verb in NEEDS_REASON) for verb in verbs(ROUND, asked.state)]
        if may_change
        else [],
        "move_url": reverse("desk:move_round", args=[asked.pk]),
        "remind_url": reverse("desk:remind_round", args=[asked.pk])
        if may_change and asked.state == "open"
        else "",
        "ask_url": reverse("desk:ask", args=[asked.pk])
        if may_change and asked.state in {"draft", "open"}
        else "",
    }
    return page(request, "desk/round.html", body, crumbs=crumbs_of(asked))


@opens_to(verb=Verb.VIEW, kind="round")
def overview_file(request: HttpRequest, round_slug: str) -> HttpResponse:
    """Who owes what, as a workbook."""
    asked = wanted_round(round_slug)
    found = overview(asked, actor_of(request), late=today() > asked.due_on and asked.state == "open")
    book = matrix.workbook(asked, found)
    return HttpResponse(book, content_type=XLSX, headers=attached(f"{asked.pk}-overview.xlsx"))


@opens_to(verb=Verb.CHANGE, kind="round")
@require_POST
def remind_all(request: HttpRequest, round_slug: str) -> HttpResponse:
    """Write to everybody who still owes answers and was not written to today."""
    asked, sent = wanted_round(round_slug), 0
    for owner in asked.owners.select_related("round", "organisation").order_by("organisation"):
        try:
            sent += remind_owner(actor=actor_of(request), owner=owner, at=timezone.now())
        except RuleBroken as flaw:
            messages.error(request, said(flaw))
            break
    done = bi(f"{sent}組織への督促を送信待ちにしました。", f"Reminders on their way: {sent}.")
    messages.success(request, done)
    return HttpResponseRedirect(reverse("desk:round", args=[asked.pk]))


@opens_to(verb=Verb.CHANGE, kind="round")
@require_POST
def move(request: HttpRequest, round_slug: str) -> HttpResponse:
    asked = wanted_round(round_slug)
    verb = request.POST.get("verb", "")
    try:
        reason = " ".join(request.POST.get("reason", "").split())[:500]
        move_round(actor=actor_of(request), asked=asked, verb=verb, reason=reason)
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("照会の状態を変えました。", "The round has moved on."))
    return HttpResponseRedirect(reverse("desk:round", args=[asked.pk]))


@opens_to(verb=Verb.CHANGE, kind="round")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest, round_slug: str) -> HttpResponse:
    """Pick an organisation and the indicators it is asked for."""
    asked = wanted_round(round_slug)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            owner: Owner = ask(actor=actor_of(request), asked=asked, **form.cleaned_data)
        except RuleBroken as flaw:
            form.add_error(None, said(flaw))
        else:
            return HttpResponseRedirect(reverse("desk:round_owner", args=[asked.pk, owner.organisation_id]))
    name = bi("組織と指標を選ぶ", "Choose whom to ask for what")
    body = {"form": form, "name": name}
    status = 422 if form.errors else 200
    return page(
        request, "desk/round_form.html", body, crumbs=crumbs_of(asked, parts.Crumb(name)), status=status
    )
