"""Figures that belong to records: asked for all of a page in one go."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from renkei.core.figures.registry import families
from renkei.core.figures.service import history
from renkei.core.publication.selectors import public_on, visible_to
from renkei.core.records.selectors import present_cluster
from renkei.indicators.models import Indicator
from renkei.portal.presentation import FigureCard, card_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.figures.answers import FigureAnswer

MOST_CARDS = 24
Past = dict[str, list["FigureAnswer"]]


def past_of(codes: Iterable[str], request: BlockRequest) -> Past:
    """Return the figures of all years by code, oldest first; codes without a value are left out."""
    found = history(frozenset(codes), actor=request.actor, at=request.at)
    request.answers.keep(each for answers in found.values() for each in answers)
    return {code: answers for code, answers in found.items() if answers}


def answer_in(past: Past, code: str, year: int) -> FigureAnswer | None:
    """Return a figure's answer of one year, None where nothing is on record.

    An answer without a number is shown like the others, with the word for it: that a source does not state a number,
    or that it is not yet known, is on record too.
    """
    return next((each for each in past.get(code, ()) if each.fiscal_year == year), None)


def codes_beginning(prefix: str, request: BlockRequest) -> list[str]:
    """Return the codes of a context's figures that a stranger may ask for, in the order of their definitions."""
    rows = visible_to(Indicator.objects.filter(slug__startswith=prefix), request.actor, request.at)
    places = {family.code: family.position for family in families() if family.code.startswith(prefix)}
    places |= dict(rows.values_list("slug", "position"))
    return sorted(places, key=lambda code: (places[code], code))


def newest_cards(codes: Iterable[str], past: Past, request: BlockRequest) -> list[FigureCard]:
    """Return the newest year of each figure with its trend; figures without a value are left out.

    Of very many the first: the page of key figures has them all.
    """
    cluster = present_cluster()
    found = [(past[code][-1], past[code]) for code in codes if code in past][:MOST_CARDS]
    return [card_of(answer, cluster, request.language, those) for answer, those in found]


def cards_of_year(codes: Iterable[str], year: int, past: Past, request: BlockRequest) -> list[FigureCard]:
    """Return the figures of one year, without trends."""
    cluster = present_cluster()
    found = [answer_in(past, code, year) for code in codes]
    return [card_of(answer, cluster, request.language) for answer in found if answer]


def codes_by_owner(
    links: type[Any], via: str, owners: Iterable[str], request: BlockRequest
) -> Mapping[str, list[str]]:
    """Return which indicators tell the numbers of each owner, in their order. One query."""
    rows = visible_to(
        links._default_manager.filter(**{f"{via}__in": list(owners)}), request.actor, request.at
    )
    rows = rows.filter(public_on(request.at, "indicator__")).order_by("position", "slug")
    found: dict[str, list[str]] = defaultdict(list)
    for owner, code in rows.values_list(via, "indicator_id"):
        found[owner].append(code)
    return found
