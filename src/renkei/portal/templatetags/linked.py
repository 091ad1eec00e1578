"""The head of a public page for machines: its one address, its other language, a card for sharing, what it is about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from renkei.core.records.cluster import EraDisplay
from renkei.core.ui.marks import day
from renkei.portal.context import OTHER
from renkei.portal.linked_data import (
    absolute,
    cluster_node,
    crumbs_node,
    page_node,
    record_node,
    report_node,
    said,
    site_node,
)
from renkei.portal.middleware import LANGUAGES
from renkei.portal.newer_text import other_is_newer

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template import Context

    from renkei.portal.logo import Logo

register = template.Library()
# A data block is read, never run; these letters alone could end it.
_HARMLESS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_PAGES = frozenset({"page", "year"})
_LOCALES = {"ja": "ja_JP", "en": "en_GB"}


@register.simple_tag(takes_context=True)
def machine_head(context: Context) -> SafeString:
    """Return the links and the data; nothing for a page that is one person's own to see."""
    request: HttpRequest = context["request"]
    match = request.resolver_match
    if match is None or "token" in match.kwargs or request.method != "GET" or context.get("early_look"):
        return mark_safe('<meta name="robots" content="noindex">')
    language = str(context["language"])
    path = _own_address(request, language)
    here = absolute(path)
    parts = (_links(path, language), _card(context, here, language), _data(context, here, language))
    return format_html_join("\n  ", "{}", ((part,) for part in parts))


@register.simple_tag(takes_context=True)
def newer_text(context: Context) -> SafeString:
    """Return a line that leads to the other language where its text is newer than the one shown; else nothing."""
    language = str(context["language"])
    since = other_is_newer(context["request"].resolver_match, language)
    if since is None:
        return mark_safe("")
    other = OTHER[language]
    told = {
        "ja": "この頁の文章は、英語のほうが新しくなっています（{}に変更）。",
        "en": "The Japanese text of this page is newer (changed on {}).",
    }
    link = {"ja": "Read it in English", "en": "日本語で読む"}
    return format_html(
        '<p class="wrap newer-text">{} <a href="{}" lang="{}" hreflang="{}">{}</a></p>',
        format_html(
            told[language],
            day(timezone.localdate(since), era=context["cluster"].era_display == EraDisplay.ERA),
        ),
        context["other_language_url"],
        other,
        other,
        link[language],
    )


def _own_address(request: HttpRequest, language: str) -> str:
    """Return the address by which the page is known: without questions, but for those that make another page."""
    start = f"/{language}/"
    path = request.path_info if request.path_info.startswith(start) else start
    asked = {name: str(text) for name, text in request.GET.dict().items()}
    kept = [f"{name}={text}" for name, text in asked.items() if name in _PAGES and text.isdecimal()]
    return f"{path}?{'&'.join(kept)}" if kept else path


def _links(path: str, language: str) -> SafeString:
    rest = path.removeprefix(f"/{language}/")
    alternates = [(each, absolute(f"/{each}/{rest}")) for each in LANGUAGES]
    alternates.append(("x-default", alternates[0][1]))
    return format_html('<link rel="canonical" href="{}">', absolute(path)) + format_html_join(
        "", '\n  <link rel="alternate" hreflang="{}" href="{}">', alternates
    )


def _card(context: Context, here: str, language: str) -> SafeString:
    cluster = context["cluster"]
    crumbs = context.get("crumbs")
    title = said(crumbs[-1]["label"], language) if crumbs else cluster.name.text(language)
    told = [
        ("og:type", "website"),
        ("og:site_name", cluster.name.text(language)),
        ("og:title", title),
        ("og:description", cluster.tagline.text(language)),
        ("og:url", here),
        *_picture(context["logo"]),
        ("og:locale", _LOCALES[language]),
        ("og:locale:alternate", _LOCALES[OTHER[language]]),
    ]
    return format_html_join("\n  ", '<meta property="{}" content="{}">', [each for each in told if each[1]])


def _picture(logo: Logo | None) -> list[tuple[str, str]]:
    if not logo:
        return []
    return [
        ("og:image", absolute(logo.url)),
        ("og:image:type", logo.media_type),
        ("og:image:alt", logo.text),
    ]


def _data(context: Context, here: str, language: str) -> SafeString:
    graph: list[Any] = [cluster_node(context["cluster"], language)]
    crumbs = context.get("crumbs")
    if crumbs:
        graph.append(crumbs_node(crumbs, here, language))
    graph.append(_subject(context, here, language))
    told = {"@context": "https://schema.org", "@graph": [each for each in graph if each]}
    text = json.dumps(told, ensure_ascii=False).translate(_HARMLESS)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def _subject(context: Context, here: str, language: str) -> Any:
    """Return what the page is about: its record, its edition, what the view tells, else the page itself."""
    page: Any = context.get("page")
    edition: Any = context.get("edition")
    tells = context.get("linked")
    if hasattr(page, "record"):
        return record_node(page.kind.slug, page.record, page.title, here, language)
    if hasattr(edition, "published_at"):
        return report_node(edition.title, here, language, edition.published_at)
    if tells is not None:
        return tells(here)
    route = context["request"].resolver_match.url_name
    crumbs = context.get("crumbs")
    if crumbs:
        return page_node(route, crumbs[-1]["label"], here, language)
    return site_node(context["cluster"], language) if route == "home" else None
