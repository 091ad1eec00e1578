"""The partnership entry of an academic year with the fields of its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from renkei.catalogue.models import (
    Partnership,
    PartnershipCategory,
    PartnershipLink,
    PartnershipRegion,
    PartnershipText,
)
from renkei.core.blocks.model import (
    Blocks,
    Fact,
    FactsBlock,
    Heading,
    LinkSpan,
    Paragraph,
    Sources,
    Spans,
    Text,
)
from renkei.core.blocks.registry import register_block
from renkei.core.blocks.writing import joined, named, period, plainly, said, written
from renkei.core.publication.selectors import visible_to
from renkei.core.records.models import Record
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.blocks.request import BlockRequest

R = TypeVar("R", bound=Record)
_ACADEMIC = "AY"


def partnership(request: BlockRequest) -> Blocks:
    """Return the entry `params["slug"]`, else the first one with a text for the year, else the first at all.

    Nothing where the reader may see none. Its title is left out where it was asked by slug: the page bears it.
    Six queries.
    """
    entry = _entry(request)
    if entry is None:
        return ()
    texts = visible_to(
        PartnershipText.objects.filter(partnership=entry, academic_year=request.fiscal_year),
        request.actor,
        request.at,
    ).order_by("position", "slug")
    lead = written(request, entry, "lead", style=_ACADEMIC)
    return (
        *(
            []
            if request.params.get("slug")
            else [Heading(1, written(request, entry, "title", style=_ACADEMIC))]
        ),
        *([Paragraph(lead, "lead")] if lead else []),
        *(Paragraph(written(request, text, "text", style=_ACADEMIC)) for text in texts),
        FactsBlock(tuple(fact for fact in _facts(request, entry) if fact.values)),
        Sources(frozenset({entry.document_id} if entry.document_id else ())),
    )


def _entry(request: BlockRequest) -> Partnership | None:
    entries = visible_to(Partnership.objects.all(), request.actor, request.at)
    entries = entries.select_related("contact", "second_contact").order_by("slug")
    if slug := request.params.get("slug"):
        return entries.filter(pk=slug).first()
    told = PartnershipText.objects.filter(academic_year=request.fiscal_year).values("partnership")
    return entries.filter(pk__in=told).first() or entries.first()


def _facts(request: BlockRequest, entry: Partnership) -> Iterator[Fact]:
    regions = PartnershipRegion.objects.filter(partnership=entry).select_related("organisation")
    where = [named(request, row.organisation) for row in _seen(request, regions.order_by("position", "slug"))]
    yield Fact(said(request, "対象地域", "Applicable regions"), (joined(request, where),) if where else ())
    yield Fact(said(request, "実施期間", "Implementation period"), _period(request, entry))
    categories = PartnershipCategory.objects.filter(partnership=entry).select_related("category")
    yield Fact(
        said(request, "社会地域連携区分", "Categories of community and regional affairs"),
        tuple(
            written(request, row.category, "title")
            for row in _seen(request, categories.order_by("category__position", "slug"))
            if request.sees(row.category)
        ),
    )
    links = PartnershipLink.objects.filter(partnership=entry).select_related("agreement")
    yield Fact(
        said(request, "関連協定等", "Related agreements and pages"),
        tuple(_link(request, row) for row in _seen(request, links.order_by("position", "slug"))),
    )
    units = [unit for unit in (entry.contact, entry.second_contact) if unit and request.sees(unit)]
    slash: Spans = (Text("／" if request.language == "ja" else " / "),)
    names = [plainly(request, unit) for unit in units]
    yield Fact(said(request, "担当", "In charge"), (joined(request, names, between=slash),) if names else ())


def _period(request: BlockRequest, entry: Partnership) -> tuple[Spans, ...]:
    """An open end means that the partnership goes on."""
    told = period(entry.period)
    if told and entry.period.end is None:
        told = said(request, "{period}現在まで", "{period}, continuing", period=told)
    return (told,) if told else ()


def _link(request: BlockRequest, link: PartnershipLink) -> Spans:
    if link.agreement:
        return named(request, link.agreement, link.label)
    label = written(request, link, "label")
    return (LinkSpan(label, link.address),) if link.address else label


def _seen(request: BlockRequest, rows: QuerySet[R]) -> list[R]:
    return list(visible_to(rows, request.actor, request.at))


def academic_years(actor: Actor, at: dt.date) -> Iterable[int]:
    """Return the academic years for which the reader finds a text of an entry they may see."""
    texts = visible_to(PartnershipText.objects.all(), actor, at)
    entries = visible_to(Partnership.objects.all(), actor, at).order_by().values("pk")
    return texts.filter(partnership__in=entries).order_by().values_list("academic_year", flat=True).distinct()


register_block(
    "catalogue.partnership",
    partnership,
    label=bi("連携の紹介", "Entry of a partnership"),
    years=academic_years,
)
