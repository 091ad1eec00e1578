"""Reports as files for staff: what a file would lack, the six formats, and the office's own Word template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.blocks.word_styles import shipped_template
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import LANGUAGE_NAMES, bi
from renkei.desk import uploads
from renkei.desk.downloads import attached
from renkei.desk.drafts import draft_links
from renkei.desk.forms.fields import said
from renkei.desk.pages import TODAY, actor_of, language_now, page, today
from renkei.kernel.errors import RuleBroken
from renkei.reports.files import downloads, file_answer
from renkei.reports.formats import FORMATS, MEDIA_TYPES, rendered
from renkei.reports.house import held_picture, house_of, moment_of
from renkei.reports.service import Report, available, report
from renkei.reports.word_templates import keep_template, kept_template, template_in_use

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TITLE = bi("報告書のファイル", "Reports as files")
LONGEST_NUMBER = 20
UNPROCESSABLE = 422


@opens_to(verb=Verb.VIEW, kind="item")
@require_safe
def files_page(request: HttpRequest) -> HttpResponse:
    """The reports there are, and the template for Word."""
    return _page(request)


def _page(request: HttpRequest, problem: Any = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    entries = available(actor=actor, at=today())
    rows = [
        [
            parts.Cell(
                entry.title, "localised", url=reverse("desk:report_file_page", args=[entry.kind, entry.year])
            ),
            parts.Cell(entry.year, "fiscal_year"),
        ]
        for entry in entries
    ]
    table = parts.Table(
        identifier="reports",
        caption=bi("つくれる報告書", "Reports that can be made"),
        columns=[
            parts.Column(bi("報告書", "Report"), row_head=True),
            parts.Column(bi("年度", "Fiscal year")),
        ],
        rows=rows,
        empty=parts.Empty(
            bi("まだ報告書がありません", "No reports yet"),
            bi(
                "柱と項目が登録されると、報告書がここに現れます。",
                "Reports appear once pillars and items are recorded.",
            ),
        ),
    )
    body = {
        "title": TITLE,
        "table": table,
        "templates": [_template(language, label) for language, label in LANGUAGE_NAMES.items()],
        "languages": LANGUAGE_NAMES.items(),
        "may_change": may(actor, Verb.CHANGE, "document"),
        "limit": uploads.limit_megabytes(),
        "problem": problem,
    }
    return page(request, "desk/report_files.html", body, crumbs=_crumbs(), status=status)


def _crumbs(*more: parts.Crumb) -> list[parts.Crumb]:
    return [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(TITLE, reverse("desk:report_files")),
        *more,
    ]


def _template(language: str, label: Any) -> dict[str, Any]:
    """Return what stands of a language's template: ours, the office's own, or one that can no longer be used."""
    kept = kept_template(language)
    state = "ours" if kept is None else "own" if template_in_use(language) else "unusable"
    return {
        "language": language,
        "label": label,
        "state": state,
        "record": kind_of("document").desk_address(kept.pk) if kept else "",
        "address": reverse("desk:report_template", args=[language]),
        "shipped": reverse("desk:shipped_template", args=[language]),
    }


@opens_to(verb=Verb.VIEW, kind="item")
@require_safe
def file_page(request: HttpRequest, kind: str, year: int) -> HttpResponse:
    """One report: what is missing from it, and its six files in a language and under a paper's number."""
    language, number = _asked(request)
    found = _report(request, kind, year, language)
    problem, made = "", None
    try:
        house = house_of(language, "pdf", number=number)
        made = rendered(found, "pdf", made_at=moment_of(today()), house=house, content=held_picture)
    except RuleBroken as flaw:
        problem = said(flaw)
    query = f"?{urlencode({'lang': language, 'number': number})}"
    body = {
        "title": found.title,
        "language_asked": language,
        "number": number,
        "longest": LONGEST_NUMBER,
        "languages": LANGUAGE_NAMES.items(),
        "problem": problem,
        "letters": " ".join(made.missing) if made else "",
        "accessible": made.accessible if made else True,
        "missing": [
            (kind_of(place.kind).desk_address(place.slug), f"{place.slug}（{place.field}）")
            for place in found.missing
        ],
        "draft_links": draft_links(kind, year, actor_of(request), today()),
        "downloads": downloads(lambda form: reverse("desk:report_file", args=[kind, year, form]) + query),
    }
    return page(request, "desk/report_file.html", body, crumbs=_crumbs(parts.Crumb(found.title)))


@opens_to(verb=Verb.VIEW, kind="item")
@require_safe
def file_download(request: HttpRequest, kind: str, year: int, form: str) -> HttpResponseBase:
    """The file, as this reader may see the report."""
    if form not in FORMATS:
        raise Http404
    language, number = _asked(request)
    return file_answer(request, _report(request, kind, year, language), form, at=today(), number=number)


def _asked(request: HttpRequest) -> tuple[str, str]:
    language = request.GET.get("lang", "")
    number = request.GET.get("number", "").strip()[:LONGEST_NUMBER]
    return language if language in LANGUAGE_NAMES else language_now(), number


def _report(request: HttpRequest, kind: str, year: int, language: str) -> Report:
    try:
        found = report(year, kind, language=language, actor=actor_of(request), at=today())
    except OverflowError:
        found = None
    if found is None:
        raise Http404
    return found


@opens_to(verb=Verb.VIEW, kind="item")
@require_safe
def template_file(request: HttpRequest, language: str) -> HttpResponseBase:
    """The template that is used: the office's own, else ours."""
    own = template_in_use(language)
    return shipped_file(request, language) if own is None else _docx(own, f"report-template-{language}.docx")


@opens_to(verb=Verb.VIEW, kind="item")
@require_safe
def shipped_file(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001
    """The template we ship, to be changed."""
    if language not in LANGUAGE_NAMES:
        raise Http404
    return _docx(shipped_template(language), f"report-template-{language}.docx")


def _docx(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=MEDIA_TYPES["docx"], headers=attached(name))


@uploads.limited
@opens_to(verb=Verb.CHANGE, kind="document")
@require_POST
def upload_template(request: HttpRequest) -> HttpResponse:
    """Keep the office's own template, or say what is wrong with it and change nothing."""
    file = request.FILES.get("template")
    language = request.POST.get("language", "")
    problem: Any = uploads.too_large(request)
    if not problem and (file is None or language not in LANGUAGE_NAMES):
        problem = bi("Wordの書式（.docx）を選んでください。", "Please choose a Word template (.docx).")
    if not problem and file is not None:
        try:
            keep_template(actor=actor_of(request), language=language, stream=file)
        except RuleBroken as flaw:
            problem = said(flaw)
    if problem:
        return _page(request, problem, UNPROCESSABLE)
    messages.success(request, bi("書式を登録しました。", "The template is kept."))
    return HttpResponseRedirect(reverse("desk:report_files"))
