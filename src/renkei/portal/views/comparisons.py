"""Two published editions beside each other, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.portal.crumbs import crumbs
from renkei.portal.views.editions import REPORTS, address_of, damaged
from renkei.reports.comparing import compare
from renkei.reports.comparison import comparison_report
from renkei.reports.files import downloads, file_answer
from renkei.reports.formats import FORMATS
from renkei.reports.selectors import frozen_edition
from renkei.reports.sides import require_alike, side_of_edition

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from renkei.reports.models import Edition
    from renkei.reports.service import Report

TITLE = bi("版の比較", "Comparison of editions")


def _wanted(slug: str) -> Edition:
    try:
        return frozen_edition(slug)
    except RuleBroken:
        raise Http404 from None


def _made(before: Edition, after: Edition, language: str) -> Report:
    """Return the comparison in a language. Raises RuleBroken("edition.damaged"), Http404 for unlike reports."""
    one, other = side_of_edition(before), side_of_edition(after)
    try:
        require_alike(one, other)
    except RuleBroken:
        raise Http404 from None
    return comparison_report(
        compare(one, other),
        language,
        before=lambda code, year: address_of(before, language, "edition-figure", code, year),
        after=lambda code, year: address_of(after, language, "edition-figure", code, year),
    )


@opens_to_all
@require_safe
def comparison(request: HttpRequest, language: str, before: str, after: str) -> HttpResponse:
    """What differs between two published editions, and why; 410 where one no longer fits its hashes."""
    one, other = _wanted(before), _wanted(after)
    try:
        found = _made(one, other, language)
    except RuleBroken:
        return damaged(request, language, one, other)
    context = {
        "title": TITLE,
        "sections": [(section, section.html(language)) for section in found.sections],
        "before_address": address_of(one, language),
        "after_address": address_of(other, language),
        "downloads": downloads(
            lambda form: reverse("portal:comparison-file", args=[language, before, after, form])
        ),
        "crumbs": crumbs(language, (REPORTS, reverse("portal:reports", args=[language])), (TITLE, "")),
    }
    return render(request, "portal/comparison.html", context)


@opens_to_all
@require_safe
def comparison_file(
    request: HttpRequest, language: str, before: str, after: str, form: str
) -> HttpResponseBase:
    """The comparison as a file, which bears the day on which the later edition was published."""
    if form not in FORMATS:
        raise Http404
    one, other = _wanted(before), _wanted(after)
    try:
        found = _made(one, other, language)
    except RuleBroken:
        return damaged(request, language, one, other)
    day = timezone.localdate(other.published_at) if other.published_at else timezone.localdate()
    return file_answer(request, found, form, at=day)
