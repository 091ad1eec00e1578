"""What is new, as an Atom feed (RFC 4287): records as they became public or changed, and editions of reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db.models import Max, Min
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from renkei.core.blocks.model import Paragraph
from renkei.core.blocks.plain import spans_to_text
from renkei.core.blocks.resolve import resolve
from renkei.core.blocks.writing import written
from renkei.core.history.states import events_of
from renkei.core.publication.models import PublicationState
from renkei.core.records.kinds import kind_of
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.portal.open_data.rows import shown_rows
from renkei.portal.texts import strangers_request
from renkei.reports.selectors import frozen_editions

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.kinds import Kind

MOST = 50
# Kinds of record that are news, with the text that tells of them. One that is added here is in the feed.
TOLD: dict[str, str] = {
    "newsitem": "text",
    "event": "description",
    "milestone": "text",
    "partnership": "lead",
}
NEWS = bi("新着", "What is new")


@dataclass(frozen=True)
class Entry:
    """Something new. `first` is when it became public, `last` when it was written last."""

    title: str
    address: str
    first: dt.datetime
    last: dt.datetime
    text: str = ""
    what: str = ""


def newest(request: BlockRequest) -> list[Entry]:
    """Return what is new, the latest first; a fixed number of questions however many records there are."""
    found = [each for slug, field in TOLD.items() for each in _records(kind_of(slug), field, request)]
    found += _editions(request.language)
    return sorted(found, key=lambda each: each.last, reverse=True)[:MOST]


def _records(kind: Kind, field: str, request: BlockRequest) -> list[Entry]:
    shown = shown_rows(kind, request.at)
    public = events_of(kind.model).filter(
        publication=PublicationState.PUBLIC, pgh_obj_id__in=shown.values("pk")
    )
    dated = public.values_list("pgh_obj_id").annotate(first=Min("pgh_created_at"), last=Max("pgh_created_at"))
    latest = list(dated.order_by("-last", "pgh_obj_id")[:MOST])
    rows: dict[str, Any] = shown.in_bulk([slug for slug, _, _ in latest])
    drafts = tuple(Paragraph(written(request, rows[slug], field)) for slug, _, _ in latest)
    texts = [spans_to_text(block.spans) for block in resolve(drafts, request) if isinstance(block, Paragraph)]
    return [
        Entry(
            _text(request.called(rows[slug]), request.language),
            kind.portal_address(slug, request.language),
            first,
            last,
            text,
            str(kind.name),
        )
        for (slug, first, last), text in zip(latest, texts, strict=True)
    ]


def _editions(language: str) -> list[Entry]:
    rows = frozen_editions().filter(state="published").order_by("-published_at")[:MOST]
    return [
        Entry(
            each.title.text(language),
            reverse("portal:edition", args=[language, each.kind, each.fiscal_year, each.number]),
            each.published_at,
            each.published_at,
            what=str(bi("報告書", "Report")),
        )
        for each in rows
        if each.published_at is not None
    ]


def _text(label: Any, language: str) -> str:
    return str(label.text(language)) if hasattr(label, "text") else str(label)


def feed(language: str) -> bytes:
    """Return the feed in one language. Its identifiers are the addresses of the pages, which do not change."""
    cluster = present_cluster()
    here = reverse("portal:news-feed", args=[language])
    made = Atom1Feed(
        title=f"{cluster.name.text(language)} {NEWS}",
        link=_absolute(reverse("portal:home", args=[language])),
        description=None,
        feed_url=_absolute(here),
        feed_guid=_absolute(here),
        language=language,
        author_name=cluster.name.text(language),
    )
    for entry in newest(strangers_request(language)):
        made.add_item(
            title=entry.title,
            link=_absolute(entry.address),
            unique_id=_absolute(entry.address),
            description=cast("str", entry.text or None),  # without a text there is no summary
            pubdate=entry.first,
            updateddate=entry.last,
            categories=[entry.what],
        )
    return made.writeString("utf-8").encode()


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
