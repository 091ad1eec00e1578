"""Open data: the list of tables, what the columns of one mean, and the files at addresses that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.files.downloads import attached
from renkei.core.files.services import XLSX
from renkei.core.tables.packages import coded, unit_of
from renkei.core.ui.middleware import unavailable
from renkei.core.ui.parts import Cell, Column, Table
from renkei.core.ui.text import bi
from renkei.portal.crumbs import crumbs
from renkei.portal.linked_data import catalogue_node, dataset_node
from renkei.portal.memory import present_mark
from renkei.portal.open_data.catalogue import catalogue, entry_of
from renkei.portal.open_data.declared import LICENCE_ADDRESSES, LICENCE_TITLE
from renkei.portal.open_data.event_lists import HEADERS, event_list
from renkei.portal.open_data.files import csv_file, json_file, workbook_file
from renkei.portal.open_data.package import Busy, name_of, open_package_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http.response import HttpResponseBase

OPEN_DATA = bi("オープンデータ", "Open data")
CSV = "text/csv; charset=utf-8"
_NOTES = bi(
    "アドレスは変わりません。CSVはBOM付きのUTF-8、空欄は「記載なし」で0ではありません。",
    "The addresses stay. CSV is UTF-8 with its mark; a blank means “not stated”, not zero.",
)
_FILES: dict[str, tuple[Callable[..., Iterator[bytes]], str]] = {
    "csv": (csv_file, CSV),
    "xlsx": (workbook_file, XLSX),
    "json": (json_file, "application/json"),
}


@opens_to_all
@require_safe
def open_data(request: HttpRequest, language: str) -> HttpResponse:
    entries = catalogue(timezone.localdate())
    body = {
        "title": OPEN_DATA,
        "crumbs": crumbs(language, (OPEN_DATA, "")),
        "entries": [
            (entry, reverse("portal:open-columns", args=[language, entry.table.name])) for entry in entries
        ],
        "event_lists": [
            (title, reverse("portal:event-list", args=[header])) for header, (title, _, _) in HEADERS.items()
        ],
        "package_url": reverse("portal:open-package"),
        "notes": _NOTES,
        "linked": lambda _: catalogue_node(entries, language),
        **_licence(language),
    }
    return render(request, "portal/open_data.html", body)


def _licence(language: str) -> dict[str, Any]:
    return {"licence": LICENCE_TITLE, "licence_url": LICENCE_ADDRESSES[language]}


@opens_to_all
@require_safe
def open_columns(request: HttpRequest, language: str, table: str) -> HttpResponse:
    """Say what each column of a table means, and each code; the same as the workbook's own sheets."""
    entry = entry_of(table, timezone.localdate())
    if entry is None:
        raise Http404
    title = entry.table.kind.plural
    body = {
        "title": title,
        "crumbs": crumbs(language, (OPEN_DATA, reverse("portal:open-data", args=[language])), (title, "")),
        "entry": entry,
        "linked": lambda _: dataset_node(entry, language),
        "columns": _definitions(entry.table, language),
        "codes": _codes(entry.table, language),
        **_licence(language),
    }
    return render(request, "portal/open_columns.html", body)


def _definitions(table: Any, language: str) -> Table:
    heads = (bi("列", "Column"), bi("名称", "Title"), bi("意味と書き方", "Meaning and form"))
    return Table(
        identifier="columns",
        caption=bi("列の定義", "Columns"),
        columns=[Column(each, row_head=not place) for place, each in enumerate(heads)],
        rows=[
            [Cell(column.name), Cell(column.title(language)), Cell(_meaning(column, language) or "―")]
            for column in table.columns
        ],
    )


def _meaning(column: Any, language: str) -> str:
    """Return what a column holds; how its texts are typed at the desk is nothing for readers."""
    help_text = column.help(language)
    told = (unit_of(column, language), "" if "[[" in help_text else help_text)
    return ("。" if language == "ja" else "; ").join(each for each in told if each)


def _codes(table: Any, language: str) -> Table:
    rows = [
        [Cell(name), Cell(code), Cell(japanese if language == "ja" else english)]
        for column in table.columns
        for _, name, code, japanese, english in coded(table.name, column)
    ]
    heads = (bi("列", "Column"), bi("コード", "Code"), bi("意味", "Meaning"))
    return Table(
        identifier="codes",
        caption=bi("コードの意味", "Codes"),
        columns=[Column(each, row_head=not place) for place, each in enumerate(heads)],
        rows=rows,
    )


@opens_to_all
@require_safe
def open_table(request: HttpRequest, table: str, form: str) -> HttpResponseBase:  # noqa: ARG001
    at = timezone.localdate()
    entry = entry_of(table, at)
    if entry is None or form not in _FILES:
        raise Http404
    made, media_type = _FILES[form]
    headers = attached(f"{table}.{form}")
    return StreamingHttpResponse(made(entry.table, at), content_type=media_type, headers=headers)


@opens_to_all
@require_safe
def open_package(request: HttpRequest) -> HttpResponseBase:
    """Hand out the one file of all tables; it is not even looked for where the reader has this state of it."""
    known = get_conditional_response(request, etag=_etag(name_of(present_mark())))
    if known is not None:
        return known
    try:
        name, file = open_package_file()
    except Busy:
        return unavailable()
    answer = FileResponse(file, as_attachment=True, filename="open-data.zip", content_type="application/zip")
    answer.headers["ETag"], answer.headers["Cache-Control"] = _etag(name), "no-cache"
    return answer


def _etag(name: str) -> str:
    return f'"{name}"'


@opens_to_all
@require_safe
def events_file(request: HttpRequest, header: str) -> HttpResponse:  # noqa: ARG001
    if header not in HEADERS:
        raise Http404
    headers = attached(f"event-list-{header}.csv")
    return HttpResponse(event_list(header, timezone.localdate()), content_type=CSV, headers=headers)
