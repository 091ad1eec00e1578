"""Which of many hits come first, and how many there are: exact up to a limit, and bounded work beyond it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When

from renkei.core.search.models import Titles
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.search.question import Question

PER_PAGE = 20
MOST_COUNTED = 10_000
MOST_OF_KIND = 1_000
EXACT, BEGINS, IN_TITLE, IN_TEXT = range(4)


@dataclass(frozen=True)
class Hit:
    """A record that was found: its kind and identifier, its name where it has one, and its texts by field."""

    kind: str
    slug: str
    title: Any
    texts: dict[str, Any]


@dataclass(frozen=True)
class Best:
    """A page of hits with how many there are by kind; of the kinds in `more` there are more than counted."""

    counts: dict[str, int] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    more: frozenset[str] = frozenset()


def _rank(question: Question) -> Case:
    """Rank by where the words stand: the whole name, its beginning, in the name, elsewhere."""
    title = question.title
    in_title = Q()
    for word in question.words:
        in_title &= Q(title_key__contains=word.text)
    return Case(
        When(title_key__contains=f"\n{title}\n", then=Value(EXACT)),
        When(title_key__contains=f"\n{title}", then=Value(BEGINS)),
        When(in_title, then=Value(IN_TITLE)),
        default=Value(IN_TEXT),
        output_field=IntegerField(),
    )


_ALL = """
WITH hits AS MATERIALIZED ({found} LIMIT {most} + 1),
"""
# what all records hold is not read to the end: the first of each kind by identifier, and those of exactly that name
_FIRST = """
WITH hits AS MATERIALIZED (
    SELECT first.* FROM unnest(%s::text[]) AS wanted (name),
    LATERAL (
        SELECT kind, slug, rank, latest FROM ({held}) AS h
        WHERE h.kind = wanted.name ORDER BY h.slug LIMIT {most} + 1
    ) AS first
    UNION (SELECT kind, slug, rank, latest FROM ({named}) AS n LIMIT {most})
),
"""
_PAGE = """
page AS (
    SELECT kind, slug, rank, latest FROM hits WHERE %s = '' OR kind = %s
    ORDER BY rank, latest DESC NULLS LAST, slug, kind LIMIT %s OFFSET %s
)
SELECT 0 AS part, kind, '' AS slug, NULL::jsonb AS title, NULL::jsonb AS texts, count(*) AS rank, 0 AS latest
FROM hits GROUP BY kind
UNION ALL
SELECT 1, page.kind, page.slug, e.title, e.texts, page.rank, page.latest
FROM page JOIN core_searchentry AS e ON e.kind = page.kind AND e.slug = page.slug
ORDER BY part, rank, latest DESC NULLS LAST, slug, kind
"""


def page_of(entries: Any, question: Question, kinds: Sequence[str], kind: str, page: int) -> Best:
    """Return a page of the hits among `entries` and how many there are of each kind; `kind` narrows the page.

    Up to `MOST_COUNTED` all are counted and ranked. Beyond, each kind is read up to `MOST_OF_KIND` records, and
    what bears exactly the name that is asked for is always among the first. One statement, or two where many match.
    """
    best = _all(entries, question, kind, page)
    return _first(entries, question, kinds, kind, page) if sum(best.counts.values()) > MOST_COUNTED else best


def _all(entries: Any, question: Question, kind: str, page: int) -> Best:
    found, params = _sql(entries.filter(question.found()), question)
    return _asked(_ALL.format(found=found, most=MOST_COUNTED), params, kind, page)


def _first(entries: Any, question: Question, kinds: Sequence[str], kind: str, page: int) -> Best:
    held, asked = _sql(entries.filter(question.held()), question)
    exactly = entries.alias(titles=Titles()).filter(titles__contains=[question.title])
    named, called = _sql(exactly.filter(question.held()), question)
    sql = _FIRST.format(held=held, named=named, most=MOST_OF_KIND)
    best = _asked(sql, [list(kinds), *asked, *called], kind, page)
    more = frozenset(name for name, count in best.counts.items() if count > MOST_OF_KIND)
    counts = {name: min(count, MOST_OF_KIND) for name, count in best.counts.items()}
    return Best(counts, best.hits, more)


def _sql(entries: Any, question: Question) -> tuple[str, list[Any]]:
    rows = entries.annotate(rank=_rank(question)).values_list("kind", "slug", "rank", "latest")
    sql, params = rows.query.sql_with_params()
    return sql, list(params)


def _asked(hits: str, params: list[Any], kind: str, page: int) -> Best:
    best = Best()
    found = []
    with connection.cursor() as cursor:
        cursor.execute(hits + _PAGE, [*params, kind, kind, PER_PAGE, (page - 1) * PER_PAGE])
        for part, name, slug, title, texts, number, _ in cursor.fetchall():
            if part == 0:
                best.counts[name] = number
            else:
                found.append(hit_of(name, slug, title, texts))
    return Best(best.counts, tuple(found))


def hit_of(kind: str, slug: str, title: Any, texts: Any) -> Hit:
    """Read an entry's columns as they come from a statement of our own."""
    said = {name: _text(each) for name, each in json.loads(texts or "{}").items()}
    return Hit(kind, slug, _text(json.loads(title)) if title else None, said)


def _text(value: Any) -> Any:
    return Localised(value) if isinstance(value, dict) else (value or "")
