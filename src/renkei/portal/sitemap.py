"""The map of the site for search engines: every page with its other language, in parts of a bounded size.

A part holds at most 50,000 addresses and 10 MB by the protocol (sitemaps.org); ours hold 10,000, which is about 5 MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from renkei.core.accounts.actors import STRANGER
from renkei.core.history.states import events_of
from renkei.core.publication.models import PublicationState
from renkei.core.publication.selectors import public_on
from renkei.core.records.kinds import Kind, kinds_as_declared
from renkei.core.records.together import (
    NAME,
    Statement,
    asked,
    named,
    put_together_once,
    statement_of,
    together,
)
from renkei.indicators.models import StatedValue
from renkei.portal.middleware import LANGUAGES
from renkei.portal.open_data.rows import shown_rows
from renkei.portal.site_map import GROUPS
from renkei.reports.selectors import frozen_editions
from renkei.reports.service import available

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.db.models import QuerySet

PAGES_A_PART = 5_000
# Every page that is no record's, but for the search, which is a question; and the one that its neighbour leads to.
PAGES = (
    "home",
    *(name for _, pages in GROUPS for name, _ in pages if name != "search"),
    "seed-booklet",
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PROTOCOL = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_SLUG = "0slug0"  # stands for an identifier: letters and digits, as identifiers are


@dataclass(frozen=True)
class Page:
    """A page in both languages: where, with a place for the language, and when its record changed."""

    addresses: tuple[str, ...]
    changed: dt.datetime | None = None


@dataclass(frozen=True)
class SiteMap:
    """What the map of one day holds: pages that are no record's, then kind by kind, each with how many."""

    fixed: list[Page]
    tables: list[tuple[Kind, QuerySet[Any], int]]

    @property
    def parts(self) -> int:
        """How many parts the map has: at least one."""
        total = len(self.fixed) + sum(count for _, _, count in self.tables)
        return max(1, -(-total // PAGES_A_PART))

    def index(self) -> bytes:
        lines = (
            f"<sitemap><loc>{escape(settings.SITE_URL + reverse('portal:sitemap-part', args=[part]))}</loc></sitemap>\n"
            for part in range(1, self.parts + 1)
        )
        return f"{_HEAD}<sitemapindex {_PROTOCOL}>\n{''.join(lines)}</sitemapindex>\n".encode()

    def part(self, number: int) -> bytes:
        """Return one part, a page in both languages a time, each naming both and the one for everybody else."""
        start = (number - 1) * PAGES_A_PART
        pages = [*self.fixed[start : start + PAGES_A_PART], *self._records(start, start + PAGES_A_PART)]
        return "".join(
            (
                f'{_HEAD}<urlset {_PROTOCOL} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n',
                *map(entry, pages),
                "</urlset>\n",
            )
        ).encode()

    def _records(self, start: int, end: int) -> Iterator[Page]:
        """Yield the pages of records between two places of the whole map; one question."""
        before = len(self.fixed)
        questions, routes = [], {}
        for kind, rows, count in self.tables:
            first, last = max(0, start - before), min(count, end - before)
            before += count
            if first < last:
                routes[kind.slug] = _addresses(kind.portal_route, _SLUG)
                questions.append(_changes(kind, rows, first, last, count))
        places = {name: place for place, name in enumerate(routes)}
        for row in sorted(together(questions), key=lambda each: (places[each[NAME]], each["key"])):
            yield Page(tuple(each.replace(_SLUG, row["key"]) for each in routes[row[NAME]]), row["changed"])


def site_map(at: dt.date) -> SiteMap:
    """Return the map of a day. The records of all kinds are counted with one question."""
    tables = _tables(at)
    counts = {row[NAME]: row["found"] for row in asked(_counts(at))}
    return SiteMap(_fixed(at), [(kind, rows, counts.get(kind.slug, 0)) for kind, rows in tables])


@put_together_once
def _counts(at: dt.date) -> Statement:
    """Return the statement that counts the records of every kind: the same all day, and long to put together."""
    return statement_of(named(rows, kind.slug).annotate(found=Count("pk")) for kind, rows in _tables(at))


def entry(page: Page) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in zip(
            (*LANGUAGES, "x-default"), (*page.addresses, page.addresses[0]), strict=True
        )
    )
    changed = f"<lastmod>{timezone.localdate(page.changed).isoformat()}</lastmod>" if page.changed else ""
    return "".join(f"<url><loc>{each}</loc>{changed}{links}</url>\n" for each in page.addresses)


def _addresses(route: str, *arguments: Any) -> tuple[str, ...]:
    """Return the addresses of a page in all languages, ready for XML."""
    return tuple(
        escape(f"{settings.SITE_URL}{reverse(f'portal:{route}', args=[language, *arguments])}")
        for language in LANGUAGES
    )


def _fixed(at: dt.date) -> list[Page]:
    """Return the pages that are no records', and those of reports and their editions."""
    reports = {(each.kind, each.year) for each in available(actor=STRANGER, at=at)}
    editions = [
        each
        for each in frozen_editions().filter(state="published")
        if set(LANGUAGES) <= set(each.language_tags)
    ]
    reports |= {(each.kind, each.fiscal_year) for each in editions}
    return [
        *(Page(_addresses(name)) for name in PAGES),
        *(Page(_addresses("report", *pair)) for pair in sorted(reports)),
        *(
            Page(_addresses("edition", each.kind, each.fiscal_year, each.number), each.published_at)
            for each in editions
        ),
    ]


def _tables(at: dt.date) -> list[tuple[Kind, QuerySet[Any]]]:
    found = [(kind, shown_rows(kind, at)) for kind in kinds_as_declared() if kind.portal_route]
    return [
        (kind, rows.filter(_has_a_value(at)) if kind.slug == "indicator" else rows) for kind, rows in found
    ]


def _has_a_value(at: dt.date) -> Exists:
    """Return the condition under which an indicator has a page: one of its values is public."""
    return Exists(StatedValue.objects.filter(public_on(at), indicator=OuterRef("pk")))


def _changes(kind: Kind, rows: QuerySet[Any], first: int, last: int, count: int) -> Any:
    """Ask for identifiers, those between two places in their order, and when the record last changed in public."""
    if (first, last) != (0, count):
        # The inner question is cut first: what stands beside the keys is not looked up for those that are skipped.
        keys = rows.order_by("slug").values("slug")[first:last]
        rows = kind.model._default_manager.filter(slug__in=keys)
    events = events_of(kind.model).filter(pgh_obj_id=OuterRef("slug"), publication=PublicationState.PUBLIC)
    changed = events.order_by().values("pgh_obj_id").annotate(last=Max("pgh_created_at")).values("last")
    return named(rows, kind.slug).annotate(key=Cast(F("slug"), CharField()), changed=Subquery(changed))
