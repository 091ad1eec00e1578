"""What every page's shell needs: the cluster, the language and the way to its other one, the actor, the menus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from renkei.core.accounts.actors import STRANGER
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.portal.site_map import grouped_pages

if TYPE_CHECKING:
    from django.http import HttpRequest

OTHER = {"ja": "en", "en": "ja"}
MENU = (
    ("home", bi("ホーム", "Home")),
    ("structure", bi("推進体制", "Structure")),
    ("agreements", bi("協定", "Agreements")),
    ("money", bi("予算と実績", "Money")),
    ("figures", bi("指標", "Key figures")),
    ("reports", bi("報告書", "Reports")),
    ("joint-research", bi("共同研究", "Joint research")),
    ("seeds", bi("シーズ", "Seeds")),
    ("needs", bi("ニーズ", "Needs")),
    ("programmes", bi("人材育成", "Students")),
    ("events", bi("行事", "Events")),
    ("site-map", bi("すべての頁", "All pages")),
)
# Pages below one of the menu, by route.
WITHIN = {
    "body": "structure",
    "meeting": "structure",
    "organisation": "structure",
    "laboratory": "structure",
    "agreement": "agreements",
    "indicator": "figures",
    "evidence": "figures",
    "report": "reports",
    "money-lines": "money",
    "results": "joint-research",
    "programme": "programmes",
    "event": "events",
    "event-series": "events",
    "seed": "seeds",
    "seed-booklet": "seeds",
    "seed-booklet-part": "seeds",
    "need": "needs",
    "ask": "needs",
    "asked": "needs",
    "need-link": "needs",
} | dict.fromkeys(
    (
        "partnerships",
        "partnership",
        "milestones",
        "milestone",
        "documents",
        "document",
        "ventures",
        "venture",
        "news",
        "news-item",
        "accessibility",
        "privacy",
    ),
    "site-map",
)


def page(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or "ja"
    cluster = SimpleLazyObject(present_cluster)
    common = {
        "language": language,
        "cluster": cluster,
        "actor": getattr(request, "actor", STRANGER),
        "demo_mode": settings.DEMO,
    }
    if request.path_info.startswith("/desk/"):
        return common
    return common | _portal(request, language)


def _portal(request: HttpRequest, language: str) -> dict[str, Any]:
    route = (request.resolver_match.url_name if request.resolver_match else "") or ""
    look = getattr(request, "look", None)  # the desk shows a page before it is public
    return {
        "early_look": look,
        "home_url": reverse("portal:home", args=[language]),
        "access_url": reverse("portal:access", args=[language]),
        "inquiries_url": reverse("portal:inquiries", args=[language]),
        "search_url": reverse("portal:search", args=[language]),
        "other_language_url": look.other_language_url if look else other_language(request, language),
        "section": route,
        "nav_items": [
            {
                "url": reverse(f"portal:{name}", args=[language]),
                "label": label,
                "current": name == route,
                "within": WITHIN.get(route) == name,
            }
            for name, label in MENU
        ],
        "footer_groups": grouped_pages(language),
    }


def other_language(request: HttpRequest, language: str) -> str:
    """Return this very page in the other language, its query kept."""
    start = f"/{language}/"
    if not request.path_info.startswith(start):
        return f"/{OTHER[language]}/"
    address = f"/{OTHER[language]}/{request.path_info.removeprefix(start)}"
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address
