"""The file of a document: put in, replaced, opened by those who may see the record."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.files.attaching import attach_file
from renkei.core.files.services import open_document
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import records as about
from renkei.desk import uploads
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, kind_crumbs, page, today, wanted_kind
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

TITLE = bi("ファイル", "File")


def _document(request: HttpRequest, context: str, kind: str, slug: str, verb: Verb) -> Any:
    found, actor = wanted_kind(context, kind), actor_of(request)
    document = about.find(found, slug, actor, today()) if found.holds_file else None
    if document is None:
        raise Http404
    if verb is not Verb.VIEW and not may_on(actor, verb, found.slug, document.holding()):
        raise Http404
    return document


@opens_to(verb=Verb.VIEW)
@require_safe
def content(request: HttpRequest, context: str, kind: str, slug: str) -> HttpResponseBase:
    """Hand out the file, always as a download of the type found when it was stored."""
    document = _document(request, context, kind, slug, Verb.VIEW)
    try:
        file = open_document(document)
    except RuleBroken as missing:
        raise Http404 from missing
    name = PurePosixPath(document.file).name
    return FileResponse(file, as_attachment=True, filename=name, content_type=document.media_type)


@csrf_exempt  # the size limit must be in place before anything reads the form; the inner view checks the token
def file_page(request: HttpRequest, context: str, kind: str, slug: str) -> HttpResponseBase:
    if request.method == "POST":
        request.upload_handlers = [uploads.LimitHandler(request), TemporaryFileUploadHandler(request)]
    return _checked(request, context=context, kind=kind, slug=slug)


@csrf_protect
@opens_to(verb=Verb.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def _checked(request: HttpRequest, context: str, kind: str, slug: str) -> HttpResponse:
    document = _document(request, context, kind, slug, Verb.CHANGE)
    problem = _attached(request, document) if request.method == "POST" else ""
    found = wanted_kind(context, kind)
    if request.method == "POST" and not problem:
        messages.success(request, bi("ファイルを保存しました。", "The file was saved."))
        return HttpResponseRedirect(found.desk_address(slug))
    body = {
        "document": document,
        "problem": problem,
        "limit": uploads.limit_megabytes(),
        "typed": request.POST,
    }
    back = parts.Crumb(found.label(document), found.desk_address(slug))
    crumbs = [*kind_crumbs(found), back, parts.Crumb(TITLE)]
    return page(request, "desk/file.html", body, crumbs=crumbs, status=422 if problem else 200)


def _attached(request: HttpRequest, document: Any) -> Any:
    """Attach what was sent; return what is wrong with it in the reader's words, or nothing."""
    file = request.FILES.get("file")  # reads the form: only now is its size known
    if request.META.get(uploads.TOO_LARGE):
        limit = uploads.limit_megabytes()
        return bi(
            f"ファイルが大きすぎます。上限は {limit} MB です。",
            f"The file is too large; the limit is {limit} MB.",
        )
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    revision = whole(request.POST.get("revision", ""))
    if file is None or file.file is None or not reason or revision is None:
        return bi("ファイルと理由を入れてください。", "Please give a file and a reason.")
    try:
        attach_file(
            actor=actor_of(request),
            slug=document.pk,
            revision=revision,
            stream=file.file,
            name=str(file.name),
            reason=reason,
        )
    except RecordRefused as refused:
        return said(refused.flaws[0][1])
    except RuleBroken as flaw:
        return said(flaw)
    return ""


file_page.access = _checked.access  # type: ignore[attr-defined]
