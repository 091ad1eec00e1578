"""Organisations and people that may be recorded twice: found by the keys that the database keeps beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef

from renkei.core.merging.registry import Pair, Sameness, register_sameness
from renkei.core.records.kinds import kinds
from renkei.core.ui.text import both
from renkei.directory.enums import Way
from renkei.directory.models import SameKey
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from renkei.directory.models import Organisation, Person

MOST_NEAR = 200
MOST_LIKE = 5
SHORTEST_NEAR = 5
# Letters in which names that mean different things differ: 第一小学校 and 第二小学校, 東部 and 西部.
_TELLING = frozenset("0123456789一二三四五六七八九十壱弐参東西南北上中下前後左右大小新旧甲乙丙丁abcdefghij")
_SURE = list(Way)

# Every key's records in order, each beside the one before it and beside the first: a bounded number of pairs however
# many share a key, and in a group of three each pair is there.
_PAIRS = """
WITH alike AS (
    SELECT way, slug, lag(slug) OVER w AS before, first_value(slug) OVER w AS first
    FROM (SELECT DISTINCT way, key, slug FROM directory_samekey WHERE kind = %(kind)s) AS k
    WINDOW w AS (PARTITION BY way, key ORDER BY slug)
), pair AS (
    SELECT before AS one, slug AS other, way FROM alike WHERE before IS NOT NULL
    UNION SELECT first, slug, way FROM alike WHERE first <> slug
)
SELECT one, other, array_agg(way) AS ways, count(*) OVER () FROM pair
WHERE NOT EXISTS (
    SELECT 1 FROM core_keptapart a WHERE a.kind = %(kind)s AND a.one = pair.one AND a.other = pair.other
)
GROUP BY one, other
ORDER BY min(array_position(%(ways)s, way::text)), count(*) DESC, one, other
LIMIT %(limit)s OFFSET %(offset)s
"""
# Two texts are one letter apart exactly if they are the same after one letter is taken out of one or of both. Names
# with numbers differ in them on purpose.
_NEAR = """
WITH k AS (
    SELECT min(slug) AS slug, key FROM directory_samekey
    WHERE kind = %(kind)s AND way IN ('name', 'kana') AND length(key) BETWEEN %(shortest)s AND 60
        AND key !~ '[0-9]'
    GROUP BY key
), less AS (
    SELECT slug, key, left(key, i - 1) || substr(key, i + 1) AS rest FROM k, generate_series(1, length(key)) AS i
    UNION SELECT slug, key, key FROM k
)
SELECT DISTINCT a.slug, b.slug, a.key, b.key FROM less a JOIN less b ON a.rest = b.rest AND a.slug < b.slug
WHERE a.key <> b.key AND NOT EXISTS (
    SELECT 1 FROM core_keptapart p WHERE p.kind = %(kind)s AND p.one = a.slug AND p.other = b.slug
)
ORDER BY 1, 2 LIMIT %(limit)s
"""
# For each record the first few only: thousands of one name are told soon enough.
_LIKE = """
SELECT asked.slug, alike.slug FROM unnest(%(slugs)s::text[]) AS asked (slug), LATERAL (
    SELECT other.slug FROM directory_samekey mine
    JOIN directory_samekey other ON other.kind = mine.kind AND other.way = mine.way AND other.key = mine.key
        AND other.slug <> mine.slug
    WHERE mine.kind = %(kind)s AND mine.slug = asked.slug AND NOT EXISTS (
        SELECT 1 FROM core_keptapart a WHERE a.kind = mine.kind
            AND a.one = least(mine.slug, other.slug) AND a.other = greatest(mine.slug, other.slug)
    )
    LIMIT %(limit)s
) AS alike ORDER BY 1, 2
"""
# The join is over a million short texts: by hashes, or it never ends.
_BOUNDED = """
SELECT set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('work_mem', '64MB', true), set_config('statement_timeout', '20s', true)
"""
_UNBOUNDED = """
SELECT set_config('enable_nestloop', 'on', true), set_config('enable_mergejoin', 'on', true),
    set_config('work_mem', '4MB', true), set_config('statement_timeout', '0', true)
"""
_TOO_LONG = "57014"
_TOO_MANY = Localised.both(
    "名称が多すぎて、20秒では探し終わりませんでした。同じ名称・読みの組を先に片付けてください。",
    "There are too many names to compare within 20 seconds. Please settle the pairs of the same name first.",
)
_LIKE_TEXTS = """
SELECT DISTINCT slug FROM directory_samekey
WHERE kind = %(kind)s AND slug <> %(slug)s
    AND (way, key) IN (SELECT w, renkei_name_key(t) FROM unnest(%(ways)s::text[], %(texts)s::text[]) AS x (w, t))
ORDER BY slug LIMIT %(limit)s
"""


def pairs(kind: str, start: int, count: int) -> tuple[list[Pair], int]:
    """Return pairs with the same key, the surest first, and how many there are; one query."""
    found = _rows(_PAIRS, kind=kind, ways=[str(way) for way in _SURE], limit=count, offset=start)
    many = found[0][3] if found else 0
    return [Pair(one, other, _sorted(ways)) for one, other, ways, _ in found], many


def ways_of(kind: str, one: str, other: str) -> tuple[str, ...]:
    """Return by what two records are alike, the surest first."""
    mine = SameKey.objects.filter(kind=kind, slug=other, way=OuterRef("way"), key=OuterRef("key"))
    alike = SameKey.objects.filter(Exists(mine), kind=kind, slug=one).values_list("way", flat=True)
    return _sorted(alike)


def near(kind: str) -> list[Pair]:
    """Return pairs whose names are one letter apart, at most 200; one question over all names, for seldom use.

    Raises RuleBroken("duplicates.too_long") where it takes more than 20 seconds.
    """
    try:
        with transaction.atomic():
            _rows(_BOUNDED)
            found = _rows(_NEAR, kind=kind, shortest=SHORTEST_NEAR, limit=MOST_NEAR * 10)
            _rows(_UNBOUNDED)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _TOO_LONG:
            raise
        raise RuleBroken("duplicates.too_long", _TOO_MANY) from None
    told = {(one, other) for one, other, a, b in found if not (_letters_apart(a, b) & _TELLING)}
    known = {(pair.one, pair.other) for pair in pairs(kind, 0, MOST_NEAR * 10)[0]}
    return [Pair(one, other, (Way.NEAR.value,)) for one, other in sorted(told - known)[:MOST_NEAR]]


def _letters_apart(one: str, other: str) -> set[str]:
    """Return the letters in which two texts differ that are one letter apart."""
    start = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if len(one) == len(other):
        return {one[start], other[start]}
    return {max(one, other, key=len)[start]}


def like_any(kind: str, slugs: Sequence[str]) -> Mapping[str, list[str]]:
    """Return what is like some stored records, by their identifiers, at most five each; one query."""
    found: dict[str, list[str]] = {}
    for mine, other in _rows(_LIKE, kind=kind, slugs=list(slugs), limit=MOST_LIKE):
        if other not in found.setdefault(mine, []):
            found[mine].append(other)
    return found


def _like(kind: str, slug: str, texts: Iterable[tuple[Way, str]]) -> list[str]:
    given = [(way.value, text) for way, text in texts if text.strip()]
    ways, written = [way for way, _ in given], [text for _, text in given]
    rows = _rows(_LIKE_TEXTS, kind=kind, slug=slug, ways=ways, texts=written, limit=MOST_LIKE)
    return [found for (found,) in rows]


def like_organisation(record: Organisation) -> list[str]:
    """Return organisations with the same name or kana as one that is to be added, at most five."""
    names = [(Way.NAME, text) for text in record.name.values()]
    return _like("organisation", record.slug, [*names, (Way.KANA, record.kana)])


def like_person(record: Person) -> list[str]:
    """Return people with the same name in any writing as one that is to be added, at most five."""
    texts = [
        (Way.NAME, record.family_name + record.given_name),
        (Way.KANA, record.family_kana + record.given_kana),
        (Way.ROMAN, record.family_roman + record.given_roman),
    ]
    return _like("person", record.slug, texts)


_OTHER_CONTROLLER = Localised.both(
    "個人情報の管理者が違うため統合できません（{one}と{other}）。管理者どうしで話し合い、どちらかの記録の管理者を改めてから"
    "統合してください。",
    "They cannot be merged: different organisations are the controllers of the personal data ({one} and {other}). "
    "Let them agree first, and change the controller of one record.",
)


def _of_people(kept: Person, gone: Person) -> Iterable[RuleBroken]:
    """A person's data stay with the organisation that answers for them (個人情報の保護に関する法律)."""
    if kept.controller_id != gone.controller_id:
        said = _OTHER_CONTROLLER.filled(one=kept.controller_id, other=gone.controller_id)
        yield RuleBroken("merge.other_controller", said)


def _nothing(_kept: Any, _gone: Any) -> Iterable[RuleBroken]:
    return ()


def _rename(columns: tuple[str, ...], gone: str, kept: str) -> dict[str, list[str]]:
    """Let holders, sharers and the people records are kept for be named anew. Effects: rows, revisions, history."""
    changed: dict[str, list[str]] = {}
    for kind in kinds():
        names = [name for name in columns if name in {item.name for item in kind.model._meta.concrete_fields}]
        for name in names:
            lookup = {f"{name}__any": {gone}} if name == "shared_with" else {name: gone}
            for row in kind.model._default_manager.filter(**lookup).select_for_update():
                words = [kept if word == gone else word for word in getattr(row, name).split()]
                setattr(row, name, " ".join(dict.fromkeys(words)))
                row.revision += 1
                row.save(update_fields=[name, "revision"])
                changed.setdefault(kind.slug, []).append(row.pk)
    return changed


def _sorted(ways: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ways), key=lambda way: _SURE.index(Way(way))))


def _rows(sql: str, **params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _sameness(
    kind: str,
    like: Callable[[Any], list[str]],
    refusals: Callable[[Any, Any], Iterable[RuleBroken]],
    named_in: tuple[str, ...],
) -> Sameness:
    return Sameness(
        kind=kind,
        ways={way.value: both(way.label) for way in Way},
        pairs=partial(pairs, kind),
        near=partial(near, kind),
        ways_of=partial(ways_of, kind),
        like=like,
        like_any=partial(like_any, kind),
        refusals=refusals,
        rename=partial(_rename, named_in),
    )


register_sameness(
    _sameness("organisation", like_organisation, _nothing, ("holder", "shared_with")),
    _sameness("person", like_person, _of_people, ("holder_person",)),
)
