"""機械可読性チェック: any file of staff's, looked through by the 30 rules of the government; nothing is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.readability.checking import check_file
from renkei.core.readability.rules import BY_CODE, RULES
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import uploads
from renkei.desk.forms.fields import said
from renkei.desk.pages import TODAY, page
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from renkei.core.readability.report import Finding, Report

TITLE = bi("機械可読性チェック", "Machine readability")
STATES = {
    "broken": parts.StateView(bi("直す", "To mend"), "late"),
    "look": parts.StateView(bi("人が確かめる", "To look at"), "warn"),
    "kept": parts.StateView(bi("合っている", "Kept"), "good"),
    "not_asked": parts.StateView(bi("対象外", "Does not apply"), "ended"),
}
LONGEST_FOUND = 80


@csrf_exempt  # the size limit must be in place before anything reads the form; the inner view checks the token
def readability_page(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        request.upload_handlers = [uploads.LimitHandler(request), TemporaryFileUploadHandler(request)]
    return _checked(request)


@csrf_protect
@opens_to(verb=Verb.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def _checked(request: HttpRequest) -> HttpResponse:
    """Show the rules; with POST, what a file keeps and breaks."""
    report: Report | None = None
    problem: Any = ""
    if request.method == "POST":
        file = request.FILES.get("table")
        if request.META.get(uploads.TOO_LARGE):
            limit = uploads.limit_megabytes()
            problem = Localised.both(
                f"ファイルが大きすぎます。上限は {limit} MB です。",
                f"The file is too large; the limit is {limit} MB.",
            )
        elif file is None:
            problem = bi("ファイルを選んでください。", "Please choose a file.")
        else:
            try:
                report = _looked_through(file)
            except RuleBroken as flaw:
                problem = said(flaw)
    body = {
        "report": report,
        "problem": problem,
        "limit": uploads.limit_megabytes(),
        "findings": _findings(report) if report and report.findings else None,
        "rules": _rules(report),
        "broken": len(report.broken) if report else 0,
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(TITLE)]
    return page(request, "desk/readability.html", body, crumbs=crumbs, status=422 if problem else 200)


readability_page.access = _checked.access  # type: ignore[attr-defined]


def _looked_through(file: Any) -> Report:
    name = Path(file.name or "").name[:200]
    with tempfile.TemporaryDirectory(prefix="renkei-") as place:
        path = Path(place) / f"table{Path(name).suffix.lower()}"
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        return check_file(path, name)


def _findings(report: Report) -> parts.Table:
    found = sorted(report.findings, key=lambda each: (each.look, each.rule))
    return parts.Table(
        identifier="findings",
        caption=bi("見つかったところ（規則ごとに20か所まで）", "What was found, at most 20 places a rule"),
        columns=[
            parts.Column(bi("規則", "Rule"), row_head=True),
            parts.Column(bi("判定", "Verdict")),
            parts.Column(bi("場所", "Where")),
            parts.Column(bi("書かれていたこと", "Found")),
            parts.Column(bi("直し方", "How to mend")),
        ],
        rows=[_finding(each) for each in found],
        tall=True,
    )


def _finding(each: Finding) -> list[parts.Cell]:
    rule = BY_CODE[each.rule]
    shown: Any = each.said or " ".join(each.found.split())[:LONGEST_FOUND] or "―"
    return [
        parts.Cell(rule.name, "localised", under=rule.code),
        parts.Cell(STATES["look" if each.look else "broken"], "state"),
        parts.Cell(_where(each), "localised"),
        parts.Cell(shown, "localised" if each.said else "text"),
        parts.Cell(rule.mend, "localised"),
    ]


def _where(each: Finding) -> Localised:
    place = each.place
    japanese = [place.sheet and f"シート「{place.sheet}」", place.row and f"{place.row}行目", place.column]
    english = [place.sheet and f"sheet “{place.sheet}”", place.row and f"row {place.row}", place.column]
    return Localised.both(
        "、".join(str(part) for part in japanese if part) or "ファイル",
        ", ".join(str(part) for part in english if part) or "file",
    )


def _rules(report: Report | None) -> parts.Table:
    columns = [
        parts.Column(bi("番号", "Number"), row_head=True),
        parts.Column(bi("規則", "Rule")),
        parts.Column(bi("直し方", "How to mend")),
    ]
    if report:
        columns.insert(1, parts.Column(bi("判定", "Verdict")))
    rows = []
    for rule in RULES:
        cells = [
            parts.Cell(rule.code),
            parts.Cell(rule.name, "localised"),
            parts.Cell(rule.mend, "localised"),
        ]
        if report:
            cells.insert(1, parts.Cell(STATES[report.state(rule)], "state"))
        rows.append(cells)
    return parts.Table(identifier="rules", caption=bi("30の規則", "The 30 rules"), columns=columns, rows=rows)
