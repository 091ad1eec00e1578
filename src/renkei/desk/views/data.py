"""Tables in and out: upload with a preview, confirmation and result; the package to take away."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.tables.findings import LoadResult, PackageRefused
from renkei.core.tables.service import dump_package, load_package, new_package
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import loading, uploads
from renkei.desk.forms.fields import said
from renkei.desk.pages import TODAY, actor_of, language_now, page, today
from renkei.desk.pastloads import past_loads
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

DATA = bi("データ", "Data")
PACKAGE_FORMS = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _crumbs(*more: parts.Crumb) -> list[parts.Crumb]:
    return [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(DATA, reverse("desk:data")), *more]


@opens_to(verb=Verb.DUMP)
def data_page(request: HttpRequest) -> HttpResponse:
    return show_data_page(request)


def show_data_page(request: HttpRequest, problem: Any = "", status: int = 200) -> HttpResponse:
    body = {
        "problem": problem,
        "limit": uploads.limit_megabytes(),
        "may_load": may(actor_of(request), Verb.LOAD, ""),
        "typed": request.POST if problem else {},
        "loads": past_loads(actor_of(request)),
    }
    return page(request, "desk/data.html", body, crumbs=[_crumbs()[0], parts.Crumb(DATA)], status=status)


@csrf_exempt  # the size limit must be in place before anything reads the form; the inner view checks the token
def upload(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        request.upload_handlers = [uploads.LimitHandler(request), TemporaryFileUploadHandler(request)]
    return _checked_upload(request)


@csrf_protect
@opens_to(verb=Verb.LOAD)
@require_POST
def _checked_upload(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("package")
    if request.META.get(uploads.TOO_LARGE):
        limit = uploads.limit_megabytes()
        problem: Any = Localised.both(
            f"ファイルが大きすぎます。上限は {limit} MB です。何も書き込んでいません。",
            f"The file is too large; the limit is {limit} MB. Nothing was written.",
        )
        return show_data_page(request, problem, 413)
    if file is None or Path(file.name or "").suffix.lower() not in uploads.FORMS:
        problem = bi("zip か xlsx のファイルを選んでください。", "Please choose a zip or an xlsx file.")
        return show_data_page(request, problem, 422)
    kept = uploads.keep(
        actor_of(request).user_id,
        Path(file.name or "").name[:200],
        file.chunks(),
        replace=request.POST.get("replace") == "on",
        reason=" ".join(request.POST.get("reason", "").split())[:500],
    )
    return HttpResponseRedirect(reverse("desk:preview", args=[kept.token]))


upload.access = _checked_upload.access  # type: ignore[attr-defined]


@opens_to(verb=Verb.LOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a file would change; with POST, do it or throw the file away."""
    actor = actor_of(request)
    kept = uploads.kept(actor.user_id, token)
    if kept is None:
        problem = bi(
            "このファイルはもうありません（預かるのは1時間です）。もう一度選んでください。",
            "This file is no longer here (files are kept for an hour). Please choose it again.",
        )
        return show_data_page(request, problem, 410)
    if request.method == "POST" and "cancel" in request.POST:
        uploads.forget(actor.user_id, token)
        return HttpResponseRedirect(reverse("desk:data"))
    writes = request.method == "POST"
    result, problem = _loaded(request, kept, dry_run=not writes)
    done = writes and result is not None and not result.flaws
    if done:
        uploads.forget(actor.user_id, token)
    body = {
        "upload": kept,
        "problem": problem,
        "result": result,
        "done": done,
        "summary": result.summary if result else "",
        "counts": loading.counts_table(result) if result and not result.flaws else None,
        "changes": loading.changes_table(result) if result and result.changes else None,
        "flaws": loading.flaws_table(result, language_now()) if result and result.flaws else None,
        "warnings": loading.warnings(result, language_now()) if result else [],
    }
    crumbs = _crumbs(parts.Crumb(bi("読み込みの結果", "Result") if done else bi("読み込みの確認", "Preview")))
    bad = problem or (result and result.flaws)
    return page(request, "desk/preview.html", body, crumbs=crumbs, status=422 if bad else 200)


def _loaded(request: HttpRequest, kept: uploads.Upload, *, dry_run: bool) -> tuple[LoadResult | None, str]:
    """Load or try to. Returns the result, or what kept it from being read at all."""
    reason = kept.reason or kept.name
    try:
        return load_package(
            kept.path,
            actor=actor_of(request),
            dry_run=dry_run,
            replace=kept.replace,
            reason=reason,
            name=kept.name,
        ), ""
    except PackageRefused as refused:
        return refused.result, ""
    except RuleBroken as flaw:
        return None, said(flaw)


@opens_to(verb=Verb.DUMP)
@require_safe
def package(request: HttpRequest, form: str) -> FileResponse:
    """All that the reader sees of the cluster, as one file."""
    if form not in PACKAGE_FORMS:
        raise Http404
    name = f"renkei-{today():%Y%m%d}.{form}"
    path = _scratch() / name
    dump_package(path, actor=actor_of(request), at=today())
    return _file(path, PACKAGE_FORMS[form])


@opens_to(verb=Verb.DUMP)
@require_safe
def new_package_file(request: HttpRequest) -> FileResponse:  # noqa: ARG001
    """Empty tables with headings, an example row and a guide."""
    path = _scratch() / "renkei-new-package.zip"
    new_package(path)
    return _file(path, PACKAGE_FORMS["zip"])


def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="renkei-"))


def _file(path: Path, media_type: str) -> FileResponse:
    file = path.open("rb")
    path.unlink()  # the open file can still be read; nothing stays behind
    path.parent.rmdir()
    return FileResponse(file, as_attachment=True, filename=path.name, content_type=media_type)
