"""A page of hits as desk and portal show it: grouped by kind, names and passages with what was found marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.core.search.passages import passage_of, title_of
from renkei.core.search.ranking import PER_PAGE, Hit
from renkei.core.search.service import MOST_PAGES, Found
from renkei.core.ui.parts import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.utils.safestring import SafeString

    from renkei.core.records.kinds import Kind

Links = dict[str, Link]


@dataclass(frozen=True)
class ShownHit:
    label: Any
    url: str
    slug: str
    passage: SafeString
    note: Any = ""


@dataclass(frozen=True)
class Group:
    """The hits of one kind on this page; `count` is how many there are in all, None where that is not known.

    `more` says that there are more than counted.
    """

    kind: Kind
    hits: Sequence[ShownHit]
    count: int | None
    more: bool = False


@dataclass(frozen=True)
class Chip:
    """A kind to which the hits can be narrowed, with how many it has."""

    kind: Kind
    count: int
    url: str
    is_current: bool = False
    more: bool = False


def chips_of(
    counts: dict[str, int],
    found: Found,
    kinds: Sequence[Kind],
    chosen: Kind | None,
    address: Callable[..., str],
) -> list[Chip]:
    """Return a chip for every kind that was counted, in the order of `kinds`; `address` takes the kind's code."""
    return [
        Chip(kind, counts[kind.slug], address(kind=kind.slug), kind is chosen, kind.slug in found.more)
        for kind in kinds
        if kind.slug in counts
    ]


def pages_of(found: Found, kind: str = "") -> int:
    return min(MOST_PAGES, max(1, -(-found.total(kind) // PER_PAGE)))


def groups(
    found: Found,
    hits: Sequence[Hit],
    kinds: Sequence[Kind],
    *,
    language: str,
    address: Callable[[Kind, str], str],
    links: Callable[[Kind, list[str]], Links],
    counted: bool = True,
) -> list[Group]:
    """Group hits by kind, the kind of the best hit first.

    `address` is where a record is shown; `links` names records whose name does not stand in the index: it is asked
    at most once for each kind on the page.
    """
    known = {kind.slug: kind for kind in kinds}
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    made = []
    for slug, own in by_kind.items():
        kind = known[slug]
        nameless = [hit.slug for hit in own if needs_record(kind, hit)]
        named = links(kind, nameless) if nameless else {}
        shown = [_shown(hit, address(kind, hit.slug), found, language, named) for hit in own]
        made.append(Group(kind, shown, found.counts.get(slug) if counted else None, slug in found.more))
    return made


def needs_record(kind: Kind, hit: Hit) -> bool:
    """Say whether a name must be asked of the record: it is put together, or the field is empty."""
    return not hit.title or callable(getattr(kind.model, kind.title, None))


def _shown(hit: Hit, url: str, found: Found, language: str, named: Links) -> ShownHit:
    link = named.get(hit.slug)
    is_name = hit.title and (link is None or link.label == hit.title)
    label = title_of(hit.title, found.question, language) if is_name else link.label if link else hit.slug
    texts = hit.texts if is_name else {"": hit.title or "", **hit.texts}
    passage = passage_of(texts, found.question, language)
    return ShownHit(label, url, hit.slug, passage, link.note if link else "")
