"""The search over all kinds that the actor may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.publication.selectors import visible_to
from renkei.core.search.service import search as find
from renkei.core.search.shown import Group, chips_of, groups, pages_of
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import show
from renkei.desk.lists import pager
from renkei.desk.pages import TODAY, actor_of, contexts, language_now, list_address, page, today
from renkei.desk.readings import note
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind


@opens_to(verb=Verb.VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """Names, identifiers and texts: by kind with their numbers, the best first, narrowed to one kind if wished."""
    q = " ".join(request.GET.get("q", "").split())
    actor, at = actor_of(request), today()
    kinds = [kind for _, group in contexts(actor) for kind in group if kind.search]
    chosen = next((kind for kind in kinds if kind.slug == request.GET.get("kind")), None)
    number = whole(request.GET.get("page", "")) or 1
    narrowed = chosen.slug if chosen else ""
    found = find(q, kinds, actor=actor, at=at, kind=narrowed, page=number)

    def address(**query: Any) -> str:
        said = {"q": q, "kind": narrowed, **query}
        return f"?{urlencode({name: value for name, value in said.items() if value})}"

    ways: dict[str, Any] = {
        "language": language_now(),
        "address": lambda kind, slug: kind.desk_address(slug),
        "links": lambda kind, slugs: _links(kind, slugs, actor, at),
    }
    pages = pages_of(found, narrowed)
    body: dict[str, Any] = {
        "q": q,
        "search_text": q,
        "found": found,
        "total": found.total(narrowed),
        "groups": groups(found, found.hits, kinds, **ways),
        "alike": groups(found, found.alike, kinds, counted=False, **ways),
        "chips": chips_of(found.counts, found, kinds, chosen, address),
        "all_url": address(kind=""),
        "chosen": chosen,
        "list_url": list_address(chosen, q=q) if chosen else "",
        "pager": pager(min(found.page, pages), pages, lambda each: address(page=each)),
    }
    _note(request, (*body["groups"], *body["alike"]))
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(bi("検索", "Search"))]
    return page(request, "desk/search.html", body, crumbs=crumbs)


def _links(kind: Kind, slugs: list[str], actor: Actor, at: dt.date) -> dict[str, parts.Link]:
    rows = visible_to(kind.model._default_manager.filter(pk__in=slugs), actor, at)
    rows = rows.select_related(*show.label_joins(kind))
    return {row.pk: parts.Link(kind.label(row), kind.desk_address(row.pk)) for row in rows}


def _note(request: HttpRequest, shown: Sequence[Group]) -> None:
    """Log that records were read of whose kind readings are logged."""
    for group in shown:
        note(request, group.kind.slug, Way.SEARCH, count=len(group.hits))
