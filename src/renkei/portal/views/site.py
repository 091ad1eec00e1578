"""About this site: accessibility, personal data, every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.privacy.enums import Whose
from renkei.core.privacy.registry import personal_data
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.portal.contacts import offices_in_charge
from renkei.portal.crumbs import crumbs
from renkei.portal.site_map import grouped_pages
from renkei.portal.texts import strangers_request
from renkei.privacy.register import lines

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

OUTSIDERS = frozenset(Whose) - {Whose.STAFF, Whose.USER}


@opens_to_all
@require_safe
def accessibility(request: HttpRequest, language: str) -> HttpResponse:
    """Say, in the terms of JIS X 8341-3:2016, what this site is tested for and what is known to fall short."""
    title = bi("アクセシビリティ", "Accessibility")
    context = {"title": title, "crumbs": crumbs(language, (title, ""))}
    return render(request, "portal/accessibility.html", context)


@opens_to_all
@require_safe
def privacy(request: HttpRequest, language: str) -> HttpResponse:
    """Say which personal data are kept, whose, what for and how long, from the declarations of the tables."""
    title = bi("個人情報の取り扱い", "Privacy")
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "files": [lines(declared) for declared in personal_data() if declared.whose in OUTSIDERS],
        "offices": offices_in_charge(strangers_request(language)),
    }
    return render(request, "portal/privacy.html", context)


@opens_to_all
@require_safe
def site_map(request: HttpRequest, language: str) -> HttpResponse:
    title = bi("すべての頁", "All pages")
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "groups": grouped_pages(language, present_cluster()),
    }
    return render(request, "portal/site_map.html", context)
