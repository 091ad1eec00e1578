"""Programmes for students: what there is, for whom, what happens and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.blocks.writing import written
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.parts import Cell, Fact
from renkei.core.ui.text import bi
from renkei.events.models import EventSeries
from renkei.portal.crumbs import crumbs
from renkei.portal.days import days_of_programme
from renkei.portal.forwarding import led_on
from renkei.portal.linked_data import named_node, record_node
from renkei.portal.paging import asked_page
from renkei.portal.record_figures import codes_by_owner, newest_cards, past_of
from renkei.portal.subject import OFFICES, Subject, fact, named_fact, offices_of, prose_of, sources
from renkei.portal.texts import printed, strangers_request
from renkei.programmes.models import Programme, ProgrammeFigure

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from renkei.core.blocks.request import BlockRequest

PER_PAGE, MOST_SERIES = 20, 20
TITLE = bi("人材育成", "Programmes for students")


def _seen(asked: BlockRequest) -> QuerySet[Programme]:
    rows = visible_to(Programme.objects.all(), asked.actor, asked.at).order_by("position", "slug")
    return rows.select_related("start", "document", "run_by", "run_by_unit__organisation", *OFFICES)


@opens_to_all
@require_safe
def programmes(request: HttpRequest, language: str) -> HttpResponse:
    asked = strangers_request(language)
    page = asked_page(request, _seen(asked), PER_PAGE)
    rows = list(page)
    codes = codes_by_owner(ProgrammeFigure, "programme", [row.pk for row in rows], asked)
    past = past_of({code for those in codes.values() for code in those}, asked)
    texts = printed([written(asked, row, "description") for row in rows], asked)
    entries = [
        {
            "programme": row,
            "text": text,
            "address": kind_of(row).portal_address(row.pk, language),
            "facts": _facts(row, asked),
            "beginning": days_of_programme(row, language, asked.at),
            "figures": newest_cards(codes.get(row.pk, ()), past, asked),
        }
        for row, text in zip(rows, texts, strict=True)
    ]
    series = visible_to(EventSeries.objects.filter(for_students=True), asked.actor, asked.at)
    named = list(series.order_by("slug")[: MOST_SERIES + 1])
    context = {
        "title": TITLE,
        "crumbs": crumbs(language, (TITLE, "")),
        "entries": entries,
        "page": page,
        "series": [(each, kind_of(each).portal_address(each.pk, language)) for each in named[:MOST_SERIES]],
        "more_series": len(named) > MOST_SERIES,
    }
    return render(request, "portal/programmes.html", context)


@opens_to_all
@require_safe
def programme(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    asked = strangers_request(language)
    found: Any = _seen(asked).filter(pk=slug).first()
    if found is None:
        return led_on(Programme, slug, asked)
    codes = codes_by_owner(ProgrammeFigure, "programme", [found.pk], asked).get(found.pk, [])
    beginning = days_of_programme(found, language, asked.at)
    began = beginning.when.isoformat() if beginning.when else ""
    run_by = found.run_by if found.run_by and is_public(found.run_by, asked.at) else None
    provider = named_node("Organization", run_by.name, language) if run_by else None
    subject = Subject(
        found.title,
        kind_of(found).name,
        prose_of(found, ["description", "applying"], asked),
        _facts(found, asked),
        newest_cards(codes, past_of(codes, asked), asked),
        offices_of(found, asked),
        sources(found, asked),
    )
    context = {
        "subject": subject,
        "beginning": beginning,
        "linked": lambda here: record_node(
            "programme", found, found.title, here, language, startDate=began, provider=provider
        ),
        "applying_stated": bool(found.applying),
        "named_by_source": found.document_id is not None,
        "crumbs": crumbs(language, (TITLE, reverse("portal:programmes", args=[language])), (found.title, "")),
    }
    return render(request, "portal/programme.html", context)


def _facts(row: Programme, asked: BlockRequest) -> list[Fact]:
    return [
        *fact(bi("対象", "For whom"), Cell(row.target, "localised") if row.target else None),
        *named_fact(bi("実施する組織", "Run by"), row.run_by, asked),
        *named_fact(bi("実施する部署", "Run by (unit)"), row.run_by_unit, asked),
        *named_fact(bi("紹介する取組", "Part of"), row.partnership, asked),
    ]
