"""The map of the site for search engines: every page with its other language, in parts of a bounded size.

A part holds at most 50,000 addresses and 10 MB by the protocol (sitemaps.org); ours hold 10,000, which is about 5 MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from django.utils import timezone

from renkei.core.accounts.actors import STRANGER
from renkei.core.history.states import events_of
from renkei.core.publication.models import PublicationState
from renkei.core.publication.selectors import public_on
from renkei.core.records.kinds import Kind, kinds_as_declared
from renkei.core.records.paging import slice_of
from renkei.indicators.models import StatedValue
from renkei.portal.middleware import LANGUAGES
from renkei.portal.open_data.rows import shown_rows
from renkei.reports.selectors import frozen_editions
from renkei.reports.service import available

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.db.models import QuerySet

PAGES_A_PART = 5_000
LINES_AT_ONCE = 500
PAGES = (
    "home",
    "structure",
    "agreements",
    "figures",
    "reports",
    "partnerships",
    "milestones",
    "documents",
    "seeds",
    "seed-booklet",
    "needs",
    "ask",
    "access",
    "inquiries",
    "open-data",
    "money",
    "joint-research",
    "results",
    "ventures",
    "programmes",
    "events",
    "news",
    "accessibility",
    "privacy",
    "site-map",
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PROTOCOL = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True)
class Page:
    """A page in both languages: the name of its route, what follows the language, when its record changed."""

    route: str
    arguments: tuple[Any, ...] = ()
    changed: dt.datetime | None = None

    def address(self, language: str) -> str:
        return f"{settings.SITE_URL}{reverse(f'portal:{self.route}', args=[language, *self.arguments])}"


def parts_of(at: dt.date) -> int:
    """Return how many parts the map has on a day: at least one."""
    total = len(_fixed(at)) + sum(shown.count() for _, shown in _tables(at))
    return max(1, -(-total // PAGES_A_PART))


def index(parts: int) -> str:
    lines = (
        f"<sitemap><loc>{escape(settings.SITE_URL + reverse('portal:sitemap-part', args=[part]))}</loc></sitemap>\n"
        for part in range(1, parts + 1)
    )
    return f"{_HEAD}<sitemapindex {_PROTOCOL}>\n{''.join(lines)}</sitemapindex>\n"


def part(number: int, at: dt.date) -> Iterator[str]:
    """Yield one part, a page in both languages a time, each naming both and the one for everybody else."""
    yield f'{_HEAD}<urlset {_PROTOCOL} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    pages = _pages(at, (number - 1) * PAGES_A_PART)
    lines = (_entry(page) for page in islice(pages, PAGES_A_PART))
    while some := "".join(islice(lines, LINES_AT_ONCE)):
        yield some
    yield "</urlset>\n"


def _entry(page: Page) -> str:
    addresses = {language: escape(page.address(language)) for language in LANGUAGES}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in [*addresses.items(), ("x-default", addresses[LANGUAGES[0]])]
    )
    changed = f"<lastmod>{timezone.localdate(page.changed).isoformat()}</lastmod>" if page.changed else ""
    return "".join(f"<url><loc>{each}</loc>{changed}{links}</url>\n" for each in addresses.values())


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
        *(Page(name) for name in PAGES),
        *(Page("report", pair) for pair in sorted(reports)),
        *(
            Page("edition", (each.kind, each.fiscal_year, each.number), each.published_at)
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


def _pages(at: dt.date, skipped: int) -> Iterator[Page]:
    """Yield every page from a place on: the fixed ones, then kind by kind in the order of their identifiers."""
    fixed = _fixed(at)
    yield from fixed[skipped:]
    skipped = max(0, skipped - len(fixed))
    for kind, rows in _tables(at):
        total = rows.count()
        if skipped < total:
            yield from _of_kind(kind, rows, skipped, total)
        skipped = max(0, skipped - total)


def _of_kind(kind: Kind, rows: QuerySet[Any], skipped: int, total: int) -> Iterator[Page]:
    keys = slice_of(rows.order_by("slug").values_list("slug", flat=True), skipped, PAGES_A_PART, total)
    changes = (
        events_of(kind.model)
        .filter(pgh_obj_id__in=keys, publication=PublicationState.PUBLIC)
        .values_list("pgh_obj_id")
        .annotate(Max("pgh_created_at"))
    )
    changed = dict(changes)
    for slug in keys:
        yield Page(kind.portal_route, (slug,), changed.get(slug))
