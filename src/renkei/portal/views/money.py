"""Money: budgets and actual amounts by year and pillar, to date, and every line with its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.ui.text import bi
from renkei.portal.crumbs import crumbs
from renkei.portal.csv_files import csv_answer
from renkei.portal.filters import asked_filters
from renkei.portal.money import (
    ACTUAL,
    BUDGET,
    Money,
    amounts_seen,
    amounts_table,
    filters_of,
    lines_of_amounts,
    money_style,
    narrowed,
)
from renkei.portal.paging import asked_page
from renkei.portal.presentation import chart_of
from renkei.portal.texts import strangers_request

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from renkei.budgets.models import Amount
    from renkei.portal.filters import Filters

YEARS_PER_PAGE, YEARS_DRAWN, LINES_PER_PAGE = 6, 20, 50
TITLE = bi("予算と実績", "Money")
LINES = bi("金額の明細", "Every amount")
RELATED = ("pillar", "measure", "party", "fund", "document")


@opens_to_all
@require_safe
def money(request: HttpRequest, language: str) -> HttpResponse:
    asked = strangers_request(language)
    found = Money(asked)
    page = asked_page(request, found.years(), YEARS_PER_PAGE)
    charts = [
        view
        for code, name in ((ACTUAL, "actual"), (BUDGET, "budget"))
        if (view := chart_of(found.past.get(code, [])[-YEARS_DRAWN:], language, name))
    ]
    context = {
        "title": TITLE,
        "crumbs": crumbs(language, (TITLE, "")),
        "cluster": found.cluster,
        "charts": charts,
        "years": [found.year(year) for year in page],
        "to_date": found.to_date(),
        "page": page,
        "lines_url": reverse("portal:money-lines", args=[language]),
    }
    return render(request, "portal/money.html", context)


def _asked_lines(request: HttpRequest, language: str) -> tuple[QuerySet[Amount], Filters]:
    asked = strangers_request(language)
    rows = amounts_seen(asked)
    action = reverse("portal:money-lines", args=[language])
    filters = asked_filters(request, action, *filters_of(rows, asked))
    return narrowed(rows, filters.chosen).select_related(*RELATED), filters


@opens_to_all
@require_safe
def money_lines(request: HttpRequest, language: str) -> HttpResponse:
    """Show every amount on record, narrowed by year, basis, pillar, party and fund."""
    rows, filters = _asked_lines(request, language)
    page = asked_page(request, rows, LINES_PER_PAGE)
    asked = strangers_request(language)
    context = {
        "title": LINES,
        "money_unit": money_style(asked).unit_text(language),
        "crumbs": crumbs(language, (TITLE, reverse("portal:money", args=[language])), (LINES, "")),
        "lines": lines_of_amounts(page, asked),
        "page": page,
        "filters": filters,
        "query": request.GET.urlencode(),
    }
    return render(request, "portal/money_lines.html", context)


@opens_to_all
@require_safe
def money_file(request: HttpRequest, language: str) -> HttpResponseBase:
    """Answer the same lines as CSV, every one of them, amounts in whole units."""
    rows, _ = _asked_lines(request, language)
    return csv_answer(amounts_table(rows, strangers_request(language).at), "money.csv", language)
