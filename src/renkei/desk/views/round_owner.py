"""One owner of a round: its answers to decide about, its link, its letter, its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import answering, uploads
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, page, today
from renkei.desk.views.rounds import crumbs_of
from renkei.kernel.errors import RuleBroken
from renkei.rounds.links import token_of
from renkei.rounds.mails import Letter, letter, send_letter
from renkei.rounds.selectors import owners_seen
from renkei.rounds.services import approve, renew_link, return_answer

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.rounds.models import Owner


def _owner(request: HttpRequest, round_slug: str, owner: str) -> Owner:
    found = (
        owners_seen(actor_of(request))
        .select_related("round", "organisation")
        .filter(round=round_slug, organisation=owner)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _back(owner: Owner) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("desk:round_owner", args=[owner.round_id, owner.organisation_id]))


def _link(request: HttpRequest, owner: Owner) -> str:
    return request.build_absolute_uri(reverse("answers:page", args=["ja", token_of(owner)]))


def _letter(request: HttpRequest, owner: Owner) -> Letter:
    owing = owner.questions.filter(state__in=("asked", "returned")).count()
    return letter(owner, owing, _link(request, owner))


@opens_to(verb=Verb.VIEW, kind="round")
@require_safe
def owner_page(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    return _page(request, _owner(request, round_slug, owner), [])


def _page(request: HttpRequest, owner: Owner, problems: list[str]) -> HttpResponse:
    may_change = may_everywhere(actor_of(request), Verb.CHANGE, "round")
    named = [owner.round_id, owner.organisation_id]
    body = {
        "owner": owner,
        "questions": [
            (one, kind_of("statedvalue").desk_address(one.asked.question.stated_value_id))
            if one.asked.question.stated_value_id
            else (one, "")
            for one in answering.questions_of(owner)
        ],
        "decides": may_change and owner.round.state in {"open", "closed"},
        "may_change": may_change,
        "takes": may_change and owner.round.state == "open",
        "link": _link(request, owner) if may_change else "",
        "letter": _letter(request, owner) if may_change else None,
        "problems": problems,
        "decide_url": reverse("desk:decide_answer", args=named),
        "write_url": reverse("desk:write_to_owner", args=named),
        "link_url": reverse("desk:renew_link", args=named),
        "workbook_url": reverse("desk:round_workbook", args=named),
        "upload_url": reverse("desk:round_upload", args=named),
    }
    crumbs = crumbs_of(owner.round, parts.Crumb(owner.organisation.name))
    return page(request, "desk/round_owner.html", body, crumbs=crumbs, status=422 if problems else 200)


@opens_to(verb=Verb.CHANGE, kind="round")
@require_POST
def decide(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    """Approve or return one answer."""
    found = _owner(request, round_slug, owner)
    question = found.questions.filter(indicator=request.POST.get("indicator", "")).first()
    if question is None:
        raise Http404
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    try:
        if request.POST.get("verb") == "return":
            return_answer(actor=actor_of(request), question=question, reason=reason)
        else:
            why = reason or str(found.round.title.text("ja"))
            approve(actor=actor_of(request), question=question, reason=why)
    except RecordRefused as refused:
        messages.error(request, said(refused.flaws[0][1]))
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("決定を記録しました。", "The decision is recorded."))
    return _back(found)


@opens_to(verb=Verb.CHANGE, kind="round")
@require_POST
def write(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    """Send the letter that is shown."""
    found = _owner(request, round_slug, owner)
    try:
        send_letter(actor=actor_of(request), owner=found, letter=_letter(request, found), at=today())
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("メールを送りました。", "The mail was sent."))
    return _back(found)


@opens_to(verb=Verb.CHANGE, kind="round")
@require_POST
def link(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    found = _owner(request, round_slug, owner)
    renew_link(actor=actor_of(request), owner=found)
    said_so = bi(
        "新しいリンクにしました。前のリンクは使えません。", "There is a new link; the one before is dead."
    )
    messages.success(request, said_so)
    return _back(found)


@opens_to(verb=Verb.VIEW, kind="round")
@require_safe
def workbook(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    return answering.workbook_file(_owner(request, round_slug, owner))


@csrf_exempt  # the size limit must be in place before anything reads the form; the inner view checks the token
def upload(request: HttpRequest, round_slug: str, owner: str) -> HttpResponseBase:
    if request.method == "POST":
        request.upload_handlers = [uploads.LimitHandler(request), TemporaryFileUploadHandler(request)]
    return _checked(request, round_slug=round_slug, owner=owner)


@csrf_protect
@opens_to(verb=Verb.CHANGE, kind="round")
@require_POST
def _checked(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    """Take a workbook that came by another way than the link."""
    found = _owner(request, round_slug, owner)
    kept, problems = answering.take_workbook(request, found, actor=actor_of(request), at=today())
    if problems:
        return _page(request, found, problems)
    messages.success(request, bi(f"{kept}件の回答を受け取りました。", f"{kept} answers were taken in."))
    return _back(found)


upload.access = _checked.access  # type: ignore[attr-defined]
