"""What every page's shell needs: the cluster, the language and the way to its other one, the actor, the menus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from renkei.core.accounts.actors import STRANGER
from renkei.core.records.selectors import present_cluster
from renkei.portal.logo import logo_of
from renkei.portal.menu import menu_of, section_of
from renkei.portal.site_map import grouped_pages

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.records.cluster import Cluster

OTHER = {"ja": "en", "en": "ja"}


def page(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or "ja"
    cluster: Any = SimpleLazyObject(present_cluster)
    common = {
        "language": language,
        "cluster": cluster,
        "actor": getattr(request, "actor", STRANGER),
        "demo_mode": settings.DEMO,
        "logo": SimpleLazyObject(lambda: logo_of(cluster, language)),
    }
    if request.path_info.startswith("/desk/"):
        return common
    return common | _portal(request, language, cluster)


def _portal(request: HttpRequest, language: str, cluster: Cluster) -> dict[str, Any]:
    route = (request.resolver_match.url_name if request.resolver_match else "") or ""
    look = getattr(request, "look", None)  # the desk shows a page before it is public
    return {
        "early_look": look,
        "theme_url": look.theme_url if look else "",
        "home_url": reverse("portal:home", args=[language]),
        "access_url": reverse("portal:access", args=[language]),
        "inquiries_url": reverse("portal:inquiries", args=[language]),
        "search_url": reverse("portal:search", args=[language]),
        "other_language_url": look.other_language_url if look else other_language(request, language),
        "section": route,
        "nav_items": SimpleLazyObject(lambda: _entries(route, language, cluster)),
        "footer_groups": SimpleLazyObject(lambda: grouped_pages(language, cluster)),
    }


def _entries(route: str, language: str, cluster: Cluster) -> list[dict[str, Any]]:
    menu = menu_of(cluster)
    above = section_of(route, menu)
    return [
        {
            "url": reverse(f"portal:{name}", args=[language]),
            "label": label,
            "current": name == route,
            "within": name == above,
        }
        for name, label in menu
    ]


def other_language(request: HttpRequest, language: str) -> str:
    """Return this very page in the other language, its query kept."""
    start = f"/{language}/"
    if not request.path_info.startswith(start):
        return f"/{OTHER[language]}/"
    address = f"/{OTHER[language]}/{request.path_info.removeprefix(start)}"
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address
