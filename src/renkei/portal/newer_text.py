"""Whether the texts of a page are older in its language than in the other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from renkei.core.history.languages import behind_in
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import Kind, kind_of, kinds_as_declared
from renkei.core.records.selectors import stored_cluster

if TYPE_CHECKING:
    import datetime as dt

    from django.urls import ResolverMatch

# Pages that show texts of the settings, by route.
_OF_THE_CLUSTER = {
    "home": frozenset({"tagline", "description"}),
    "access": frozenset({"access"}),
    "inquiries": frozenset({"inquiries"}),
}


@cache
def _kinds() -> dict[str, Kind]:
    return {kind.portal_route: kind for kind in kinds_as_declared() if kind.portal_route}


def other_is_newer(match: ResolverMatch | None, language: str) -> dt.datetime | None:
    """Return when a text of the page was last changed in the other language alone, None where none is behind.

    One question for a page of a record or of the settings' texts, none for others.
    """
    route = (match.url_name or "") if match is not None and match.app_name == "portal" else ""
    fields, kind, slug = _OF_THE_CLUSTER.get(route), _kinds().get(route), ""
    if fields is not None:
        cluster = stored_cluster()
        kind, slug = kind_of(Cluster), cluster.pk if cluster is not None and cluster.revision > 1 else ""
    elif kind is not None and match is not None:
        slug = str(match.kwargs["slug"])
    if kind is None or not slug:
        return None
    shown = [each for each in behind_in(kind, slug) if fields is None or each.field in fields]
    return max((each.since for each in shown if each.language == language and each.since), default=None)
