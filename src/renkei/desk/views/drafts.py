"""Next year's draft: one press with its preview, and what the draft still lacks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import drafts as shown
from renkei.desk.editions import crumbs_of
from renkei.desk.figures import year_label
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, page, today
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FIRST_YEAR, LAST_YEAR
from renkei.reports.enums import Need
from renkei.reports.missing import missing_of
from renkei.reports.next_year import NextYear, make_next_year, may_make, next_year

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor

DAYS_TO_ANSWER = 56  # proposed, and changed by whoever presses


class DueForm(forms.Form):
    due_on = forms.DateField(
        label=bi("照会の締め切り", "Due day of the rounds"),
        help_text=bi(
            "照会は準備中のままつくります。受付を始めるのは照会の頁です。",
            "The rounds are made as drafts; they are opened on their own pages.",
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@opens_to(verb=Verb.CHANGE, kind="round")
@require_http_methods(["GET", "HEAD", "POST"])
def next_year_page(request: HttpRequest, report_kind: str, year: int) -> HttpResponse:
    """What a press would make from the report of a year; with POST, make it."""
    actor = actor_of(request)
    if not may_make(actor) or not FIRST_YEAR <= year < LAST_YEAR - 1:
        raise Http404
    form = DueForm(request.POST or None, initial={"due_on": today() + dt.timedelta(days=DAYS_TO_ANSWER)})
    problem: Any = ""
    if request.method == "POST" and form.is_valid():
        try:
            act = make_next_year(
                year, report_kind, actor=actor, at=today(), due_on=form.cleaned_data["due_on"]
            )
        except RecordRefused as refused:
            problem = said(refused.flaws[0][1])
        except RuleBroken as flaw:
            problem = said(flaw)
        else:
            return _made(request, report_kind, year + 1, act)
    try:
        found = next_year(year, report_kind, actor=actor, at=today())
    except RuleBroken as flaw:
        if flaw.code in {"draft.kind", "report.not_found"}:
            raise Http404 from flaw
        raise
    return page(
        request,
        "desk/next_year.html",
        _body(found, actor, form, problem),
        crumbs=crumbs_of(None, parts.Crumb(shown.MAKE)),
        status=422 if problem or form.errors else 200,
    )


def _made(request: HttpRequest, kind: str, year: int, act: str) -> HttpResponse:
    if not act:
        messages.info(
            request,
            bi(
                "下書きはもうつくってあります。新しくつくるものはありませんでした。",
                "The draft is made already; there was nothing left to make.",
            ),
        )
    else:
        messages.success(request, bi("下書きをつくりました。", "The draft is made."))
    return HttpResponseRedirect(reverse("desk:draft", args=[kind, year]))


def _body(found: NextYear, actor: Actor, form: DueForm, problem: Any) -> dict[str, Any]:
    return {
        "found": found,
        "name": shown.MAKE_OF.filled(year=year_label(found.year)),
        "problem": problem,
        "form": form,
        "added": shown.added_table(found),
        "standing": shown.standing_table(found.carrying.standing) if found.carrying.standing else None,
        "make_label": shown.MAKE,
        "figures": shown.figures_table(found.missing, actor, preview=True),
        "draft_url": reverse("desk:draft", args=[found.kind, found.year]),
        "act": shown.last_act(found.kind, found.year),
    }


@opens_to(verb=Verb.VIEW, kind="item")
@require_safe
def draft_page(request: HttpRequest, report_kind: str, year: int) -> HttpResponse:
    """What the draft of a report lacks and whose it is, narrowed by what is still to be done."""
    actor = actor_of(request)
    found = missing_of(year, report_kind, actor=actor, at=today()) if FIRST_YEAR < year < LAST_YEAR else None
    if found is None:
        raise Http404
    what = request.GET.get("what", "")
    what = what if what in Need.values else ""
    number = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    sentences = [each for each in found.sentences if not what or what in each.needs]
    body = {
        "found": found,
        "name": shown.LACKS_OF.filled(year=year_label(year)),
        "counts": shown.counts(found, lambda need: f"?{urlencode({'what': need})}"),
        "figures": shown.figures_table(found.figures, actor),
        "sentences": shown.sentences_table(
            sentences,
            number,
            lambda to: f"?{urlencode({'what': what, 'page': to})}#sentences",
            filtered=bool(what),
        ),
        "photographs": shown.photographs_table(found.photographs),
        "what": what,
        "needs": Need.choices,
        "make_url": reverse("desk:next_year", args=[report_kind, year - 1]) if may_make(actor) else "",
        "file_url": reverse("desk:report_file_page", args=[report_kind, year]) if found.lines else "",
        "act": shown.last_act(report_kind, year) if may_make(actor) else "",
    }
    return page(request, "desk/draft.html", body, crumbs=crumbs_of(None, parts.Crumb(shown.LACKS)))
