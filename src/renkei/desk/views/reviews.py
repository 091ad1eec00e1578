"""Measures by the policy tree or by section, and each as its review sheet (事務事業評価シート)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.budgets.sheets import review_sheet, reviewed_measures, years_of_measures
from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import reviews
from renkei.desk.downloads import XLSX, attached
from renkei.desk.figures import year_label
from renkei.desk.pages import TODAY, actor_of, page, today
from renkei.directory.models import Unit

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.budgets.models import Measure, MeasureReview
    from renkei.budgets.sheets import ReviewSheet

TITLE = bi("事務事業評価", "Measure reviews")


@opens_to(verb=Verb.VIEW, kind="measurereview")
@require_safe
def reviews_page(request: HttpRequest) -> HttpResponse:
    """List the measures of a year under their pillars, or under their sections."""
    actor, at = actor_of(request), today()
    years = years_of_measures(actor, at)
    asked = whole(request.GET.get("year", ""))
    year = asked if asked in years else (years[0] if years else 0)
    section = request.GET.get("section", "")
    by_section = request.GET.get("by") == "section"
    rows = reviewed_measures(year, actor=actor, at=at, section=section)
    if by_section:
        rows.sort(key=lambda pair: _section_key(pair[1]))
    groups = [
        (head, _table(f"measures-{number}", head, list(members)))
        for number, (head, members) in enumerate(groupby(rows, key=lambda pair: _head(pair, by_section)))
    ]
    sections = Unit.objects.filter(measure_reviews__isnull=False).distinct().order_by("pk")
    body = {
        "years": [(each, year_label(each)) for each in years],
        "year": year,
        "section": section,
        "sections": [(each.pk, each.name) for each in sections],
        "by": "section" if by_section else "tree",
        "groups": groups,
        "new_url": reverse("desk:new", args=["budgets", "measurereview"])
        if may(actor, Verb.ADD, "measurereview")
        else "",
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(TITLE)]
    return page(request, "desk/reviews.html", body, crumbs=crumbs)


def _section_key(review: MeasureReview | None) -> tuple[bool, str]:
    slug = review.section_id if review else None
    return (slug is None, slug or "")


def _head(pair: tuple[Measure, MeasureReview | None], by_section: bool) -> Any:  # noqa: FBT001
    measure, review = pair
    if not by_section:
        return measure.pillar.title
    return review.section.name if review and review.section else bi("担当課の記載なし", "Section not stated")


def _table(identifier: str, head: Any, rows: list[tuple[Measure, MeasureReview | None]]) -> parts.Table:
    return parts.Table(
        identifier=identifier,
        caption=head,
        columns=[
            parts.Column(bi("施策", "Measure"), row_head=True),
            parts.Column(bi("実績か取組か", "Results or plan")),
            parts.Column(bi("担当課", "Section")),
            parts.Column(bi("今後の方向", "Direction from here")),
        ],
        rows=[
            [
                parts.Cell(measure.title, "localised", url=reviews.sheet_link(measure.pk)),
                parts.Cell(measure.get_side_display()),
                parts.Cell(review.section.name if review and review.section else None, "localised"),
                parts.Cell(
                    (review.get_course_display() or bi("評価前", "Not evaluated yet"))
                    if review
                    else bi("シートなし", "No sheet yet")
                ),
            ]
            for measure, review in rows
        ],
    )


def _wanted(request: HttpRequest, slug: str) -> ReviewSheet:
    found = review_sheet(slug, actor=actor_of(request), at=today())
    if found is None:
        raise Http404
    return found


@opens_to(verb=Verb.VIEW, kind="measurereview")
@require_safe
def sheet_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a measure as its sheet, on one page of A4 when printed."""
    sheet = _wanted(request, slug)
    review, actor = sheet.review, actor_of(request)
    kind = kind_of("measurereview")
    if review is None:
        new = f"{reverse('desk:new', args=['budgets', 'measurereview'])}?{urlencode({'measure': slug})}"
        edit_url = new if may(actor, Verb.ADD, kind.slug) else ""
    else:
        edit = reverse("desk:edit", args=["budgets", "measurereview", review.pk])
        edit_url = edit if may(actor, Verb.CHANGE, kind.slug) else ""
    body = {
        "sheet": sheet,
        "review": review,
        "measure": sheet.measure,
        "purpose": reviews.purpose(review) if review else [],
        "followed": reviews.followed(sheet),
        "costs": reviews.costs(sheet),
        "judgements": reviews.judgements(review) if review else None,
        "measure_url": kind_of("measure").desk_address(slug),
        "workbook_url": reverse("desk:review_workbook", args=[slug]),
        "edit_url": edit_url,
    }
    home = f"{reverse('desk:reviews')}?year={sheet.measure.fiscal_year}"
    crumbs = [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(TITLE, home),
        parts.Crumb(sheet.measure.title),
    ]
    return page(request, "desk/review_sheet.html", body, crumbs=crumbs)


@opens_to(verb=Verb.VIEW, kind="measurereview")
@require_safe
def sheet_workbook(request: HttpRequest, slug: str) -> HttpResponse:
    book = reviews.workbook(_wanted(request, slug))
    return HttpResponse(book, content_type=XLSX, headers=attached(f"{slug}-sheet.xlsx"))
