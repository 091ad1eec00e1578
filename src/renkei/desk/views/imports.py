"""A list loaded back: the file, what its columns are, what it would change, and mending it on the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.tables.lists import ListResult, load_list
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import loading, mapping, uploads
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, kind_crumbs, language_now, page, wanted_kind
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.core.records.kinds import Kind
    from renkei.core.tables.lists import ListTable

LONGEST_REASON = 500
TITLE = bi("一覧を読み込む", "Load a list")


@csrf_exempt  # the size limit must be in place before anything reads the form; the inner view checks the token
def start(request: HttpRequest, context: str, kind: str) -> HttpResponseBase:
    if request.method == "POST":
        request.upload_handlers = [uploads.LimitHandler(request), TemporaryFileUploadHandler(request)]
    return _start(request, context=context, kind=kind)


@csrf_protect
@opens_to(verb=Verb.LOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def _start(request: HttpRequest, context: str, kind: str) -> HttpResponse:
    found = wanted_kind(context, kind)
    if request.method != "POST":
        return _start_page(request, found)
    file = request.FILES.get("table")
    if request.META.get(uploads.TOO_LARGE):
        limit = uploads.limit_megabytes()
        said_ = Localised.both(
            f"ファイルが大きすぎます。上限は {limit} MB です。何も書き込んでいません。",
            f"The file is too large; the limit is {limit} MB. Nothing was written.",
        )
        return _start_page(request, found, said_, 413)
    if file is None or Path(file.name or "").suffix.lower() not in uploads.LIST_FORMS:
        wrong = bi("xlsx か csv のファイルを選んでください。", "Please choose an xlsx or a csv file.")
        return _start_page(request, found, wrong, 422)
    kept = uploads.keep(
        actor_of(request).user_id,
        Path(file.name or "").name[:200],
        file.chunks(),
        reason=_reason(request),
        about={"kind": found.slug},
    )
    return HttpResponseRedirect(reverse("desk:review", args=[context, kind, kept.token]))


start.access = _start.access  # type: ignore[attr-defined]


def _start_page(request: HttpRequest, kind: Kind, problem: Any = "", status: int = 200) -> HttpResponse:
    body = {
        "kind": kind,
        "problem": problem,
        "limit": uploads.limit_megabytes(),
        "typed": request.POST if problem else {},
        "download_url": reverse("desk:download", args=[kind.context, kind.slug, "xlsx"]),
    }
    crumbs = [*kind_crumbs(kind), parts.Crumb(TITLE)]
    return page(request, "desk/import.html", body, crumbs=crumbs, status=status)


def _reason(request: HttpRequest) -> str:
    return " ".join(request.POST.get("reason", "").split())[:LONGEST_REASON]


@opens_to(verb=Verb.LOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, context: str, kind: str, token: str) -> HttpResponse:
    """Show what the file would change; with POST, choose columns, mend cells, load it, or throw it away."""
    found = wanted_kind(context, kind)
    kept = uploads.kept(actor_of(request).user_id, token)
    if kept is None or kept.about.get("kind") != found.slug:
        gone = bi(
            "このファイルはもうありません（預かるのは1時間です）。もう一度選んでください。",
            "This file is no longer here (files are kept for an hour). Please choose it again.",
        )
        return _start_page(request, found, gone, 410)
    if "cancel" in request.POST:
        uploads.forget(actor_of(request).user_id, token)
        return HttpResponseRedirect(reverse("desk:import", args=[context, kind]))
    if request.method == "POST" and "take" not in request.POST:
        mapping.note_choice(kept, request.POST)
        uploads.note(kept)
        return HttpResponseRedirect(request.path)
    try:
        table = mapping.table_of(found, kept)
    except RuleBroken as flaw:
        uploads.forget(actor_of(request).user_id, token)
        return _start_page(request, found, said(flaw), 422)
    if request.method != "POST" and ("columns" in request.GET or mapping.must_ask(kept, table)):
        return _columns_page(request, found, kept, table)
    return _preview(request, found, kept, table)


def _columns_page(request: HttpRequest, kind: Kind, kept: uploads.Upload, table: ListTable) -> HttpResponse:
    body = {
        "kind": kind,
        "upload": kept,
        "line": table.layout.line,
        "sheet": table.layout.sheet.title,
        "heads": mapping.head_choices(table),
        "constants": mapping.constant_fields(table),
    }
    crumbs = [*kind_crumbs(kind), parts.Crumb(bi("列の対応", "Columns"))]
    return page(request, "desk/import_columns.html", body, crumbs=crumbs)


def _preview(request: HttpRequest, kind: Kind, kept: uploads.Upload, table: ListTable) -> HttpResponse:
    found: ListResult | None = None
    problem = ""
    reason = _reason(request) or kept.reason
    try:
        found = load_list(
            table,
            actor=actor_of(request),
            dry_run="take" not in request.POST,
            good_only=request.POST.get("take") == "good",
            reason=reason if "take" not in request.POST else _reason(request),
            name=kept.name,
        )
    except RuleBroken as flaw:
        problem = said(flaw)
        if "take" in request.POST and flaw.code == "load.reason_missing":
            found = load_list(table, actor=actor_of(request), dry_run=True, name=kept.name)
    if found and found.result.written and found.result.changes_anything:
        uploads.forget(actor_of(request).user_id, kept.token)
        return HttpResponseRedirect(reverse("desk:load", args=[found.result.act]))
    crumbs = [*kind_crumbs(kind), parts.Crumb(bi("読み込みの確認", "Preview"))]
    body = {"kind": kind, "upload": kept, "problem": problem, "reason": reason} | _findings(found, table)
    bad = problem or (found and found.flaws)
    return page(request, "desk/import_preview.html", body, crumbs=crumbs, status=422 if bad else 200)


def _findings(found: ListResult | None, table: ListTable) -> dict[str, Any]:
    if found is None:
        return {}
    result, takes = found.result, not found.result.flaws and found.result.changes_anything
    return {
        "result": result,
        "summary": result.summary,
        "flaw_count": len(found.flaws),
        "flaws": mapping.mending(found.flaws, table),
        "stale": loading.stale_table(found.stale) if found.stale else None,
        "takes_all": takes and not found.flaws,
        "takes_good": takes and bool(found.flaws),
        "good_rows": result.added + result.changed,
        "left_out": len(found.left_out),
        "ignored": table.layout.left_out,
        "changes": loading.changes_table(result) if result.changes and not result.flaws else None,
        "warnings": loading.warnings(result, language_now()),
    }
