"""What a private link opens: its questions, a form, files, a workbook. No account, no session."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.ui.asked import whole
from renkei.desk import answering, sheeting, uploads
from renkei.desk.forms.fields import said
from renkei.desk.pages import today
from renkei.kernel.errors import RuleBroken
from renkei.rounds.answers import by_link, delegate, end_delegation
from renkei.rounds.links import token_of
from renkei.rounds.selectors import door_by_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.rounds.selectors import Door

GONE = 410
LANGUAGES = ("ja", "en")


def through_door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view what the link opens; say the same of one that never was, is replaced or has expired."""

    @wraps(view)
    def opened(request: HttpRequest, language: str, token: str, **named: Any) -> HttpResponseBase:
        if language not in LANGUAGES:
            raise Http404
        door = door_by_token(token, today())
        if door is None:
            response: HttpResponseBase = render(request, "desk/answer_gone.html", {}, status=GONE)
        else:
            response = view(request, door, f"{reverse('answers:page', args=[language, token])}", **named)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


@uploads.limited
@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_door
def answer_page(request: HttpRequest, door: Door, home: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, door, home)
    outcome = answering.send(request, door, actor=by_link(door.owner, door.delegation), at=today())
    return _show(request, door, home, outcome) if outcome.wrong else HttpResponseRedirect(f"{home}?done=1")


@uploads.limited
@opens_to_all
@never_cache
@require_POST
@through_door
def keep(request: HttpRequest, door: Door, home: str) -> HttpResponse:
    """Keep what is typed, attach or take away files; a script gets no page back."""
    outcome = answering.keep(request, door, actor=by_link(door.owner, door.delegation), at=today())
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(status=422 if outcome.wrong else 204)
    return _show(request, door, home, outcome) if outcome.wrong else HttpResponseRedirect(f"{home}?kept=1")


def _show(
    request: HttpRequest, door: Door, home: str, outcome: answering.Outcome | None = None
) -> HttpResponse:
    language = "en" if home.startswith("/en/") else "ja"
    outcome = outcome or answering.Outcome()
    owner, owns = door.owner, door.delegation is None
    questions = answering.questions_of(owner, outcome.typed, outcome.refused, door.delegation)
    sheets = sheeting.sheets_of(owner, lambda kind: f"{home}records/{kind}/") if owns else []
    body: dict[str, Any] = {
        "owner": owner,
        "delegation": door.delegation,
        "questions": questions,
        "sheets": sheets,
        "owing": sum(one.asked.question.state in {"asked", "returned"} for one in questions)
        + sum(one.sheet.state in {"asked", "returned"} for one in sheets),
        "problems": outcome.problems,
        "refused": outcome.refused is not None,
        "done": "done" in request.GET,
        "kept": "kept" in request.GET,
        "late": today() > owner.round.due_on,
        "takes": owner.round.state == "open",
        "autosaves": True,
        "send_url": home,
        "keep_url": f"{home}keep/",
        "workbook_url": f"{home}workbook/",
        "upload_url": f"{home}upload/",
        "delegate_url": f"{home}pass-on/" if owns and owner.round.state == "open" and questions else "",
        "delegations": [
            (each, request.build_absolute_uri(reverse("answers:page", args=[language, token_of(each)])))
            for each in owner.delegations.filter(ended_on=None).prefetch_related("questions__indicator")
        ]
        if owns
        else [],
    }
    return render(request, "desk/answers.html", body, status=422 if outcome.wrong else 200)


@opens_to_all
@never_cache
@require_safe
@through_door
def workbook(_request: HttpRequest, door: Door, _home: str) -> HttpResponse:
    return answering.workbook_file(door.owner, door.delegation)


@uploads.limited
@opens_to_all
@never_cache
@require_POST
@through_door
def upload(request: HttpRequest, door: Door, home: str) -> HttpResponse:
    actor = by_link(door.owner, door.delegation)
    _, problems = answering.take_workbook(request, door, actor=actor, at=today())
    if problems:
        return _show(request, door, home, answering.Outcome(problems=problems))
    return HttpResponseRedirect(f"{home}?done=1")


@opens_to_all
@never_cache
@require_POST
@through_door
def pass_on(request: HttpRequest, door: Door, home: str) -> HttpResponse:
    """Pass questions on to somebody in the same house, or take them back."""
    if door.delegation is not None:
        raise Http404
    actor, owner, at = by_link(door.owner), door.owner, today()
    ended = whole(request.POST.get("end", ""))
    try:
        if ended is not None:
            end_delegation(actor=actor, owner=owner, delegation=ended, at=at)
        else:
            chosen = request.POST.getlist("indicators")
            delegate(actor=actor, owner=owner, name=request.POST.get("name", ""), indicators=chosen, at=at)
    except RuleBroken as flaw:
        return _show(request, door, home, answering.Outcome(problems=[said(flaw)]))
    return HttpResponseRedirect(f"{home}#pass-on")


@uploads.limited
@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_door
def records(request: HttpRequest, door: Door, home: str, kind: str) -> HttpResponseBase:
    """Hand out the rows of a kind as a workbook; take proposals, or that nothing has to change."""
    sheet = door.owner.sheets.filter(kind=kind).first() if door.delegation is None else None
    if sheet is None:
        raise Http404
    if request.method != "POST":
        return sheeting.workbook_file(sheet)
    problems = sheeting.take(request, sheet, actor=by_link(door.owner), at=today())
    if problems:
        return _show(request, door, home, answering.Outcome(problems=problems))
    return HttpResponseRedirect(f"{home}?done=1")
