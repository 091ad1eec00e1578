"""The public search: published records that have a page of their own, and figures with a value to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from renkei.core.figures.registry import families
from renkei.core.figures.service import history
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of, kinds_as_declared
from renkei.core.search.service import matches, search
from renkei.core.search.shown import chips_of, groups, pages_of
from renkei.core.ui.asked import whole
from renkei.core.ui.parts import Link
from renkei.kernel.folding import fold
from renkei.portal.record_links import link_to, owners_of

if TYPE_CHECKING:
    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.kinds import Kind
    from renkei.core.search.question import Question

MOST_FIGURES = 20
FIGURES = "indicator"


def search_public(text: str, kind: str, page: str, request: BlockRequest) -> dict[str, Any]:
    """Return what the search page shows: hits by kind, their numbers, those of similar spelling, figures.

    Only kinds with a public page are asked: people and users have none, and so are never found here.
    """
    kinds = _kinds()
    chosen = next((each for each in [*kinds, kind_of(FIGURES)] if each.slug == kind), None)
    narrowed = chosen.slug if chosen else ""
    found = search(text, kinds, actor=request.actor, at=request.at, kind=narrowed, page=whole(page) or 1)
    figures = _figures(text, found.question, request)

    def address(**query: Any) -> str:
        said = {"q": text, "kind": narrowed, **query}
        return f"?{urlencode({name: value for name, value in said.items() if value})}"

    ways = _ways(request)
    pages = pages_of(found, narrowed)
    number = min(found.page, pages)
    counts = {FIGURES: len(figures)} if figures else {}
    counts |= found.counts
    return {
        "found": found,
        "total": counts.get(narrowed, 0) if narrowed else sum(counts.values()),
        "figures": figures if number == 1 and narrowed in {"", FIGURES} else [],
        "figures_name": kind_of(FIGURES).plural,
        "groups": groups(found, found.hits, kinds, **ways),
        "alike": [] if figures else groups(found, found.alike, kinds, counted=False, **ways),
        "chips": chips_of(counts, found, (kind_of(FIGURES), *kinds), chosen, address),
        "chosen": chosen,
        "all_url": address(kind=""),
        "previous_url": address(page=number - 1) if number > 1 else "",
        "next_url": address(page=number + 1) if number < pages else "",
        "number": number,
        "pages": pages,
    }


def _kinds() -> list[Kind]:
    return [
        kind for kind in kinds_as_declared() if kind.portal_route and kind.search and kind.slug != FIGURES
    ]


def _ways(request: BlockRequest) -> dict[str, Any]:
    return {
        "language": request.language,
        "address": lambda each, slug: each.portal_address(slug, request.language),
        "links": lambda each, slugs: _links(each, slugs, request),
    }


def _links(kind: Kind, slugs: list[str], request: BlockRequest) -> dict[str, Link]:
    rows = visible_to(kind.model._default_manager.filter(pk__in=slugs), request.actor, request.at)
    return {row.pk: link_to(row, request) for row in rows.select_related(*owners_of(kind))}


def _figures(text: str, question: Question, request: BlockRequest) -> list[Link]:
    """Return the figures that are called so and have a value a reader may see, stated or computed."""
    if not question.words:
        return []
    kind = kind_of(FIGURES)
    named = kind.model._default_manager.filter(matches(kind, text).condition).order_by(*kind.order)
    codes = [*named.values_list("pk", flat=True)[: MOST_FIGURES + 1]]
    for family in families():
        label = fold(" ".join(family.label.to_dict().values()))
        if all(word.text in label for word in question.words):
            codes.append(family.code)
    past = history(codes, actor=request.actor, at=request.at) if codes else {}
    last = [past[code][-1] for code in dict.fromkeys(codes) if past.get(code)]
    return [
        Link(
            answer.label,
            reverse("portal:indicator", args=[request.language, answer.code]),
            note=request.conventions.year(answer.fiscal_year, request.language),
        )
        for answer in last[:MOST_FIGURES]
    ]
