"""Reads for public pages: everything starts from what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from renkei.core.figures.registry import families
from renkei.core.figures.service import history
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of, kinds
from renkei.core.records.searching import matching, words_of
from renkei.core.records.selectors import languages_of, present_cluster
from renkei.core.ui.parts import Link
from renkei.kernel.cleaning import key
from renkei.kernel.localised import Localised
from renkei.portal.presentation import FigureCard, year_label
from renkei.portal.record_links import link_to, owners_of

if TYPE_CHECKING:
    from renkei.core.blocks.request import BlockRequest
    from renkei.core.figures.answers import FigureAnswer
    from renkei.core.records.cluster import Cluster

HITS_PER_KIND = 20


@dataclass(frozen=True)
class Hits:
    """What was found of one kind."""

    title: Any
    links: list[Link]
    more: bool


def search_public(text: str, request: BlockRequest) -> list[Hits]:
    """Return published records and figures in which every word stands, by kind; only what has a page of its own.

    Words match however kana and width are typed.
    """
    languages = languages_of(present_cluster())
    groups = []
    for kind in kinds():
        if not (kind.portal_route and kind.search) or kind.slug == "indicator":
            continue
        rows = kind.model._default_manager.filter(matching(kind, text, languages))
        rows = visible_to(rows, request.actor, request.at).order_by(*kind.order)
        records = list(rows.select_related(*owners_of(kind))[: HITS_PER_KIND + 1])
        if records:
            links = [link_to(row, request) for row in records[:HITS_PER_KIND]]
            groups.append(Hits(kind.plural, links, more=len(records) > HITS_PER_KIND))
    figures = _figures(text, request, languages)
    return [*([figures] if figures.links else []), *groups]


def _figures(text: str, request: BlockRequest, languages: tuple[str, ...]) -> Hits:
    """Return the figures that are called so and have a value a reader may see, stated or computed."""
    kind = kind_of("indicator")
    named = kind.model._default_manager.filter(matching(kind, text, languages)).order_by(*kind.order)
    codes = [*named.values_list("pk", flat=True)[: HITS_PER_KIND + 1]]
    words = [key(word) for word in words_of(text)]
    for family in families():
        label = key(" ".join(family.label.to_dict().values()))
        if words and all(word in label for word in words):
            codes.append(family.code)
    past = history(codes, actor=request.actor, at=request.at)
    last = [past[code][-1] for code in dict.fromkeys(codes) if past.get(code)]
    links = [
        Link(
            answer.label,
            reverse("portal:indicator", args=[request.language, answer.code]),
            note=request.conventions.year(answer.fiscal_year, request.language),
        )
        for answer in last
    ]
    return Hits(kind.plural, links[:HITS_PER_KIND], more=len(links) > HITS_PER_KIND)


@dataclass(frozen=True)
class ReportEntry:
    """A report to read, with the totals it prints."""

    title: Any
    address: str
    totals: tuple[tuple[Any, FigureCard], ...] = ()


def total_label(answer: FigureAnswer, cluster: Cluster) -> Localised:
    return Localised.both("{year} {label}", "{year}, {label}").filled(
        year=year_label(cluster, answer.fiscal_year), label=answer.label.mapped(_uncapitalised)
    )


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]
