"""Asking the index. Whatever is counted or shown starts from what the actor may see."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Concat

from renkei.core.publication.selectors import seen_by
from renkei.core.search.models import Grams, SearchEntry
from renkei.core.search.question import Question, read
from renkei.core.search.registry import is_searched
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind

PER_PAGE = 20
MOST_PAGES = 50
FEW = 3
MOST_LISTED = 1_000
MOST_COMPARED = 4_000
EXACT, BEGINS, IN_TITLE, IN_TEXT = range(4)


@dataclass(frozen=True)
class Hit:
    """A record that was found: its kind and identifier, its name where it has one, and its texts by field."""

    kind: str
    slug: str
    title: Any
    texts: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A page of hits, the best first, with how many there are of each kind; `alike` are those of similar spelling."""

    question: Question
    counts: dict[str, int] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    alike: tuple[Hit, ...] = ()
    page: int = 1

    def total(self, kind: str = "") -> int:
        return self.counts.get(kind, 0) if kind else sum(self.counts.values())


def search(
    text: str, kinds: Sequence[Kind], *, actor: Actor, at: dt.date, kind: str = "", page: int = 1
) -> Found:
    """Find records of these kinds in which every word stands, and count them by kind; `kind` narrows the page.

    Where few are found, those that differ by one letter come separately. Two statements at most.
    """
    question = read(text)
    visible = visible_entries(kinds, actor, at)
    if not question.words or visible is None:
        return Found(question)
    page = min(max(1, page), MOST_PAGES)
    with _by_index():
        counts, hits = _page(visible.filter(question.found()), question, kind, page)
        few = not kind and page == 1 and sum(counts.values()) <= FEW
        alike = _alike(visible, question, hits) if few else ()
    return Found(question, counts, hits, alike, page)


def visible_entries(kinds: Sequence[Kind], actor: Actor, at: dt.date) -> Any:
    """Return the entries that the actor may see: kinds under one condition together, as in `visible_to`."""
    groups: dict[Q, list[str]] = defaultdict(list)
    for kind in kinds:
        groups[seen_by(actor, kind.slug, at)].append(kind.slug)
    if not groups:
        return None
    condition = Q()
    for seen, slugs in groups.items():
        condition |= Q(of_kind__in=slugs) & seen
    return _entries().filter(condition)


def _entries() -> Any:
    """Return all entries, to be narrowed by `grams` and `of_kind`.

    The latter is the kind in a form that no index serves: the planner must not come by the kind and read letters.
    """
    return SearchEntry.objects.alias(grams=Grams(), of_kind=Concat("kind", Value("")))


@contextmanager
def _by_index() -> Iterator[None]:
    """Let the planner use the index: it cannot know that reading letters out of a whole table is the slow way."""
    inside = connection.in_atomic_block
    with transaction.atomic(savepoint=False):
        _set("off", "32MB")
        yield
        if inside:  # else the end of the transaction sets them back
            _set("on", "4MB")


def _set(seqscan: str, memory: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('enable_seqscan', %s, true), set_config('work_mem', %s, true)",
            [seqscan, memory],
        )


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


_PAGE = """
WITH hits AS MATERIALIZED ({hits}),
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


def _page(
    entries: QuerySet[SearchEntry], question: Question, kind: str, page: int
) -> tuple[dict[str, int], tuple[Hit, ...]]:
    rows = entries.annotate(rank=_rank(question)).values_list("kind", "slug", "rank", "latest")
    sql, params = rows.query.sql_with_params()
    counts: dict[str, int] = {}
    hits = []
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(hits=sql), [*params, kind, kind, PER_PAGE, (page - 1) * PER_PAGE])
        for part, name, slug, title, texts, number, _ in cursor.fetchall():
            if part == 0:
                counts[name] = number
            else:
                hits.append(_hit(name, slug, title, texts))
    return counts, tuple(hits)


def _hit(kind: str, slug: str, title: Any, texts: Any) -> Hit:
    said = {name: _text(each) for name, each in json.loads(texts or "{}").items()}
    return Hit(kind, slug, _text(json.loads(title)) if title else None, said)


def _text(value: Any) -> Any:
    return Localised(value) if isinstance(value, dict) else (value or "")


_ALIKE = """
SELECT c.kind, c.slug, c.title, c.texts FROM ({near} LIMIT {most}) AS c
WHERE {held} ORDER BY c.latest DESC NULLS LAST, c.slug, c.kind LIMIT %s
"""


def _alike(entries: QuerySet[SearchEntry], question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return records that hold something which differs from a word by one letter; not those found already.

    Only the first thousands of candidates are compared letter by letter: what is that common needs no guessing.
    """
    if not any(word.may_be_amiss for word in question.words):
        return ()
    rows = entries.filter(question.nearly()).values_list(
        "kind", "slug", "title", "texts", "key", "tokens", "latest"
    )
    near, params = rows.query.sql_with_params()
    held = " AND ".join(["(c.key LIKE ANY (%s::text[]) OR c.tokens && %s::text[])"] * len(question.words))
    asked = [each for word in question.words for each in (word.patterns(), list(word.tokens))]
    known = {(hit.kind, hit.slug) for hit in hits}
    with connection.cursor() as cursor:
        cursor.execute(
            _ALIKE.format(near=near, most=MOST_COMPARED, held=held), [*params, *asked, PER_PAGE + len(known)]
        )
        found = [_hit(*row) for row in cursor.fetchall() if (row[0], row[1]) not in known]
    return tuple(found[:PER_PAGE])


@dataclass(frozen=True)
class Matches:
    """The records of one kind that answer a search: the condition for them, and how many the actor may see."""

    condition: Q
    total: int | None = None


def matches(kind: Kind, text: str, actor: Actor | None = None, at: dt.date | None = None) -> Matches:
    """Return the condition that every word stands in the searched fields or the identifier of a record.

    With an actor and a day, the records they may see are counted, too. One statement, two where many match.
    """
    question = read(text)
    if not question.words:
        return Matches(Q(pk__in=[]), 0)
    if not is_searched(kind):
        condition = Q()
        for word in question.words:
            condition &= Q(slug__contains=word.text)
        return Matches(condition)
    entries = _entries().filter(question.found(), of_kind=kind.slug)
    if actor is not None and at is not None:
        seen = seen_by(actor, kind.slug, at)
        entries = entries.filter(seen) if seen else entries
    with _by_index():
        total = entries.count()
        slugs = list(entries.values_list("slug", flat=True)) if total <= MOST_LISTED else None
    if slugs is not None:
        return Matches(Q(pk__in=slugs), total)
    held = SearchEntry.objects.filter(question.held(), kind=kind.slug, slug=OuterRef("pk"))
    return Matches(Q(Exists(held)), total)
