"""Venture companies: how many by which definition, which they are, and why the count changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.functions import Greatest
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.blocks.writing import written
from renkei.core.publication.selectors import is_public, public_on, visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.parts import Cell, Fact
from renkei.core.ui.text import bi
from renkei.portal.crumbs import crumbs
from renkei.portal.days import day_of
from renkei.portal.forwarding import led_on
from renkei.portal.linked_data import record_node
from renkei.portal.paging import asked_page
from renkei.portal.record_figures import codes_beginning, newest_cards, past_of
from renkei.portal.subject import Subject, fact, named_fact, prose_of, sources
from renkei.portal.texts import printed, strangers_request
from renkei.ventures.models import Venture, VentureCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from renkei.core.blocks.request import BlockRequest

PER_PAGE, MOST_CHANGES = 30, 50
PREFIX = "ventures."
TITLE = bi("ベンチャー企業", "Venture companies")


def _seen(asked: BlockRequest) -> QuerySet[Venture]:
    """Return ventures a stranger may see, whose company may be named too."""
    rows = visible_to(Venture.objects.filter(public_on(asked.at, "organisation__")), asked.actor, asked.at)
    return rows.select_related("organisation", "laboratory", "document").order_by("founded", "slug")


@opens_to_all
@require_safe
def ventures(request: HttpRequest, language: str) -> HttpResponse:
    asked = strangers_request(language)
    codes = codes_beginning(PREFIX, asked)
    page = asked_page(request, _seen(asked), PER_PAGE)
    rows = list(page)
    counts = list(_counts(asked)[: MOST_CHANGES + 1])
    texts = printed([written(asked, row, "business") for row in rows], asked)
    context = {
        "title": TITLE,
        "crumbs": crumbs(language, (TITLE, "")),
        "figures": newest_cards(codes, past_of(codes, asked), asked),
        "entries": [
            (row, kind_of(row).portal_address(row.pk, language), day_of(row.founded, "calendar"), text)
            for row, text in zip(rows, texts, strict=True)
        ],
        "changes": _changes(counts[:MOST_CHANGES], asked),
        "more_changes": len(counts) > MOST_CHANGES,
        "page": page,
    }
    return render(request, "portal/ventures.html", context)


def _counts(asked: BlockRequest) -> QuerySet[VentureCount]:
    """Return what is counted, what changed last first; what has no day comes last."""
    rows = visible_to(
        VentureCount.objects.filter(venture__in=_seen(asked).values("pk")), asked.actor, asked.at
    )
    rows = rows.filter(public_on(asked.at, "indicator__")).select_related(
        "venture__organisation", "indicator"
    )
    return rows.order_by(Greatest("counted_until", "counted_from").desc(), "slug")


def _changes(rows: Iterable[VentureCount], asked: BlockRequest) -> list[dict[str, Any]]:
    """Return what entered and what left a count, the newest first, each with its reason."""
    counts = list(rows)
    reasons = printed([written(asked, row, "reason") for row in counts], asked)
    found = [
        {
            "venture": row.venture.called(),
            "address": kind_of(Venture).portal_address(row.venture_id, asked.language),
            "indicator": row.indicator.label,
            "indicator_url": reverse("portal:indicator", args=[asked.language, row.indicator_id]),
            "day": day_of(day, "calendar"),
            "left": left,
            "reason": reason if left or not row.counted_until else "",
            "at": day,
        }
        for row, reason in zip(counts, reasons, strict=True)
        for left, day in ((True, row.counted_until), (False, row.counted_from))
        if day or not (left or row.counted_until)
    ]
    return sorted(found, key=lambda each: each["at"], reverse=True)


@opens_to_all
@require_safe
def venture(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    asked = strangers_request(language)
    found = _seen(asked).filter(pk=slug).first()
    if found is None:
        return led_on(Venture, slug, asked)
    subject = Subject(
        found.called(),
        kind_of(found).name,
        prose_of(found, ["business"], asked),
        _facts(found, asked),
        [],
        [],
        sources(found, asked),
    )
    context = {
        "subject": subject,
        "changes": _changes(_counts(asked).filter(venture=found), asked),
        "linked": lambda here: record_node("venture", found, found.called(), here, language),
        "crumbs": crumbs(
            language, (TITLE, reverse("portal:ventures", args=[language])), (found.called(), "")
        ),
    }
    return render(request, "portal/venture.html", context)


def _facts(row: Venture, asked: BlockRequest) -> list[Fact]:
    founded = (
        Cell(day_of(row.founded, "calendar"), "day") if row.founded else Cell(bi("記載なし", "not stated"))
    )
    website = row.organisation.website if is_public(row.organisation, asked.at) else ""
    return [
        Fact(bi("設立", "Founded"), founded),
        *named_fact(bi("会社の記録", "Record of the company"), row.organisation, asked),
        *named_fact(bi("もとになった研究室", "Laboratory it came from"), row.laboratory, asked),
        *fact(bi("ウェブサイト", "Website"), Cell(website, "contact") if website else None),
    ]
