"""The menu of the public site: which sections its head and its home page show, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.records.sections import register_sections
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.core.records.cluster import Cluster

HOME = ("home", bi("ホーム", "Home"))
ALL_PAGES = ("site-map", bi("すべての頁", "All pages"))
USUAL = (
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
)
# What a cluster may put into its menu beside the usual ones.
OTHERS = (
    ("news", bi("お知らせ", "News")),
    ("milestones", bi("年表", "Milestones")),
    ("partnerships", bi("連携の取組", "Partnerships")),
    ("results", bi("研究の成果", "Results")),
    ("ventures", bi("ベンチャー", "Ventures")),
    ("documents", bi("資料", "Documents")),
    ("open-data", bi("オープンデータ", "Open data")),
    ("ask", bi("技術の相談", "Ask for help")),
)
SECTIONS = dict((*USUAL, *OTHERS))
# Pages below a section, by route: the first of these that stands in the menu is the one a reader is in.
ABOVE: dict[str, tuple[str, ...]] = {
    "body": ("structure",),
    "meeting": ("structure",),
    "organisation": ("structure",),
    "laboratory": ("structure",),
    "agreement": ("agreements",),
    "indicator": ("figures",),
    "evidence": ("figures",),
    "report": ("reports",),
    "money-lines": ("money",),
    "results": ("results", "joint-research"),
    "programme": ("programmes",),
    "event": ("events",),
    "event-series": ("events",),
    "seed": ("seeds",),
    "seed-booklet": ("seeds",),
    "seed-booklet-part": ("seeds",),
    "need": ("needs",),
    "ask": ("ask", "needs"),
    "asked": ("ask", "needs"),
    "need-link": ("needs",),
    "partnership": ("partnerships",),
    "milestone": ("milestones",),
    "document": ("documents",),
    "venture": ("ventures",),
    "news-item": ("news",),
    "open-columns": ("open-data",),
    "accessibility": (),
    "privacy": (),
}
# The parts of the home page that belong to sections, in their usual order; its doors come last.
BANDS = {"figures": ("figures",), "reports": ("reports", "milestones"), "news": ("news",)}
DOORS = frozenset({"ask", "needs", "seeds", "programmes", "joint-research", "events", "money"})

register_sections(SECTIONS.items())


def chosen(cluster: Cluster) -> tuple[str, ...]:
    """Return the sections that the cluster's menu names, none where it keeps the usual one."""
    return tuple(name for name in cluster.menu.split() if name in SECTIONS)


def menu_of(cluster: Cluster) -> tuple[tuple[str, Any], ...]:
    """Return the menu: home first and all pages last, so that what is left out can still be found."""
    named = chosen(cluster)
    return (HOME, *([(name, SECTIONS[name]) for name in named] or USUAL), ALL_PAGES)


def section_of(route: str, menu: tuple[tuple[str, Any], ...]) -> str:
    """Return the entry of the menu below which a page is; nothing for one that stands in it, and for searches."""
    names = {name for name, _ in menu}
    if route in names or (route not in ABOVE and route not in SECTIONS):
        return ""
    return next((name for name in ABOVE.get(route, ()) if name in names), ALL_PAGES[0])


def shown_on_home(cluster: Cluster) -> frozenset[str]:
    """Return the sections of which the home page shows something: those of the menu, all where it is the usual one."""
    return frozenset(chosen(cluster) or SECTIONS)


def bands_of(cluster: Cluster) -> list[str]:
    """Return the parts of the home page in the order of the menu, without those whose sections are left out."""
    named = chosen(cluster)
    if not named:
        return list(BANDS)
    places = {
        band: min(named.index(each) for each in parts if each in named)
        for band, parts in BANDS.items()
        if any(each in named for each in parts)
    }
    return sorted(places, key=lambda band: places[band])


def in_order(pages: Iterable[tuple[str, Any]], cluster: Cluster) -> list[tuple[str, Any]]:
    """Return pages with those of the menu first, in its order; the others stay as they are."""
    named = chosen(cluster)
    return sorted(pages, key=lambda page: named.index(page[0]) if page[0] in named else len(named))
