"""A section of a report as its readers will see it, for a year and a language one chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from renkei.core.blocks.registry import years_of
from renkei.core.blocks.request import Conventions
from renkei.core.ui.asked import whole
from renkei.core.ui.text import LANGUAGE_NAMES, bi
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, language_now, languages_of, today
from renkei.desk.previews import Preview, preview_for
from renkei.kernel.errors import RuleBroken
from renkei.reports.pictures import with_documents
from renkei.reports.service import section_preview

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.reports.models import ReportSection


@preview_for("reportsection")
def _section(request: HttpRequest, piece: ReportSection) -> Preview:
    actor, at = actor_of(request), today()
    if not piece.report_id:
        return Preview()
    years = [str(year) for year in reversed(years_of(piece.report.years, actor=actor, at=at))]
    if not years:
        problem = bi("この報告をつくれる年度がまだありません。", "There is no year for this report yet.")
        return Preview(problem=problem)
    year = _chosen(request, "preview_year", years)
    language = _chosen(request, "preview_language", languages_of(request), language_now())
    conventions = Conventions.of_cluster()
    choices = (
        (
            "preview_year",
            bi("年度", "Fiscal year"),
            [(each, conventions.year(int(each), language_now())) for each in years],
            year,
        ),
        (
            "preview_language",
            bi("言語", "Language"),
            [(each, LANGUAGE_NAMES.get(each, each)) for each in languages_of(request)],
            language,
        ),
    )
    try:
        made = section_preview(piece, whole(year) or 0, language=language, actor=actor, at=at)
    except RuleBroken as flaw:
        return Preview(language=language, problem=said(flaw), choices=choices)
    shown = with_documents([made], _document_address, actor=actor, at=at)[0]
    return Preview(shown.title, shown.html(language), language, choices=choices)


def _document_address(slug: str) -> str:
    return reverse("desk:content", args=["core", "document", slug])


def _chosen(request: HttpRequest, name: str, among: list[str] | tuple[str, ...], first: str = "") -> str:
    asked = request.POST.get(name) or request.GET.get(name) or first
    return asked if asked in among else among[0]
