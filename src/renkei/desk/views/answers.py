"""What an owner sees through its private link: its questions, a form, a workbook. No account, no session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.desk import answering, uploads
from renkei.desk.forms.fields import said
from renkei.desk.pages import today
from renkei.kernel.errors import RuleBroken
from renkei.rounds.selectors import owner_by_token
from renkei.rounds.services import AnswersRefused, answer, by_link

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.rounds.models import Owner

GONE = 410
LANGUAGES = ("ja", "en")


def _owner(language: str, token: str) -> Owner | None:
    if language not in LANGUAGES:
        raise Http404
    return owner_by_token(token, today())


def _gone(request: HttpRequest) -> HttpResponse:
    """Say the same for a link that never was, is replaced or has expired."""
    return _private(render(request, "desk/answer_gone.html", {}, status=GONE))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, language: str, token: str) -> HttpResponse:
    owner = _owner(language, token)
    if owner is None:
        return _gone(request)
    if request.method != "POST":
        return _show(request, owner, token, done="done" in request.GET)
    given = answering.typed_answers(request, owner)
    try:
        answer(actor=by_link(owner), owner=owner, answers=given, at=today())
    except AnswersRefused as refused:
        return _show(request, owner, token, typed=given, refused=refused)
    except RuleBroken as flaw:
        return _show(request, owner, token, typed=given, problems=[said(flaw)])
    return HttpResponseRedirect(f"{request.path}?done=1")


def _show(
    request: HttpRequest,
    owner: Owner,
    token: str,
    *,
    typed: dict[str, dict[str, str]] | None = None,
    refused: AnswersRefused | None = None,
    problems: list[str] | None = None,
    done: bool = False,
) -> HttpResponse:
    language = "en" if request.path.startswith("/en/") else "ja"
    questions = answering.questions_of(owner, typed, refused)
    body: dict[str, Any] = {
        "owner": owner,
        "questions": questions,
        "owing": sum(one.asked.question.state in {"asked", "returned"} for one in questions),
        "problems": problems or [],
        "refused": refused is not None,
        "done": done,
        "late": today() > owner.round.due_on,
        "takes": owner.round.state == "open",
        "workbook_url": reverse("answers:workbook", args=[language, token]),
        "upload_url": reverse("answers:upload", args=[language, token]),
    }
    return _private(render(request, "desk/answers.html", body, status=422 if refused or problems else 200))


@opens_to_all
@never_cache
@require_safe
def workbook(request: HttpRequest, language: str, token: str) -> HttpResponse:
    owner = _owner(language, token)
    return _private(answering.workbook_file(owner)) if owner else _gone(request)


@opens_to_all
@never_cache
@csrf_exempt  # the size limit must be in place before anything reads the form; the inner view checks the token
def upload(request: HttpRequest, language: str, token: str) -> HttpResponse:
    if request.method == "POST":
        request.upload_handlers = [uploads.LimitHandler(request), TemporaryFileUploadHandler(request)]
    return _checked(request, language, token)


@csrf_protect
@require_POST
def _checked(request: HttpRequest, language: str, token: str) -> HttpResponse:
    owner = _owner(language, token)
    if owner is None:
        return _gone(request)
    _, problems = answering.take_workbook(request, owner, actor=by_link(owner), at=today())
    if problems:
        return _show(request, owner, token, problems=problems)
    page = reverse("answers:page", args=[language, token])
    return HttpResponseRedirect(f"{page}?done=1")
