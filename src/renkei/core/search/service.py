"""Asking the index. Whatever is counted or shown starts from what the actor may see."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Concat

from renkei.core.publication.selectors import seen_by
from renkei.core.search.models import Grams, SearchEntry
from renkei.core.search.question import Question, read
from renkei.core.search.ranking import PER_PAGE, Hit, hit_of, page_of
from renkei.core.search.registry import is_searched

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind

MOST_PAGES = 50
FEW = 3
MOST_LISTED = 1_000
MOST_COMPARED = 4_000
COMMON, MOST = (
    0.1,
    0.5,
)  # parts of a sample: so many are not listed one by one; for so many the index is the longer way


@dataclass(frozen=True)
class Found:
    """A page of hits, the best first, with how many there are of each kind; `alike` are those of similar spelling.

    Of the kinds in `more` there are more than `counts` says: so many were found that not all were looked at.
    """

    question: Question
    counts: dict[str, int] = field(default_factory=dict)
    more: frozenset[str] = frozenset()
    hits: tuple[Hit, ...] = ()
    alike: tuple[Hit, ...] = ()
    page: int = 1

    def total(self, kind: str = "") -> int:
        return self.counts.get(kind, 0) if kind else sum(self.counts.values())


def search(
    text: str, kinds: Sequence[Kind], *, actor: Actor, at: dt.date, kind: str = "", page: int = 1
) -> Found:
    """Find records of these kinds in which every word stands, and count them by kind; `kind` narrows the page.

    Where few are found, those that differ by one letter come separately; where very many are, the first of each
    kind are counted and ranked, with those of exactly that name (`core/search/ranking.py`). Two statements at most.
    """
    question = read(text)
    visible = visible_entries(kinds, actor, at)
    if not question.words or visible is None:
        return Found(question)
    page = min(max(1, page), MOST_PAGES)
    with _by_index():
        best = page_of(visible, question, [each.slug for each in kinds], kind, page)
        few = not kind and page == 1 and sum(best.counts.values()) <= FEW
        alike = _alike(visible, question, best.hits) if few else ()
    return Found(question, best.counts, best.more, best.hits, alike, page)


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


_ALIKE = """
SELECT c.kind, c.slug, c.title, c.texts FROM ({near} LIMIT {most}) AS c
WHERE {held} ORDER BY c.latest DESC NULLS LAST, c.slug, c.kind LIMIT %s
"""


def _alike(entries: Any, question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
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
        found = [hit_of(*row) for row in cursor.fetchall() if (row[0], row[1]) not in known]
    return tuple(found[:PER_PAGE])


@dataclass(frozen=True)
class Matches:
    """The records of one kind that answer a search: the condition for them, and how many the actor may see."""

    condition: Q
    total: int | None = None


def matches(kind: Kind, text: str, actor: Actor | None = None, at: dt.date | None = None) -> Matches:
    """Return the condition that every word stands in the searched fields or the identifier of a record.

    With an actor and a day, the records they may see are counted, too. Three statements at most: a kind of few
    records is read through, as is one of whose records most answer; for the others the index is asked.
    """
    question = read(text)
    if not question.words:
        return Matches(Q(pk__in=[]), 0)
    if not is_searched(kind):
        condition = Q()
        for word in question.words:
            condition &= Q(slug__contains=word.text)
        return Matches(condition)
    seen = seen_by(actor, kind.slug, at) if actor is not None and at is not None else Q()
    own = SearchEntry.objects.filter(question.held(), kind=kind.slug)
    sample = _sample(kind, question.held() & seen)
    entries = own if sample.is_all else _entries().filter(question.found(), of_kind=kind.slug)
    if sample.share < COMMON:
        with _by_index():
            slugs = list(entries.filter(seen).values_list("slug", flat=True)[: MOST_LISTED + 1])
        if len(slugs) <= MOST_LISTED:
            return Matches(Q(pk__in=slugs), len(slugs))
    condition = Q(Exists(own.filter(slug=OuterRef("pk"))))
    if sample.share > MOST:
        return Matches(condition, own.filter(seen).count())
    with _by_index():
        return Matches(condition, entries.filter(seen).count())


class _Sample(NamedTuple):
    """Of some records of a kind: which part answers, and whether they are all there are."""

    share: float
    is_all: bool


def _sample(kind: Kind, condition: Q) -> _Sample:
    """Look at a thousand entries of a kind, to go the quicker way; what is found does not depend on it.

    Of a kind with no more than that all are read: quicker than asking the index, which knows no kinds.
    """
    some = SearchEntry.objects.filter(kind=kind.slug)
    some = some.annotate(answers=ExpressionWrapper(condition, output_field=BooleanField()))
    found = list(some[: MOST_LISTED + 1].values_list("answers", flat=True))
    is_all = len(found) <= MOST_LISTED
    return _Sample(0.0 if is_all else sum(found) / max(1, len(found)), is_all)
