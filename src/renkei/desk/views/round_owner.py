"""One owner of a round: its answers to decide about, its link, its letter, its workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.files.downloads import handed_out
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import answering, loading, sheeting, uploads
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, language_now, page, today
from renkei.desk.views.rounds import crumbs_of
from renkei.kernel.errors import RuleBroken
from renkei.rounds.decisions import approve, return_answer, take_back
from renkei.rounds.links import token_of
from renkei.rounds.mails import Letter, letter, owing_of, send_letter
from renkei.rounds.models import Evidence
from renkei.rounds.selectors import Door, owners_seen
from renkei.rounds.services import renew_link
from renkei.rounds.sheets import ProposalsRefused, preview, return_sheet, take_sheet

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.rounds.models import Owner, Sheet

ENTER = bi("回答を書き込む", "Enter answers")


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
    return letter(owner, owing_of(owner), _link(request, owner))


@opens_to(verb=Verb.VIEW, kind="round")
@require_safe
def owner_page(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    return _page(request, _owner(request, round_slug, owner), [])


def _page(request: HttpRequest, owner: Owner, problems: list[str]) -> HttpResponse:
    may_change = may_everywhere(actor_of(request), Verb.CHANGE, "round")
    named = [owner.round_id, owner.organisation_id]
    here = reverse("desk:round_owner", args=named)
    decides = may_change and owner.round.state in {"open", "closed"}
    takes = may_change and owner.round.state == "open"
    body = {
        "owner": owner,
        "questions": [
            (one, kind_of("statedvalue").desk_address(one.asked.question.stated_value_id))
            if one.asked.question.stated_value_id
            else (one, "")
            for one in answering.questions_of(owner, office=True)
        ],
        "sheets": [
            (replace(one, open=one.open and takes), _preview(request, one.sheet) if decides else None)
            for one in sheeting.sheets_of(owner, lambda kind: f"{here}records/{kind}/")
        ],
        "decides": decides,
        "may_change": may_change,
        "takes": takes,
        "answer_url": f"{here}answer/" if takes else "",
        "file_url": f"{here}files/",
        "link": _link(request, owner) if may_change else "",
        "letter": _letter(request, owner) if may_change else None,
        "problems": problems,
        "decide_url": f"{here}decide/",
        "write_url": f"{here}write/",
        "link_url": f"{here}link/",
        "workbook_url": f"{here}workbook/",
        "upload_url": f"{here}upload/",
    }
    crumbs = crumbs_of(owner.round, parts.Crumb(owner.organisation.name))
    return page(request, "desk/round_owner.html", body, crumbs=crumbs, status=422 if problems else 200)


def _preview(request: HttpRequest, sheet: Sheet) -> dict[str, Any] | None:
    """Return what taking an owner's rows would change now, or what is wrong with them."""
    if sheet.state != "answered":
        return None
    try:
        found = preview(actor=actor_of(request), sheet=sheet)
    except RuleBroken as flaw:
        return {"problem": said(flaw)}
    if found is None:
        return {}
    flaws = [flaw.message(language_now()) for flaw in found.flaws]
    return {"flaws": flaws, "changes": loading.changes_table(found.result) if not flaws else None}


@opens_to(verb=Verb.CHANGE, kind="round")
@require_POST
def decide(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    """Approve or return one answer or one kind of records, or take an approval back."""
    found = _owner(request, round_slug, owner)
    question = found.questions.filter(indicator=request.POST.get("indicator", "")).first()
    sheet = found.sheets.select_related("owner__round").filter(kind=request.POST.get("kind", "")).first()
    if question is None and sheet is None:
        raise Http404
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    verb = request.POST.get("verb", "")
    given: dict[str, Any] = {"actor": actor_of(request), "reason": reason}
    if verb == "approve" and not reason:
        given["reason"] = str(found.round.title.text("ja"))
    try:
        with transaction.atomic():
            if question is not None:
                {"return": return_answer, "take_back": take_back}.get(verb, approve)(
                    question=question, **given
                )
            elif sheet is not None:
                (return_sheet if verb == "return" else take_sheet)(sheet=sheet, **given)
    except RecordRefused as refused:
        messages.error(request, said(refused.flaws[0][1]))
    except ProposalsRefused as refused_rows:
        messages.error(request, refused_rows.flaws[0].message(language_now()))
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("決定を記録しました。", "The decision is recorded."))
    return _back(found)


@uploads.limited
@opens_to(verb=Verb.CHANGE, kind="round")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    """Enter answers that came by another way than the link, with their files."""
    found = _owner(request, round_slug, owner)
    outcome = answering.Outcome()
    if request.method == "POST":
        keeps = "keep" in request.GET
        take = answering.keep if keeps else answering.send
        outcome = take(request, Door(found, office=True), actor=actor_of(request), at=today())
        if not outcome.wrong and not keeps:
            return _back(found)
    body = {
        "owner": found,
        "questions": answering.questions_of(found, outcome.typed, outcome.refused, office=True),
        "problems": outcome.problems,
        "refused": outcome.refused is not None,
        "takes": found.round.state == "open",
        "send_url": request.path,
        "keep_url": f"{request.path}?keep=1",
    }
    home = reverse("desk:round_owner", args=[round_slug, owner])
    crumbs = crumbs_of(found.round, parts.Crumb(found.organisation.name, home), parts.Crumb(ENTER))
    return page(request, "desk/round_answer.html", body, crumbs=crumbs, status=422 if outcome.wrong else 200)


@opens_to(verb=Verb.VIEW, kind="round")
@require_safe
def evidence_file(request: HttpRequest, round_slug: str, owner: str, pk: int) -> HttpResponseBase:
    """Hand out a file of evidence, always as a download of the type found when it came."""
    rows = Evidence.objects.filter(question__owner=_owner(request, round_slug, owner))
    found = rows.filter(pk=pk).first()
    return handed_out(found)


@uploads.limited
@opens_to(verb=Verb.CHANGE, kind="round")
@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest, round_slug: str, owner: str, kind: str) -> HttpResponseBase:
    """Hand out rows to check as a workbook; take the workbook that came by another way than the link."""
    found = _owner(request, round_slug, owner)
    sheet = found.sheets.select_related("owner__round", "owner__organisation").filter(kind=kind).first()
    if sheet is None:
        raise Http404
    if request.method != "POST":
        return sheeting.workbook_file(sheet)
    problems = sheeting.take(request, sheet, actor=actor_of(request), at=today())
    return _page(request, found, problems) if problems else _back(found)


@opens_to(verb=Verb.CHANGE, kind="round")
@require_POST
def write(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    """Send the letter that is shown."""
    found = _owner(request, round_slug, owner)
    try:
        send_letter(actor=actor_of(request), owner=found, at=timezone.now())
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("メールを送信待ちにしました。", "The mail is on its way."))
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


@uploads.limited
@opens_to(verb=Verb.CHANGE, kind="round")
@require_POST
def upload(request: HttpRequest, round_slug: str, owner: str) -> HttpResponse:
    """Take a workbook that came by another way than the link."""
    found = _owner(request, round_slug, owner)
    kept, problems = answering.take_workbook(request, Door(found), actor=actor_of(request), at=today())
    if problems:
        return _page(request, found, problems)
    messages.success(request, bi(f"{kept}件の回答を受け取りました。", f"{kept} answers were taken in."))
    return _back(found)
