"""What is behind many figures at once, whole: to be frozen, and to be compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Value

from renkei.core.figures.answers import Source
from renkei.core.figures.evidence import DOCUMENTS, line_of
from renkei.core.figures.eyes import Eyes
from renkei.core.figures.registry import Scope
from renkei.core.figures.tallies import amount_of
from renkei.core.files.models import Document
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.figures.answers import FigureAnswer, Line
    from renkei.core.figures.registry import Family, Lines

Pair = tuple[str, int]


@dataclass(frozen=True)
class Behind:
    """The lines the actor may see, how many others there are, and the documents (at most fifty)."""

    lines: tuple[Line, ...]
    not_public: int
    documents: tuple[Source, ...]


def behind(answers: Sequence[FigureAnswer], *, actor: Actor, at: dt.date) -> dict[Pair, Behind]:
    """Return what is behind figures: a query for each family and year, one for the documents of all of them."""
    eyes = Eyes(actor, at)
    lines: dict[Pair, list[Line]] = defaultdict(list)
    documents: dict[Pair, set[str]] = defaultdict(set)
    for family, of_family in _by_family(answers):
        years = {each.fiscal_year: Scope(each.fiscal_year, each.period, at) for each in of_family}
        for year, scope in sorted(years.items()):
            asked = family.ask([scope])
            if asked is None:
                continue
            wanted = {each.definition.group: each for each in of_family if each.fiscal_year == year}
            for row in _rows(family, asked, set(wanted), eyes):
                for answer in (wanted.get(""), wanted.get(row.f_group) if row.f_group else None):
                    if answer is not None:
                        pair = (answer.code, year)
                        lines[pair].append(line_of(row, kind_of(type(row)), family, eyes))
                        documents[pair].add(getattr(row, "document_id", None) or "")
    for each in answers:
        documents[each.code, each.fiscal_year] |= {one.document for one in each.stated if one.document}
    slugs = set().union(*documents.values())
    shown = visible_to(Document.objects.filter(pk__in=slugs), actor, at).order_by("slug")
    sources = [Source(document.pk, document.title) for document in shown]
    return {
        (pair := (each.code, each.fiscal_year)): Behind(
            tuple(lines[pair]),
            each.computed.lines - each.computed.seen_lines if each.computed else 0,
            tuple(one for one in sources if one.slug in documents[pair])[:DOCUMENTS],
        )
        for each in answers
    }


def _by_family(answers: Sequence[FigureAnswer]) -> Iterator[tuple[Family, list[FigureAnswer]]]:
    """Yield the families of what is computed, each with its answers."""
    found: dict[int, list[FigureAnswer]] = {}
    families: dict[int, Family] = {}
    for each in answers:
        if each.definition.family is not None and each.computed is not None:
            families[id(each.definition.family)] = each.definition.family
            found.setdefault(id(each.definition.family), []).append(each)
    for key, family in families.items():
        yield family, found[key]


def _rows(family: Family, asked: Lines, groups: set[str], eyes: Eyes) -> list[Any]:
    """Return the visible rows of a family in a year: all where the total is asked for, else those of the groups."""
    kind, model = kind_of(asked.rows.model), asked.rows.model
    rows = asked.rows.filter(eyes.rows(model))
    if "" not in groups:
        rows = rows.filter(**{f"{family.by}_id__in": sorted(groups)})
    group = F(f"{family.by}_id") if family.by else Value("")
    ordered = rows.order_by(*kind.order, "pk").select_related(*family.related)
    return list(ordered.annotate(f_amount=amount_of(asked), f_group=group))
