"""What is left to translate."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import EVERY, Verb, may_on
from renkei.core.history.agreed import agree_on_text
from renkei.core.records.cluster import EraDisplay
from renkei.core.ui import marks, parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import records as about
from renkei.desk import show
from renkei.desk.forms.fields import said
from renkei.desk.lists import pager
from renkei.desk.pages import TODAY, actor_of, cluster_of, page, today, wanted_kind
from renkei.desk.translations import Left, left_to_translate, translated_kinds, with_names
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TITLE = bi("訳の残り", "Left to translate")
OTHER_CHANGED = bi("もう一方の変更：", "The other was changed: ")
PER_PAGE = 50
WANTED = (
    ("older", bi("古いもの", "Older")),
    ("missing", bi("ないもの", "Missing")),
)
SCOPES = (
    ("", bi("公開しているもの", "What is public")),
    ("all", bi("公開していないものも", "What is not public, too")),
)


@opens_to(verb=Verb.VIEW, kind=EVERY)
@require_safe
def translations_page(request: HttpRequest) -> HttpResponse:
    """List the texts whose other language is older or missing: of a kind, of one sort, of what is public or of all."""
    kinds = translated_kinds(actor_of(request))
    asked = {name: request.GET.get(name, "") for name in ("kind", "wanted", "scope")}
    chosen = [kind for kind in kinds if kind.slug == asked["kind"]] or kinds
    found = left_to_translate(
        chosen,
        actor_of(request),
        today(),
        public_only=asked["scope"] != "all",
        wanted=asked["wanted"] if asked["wanted"] in dict(WANTED) else "",
    )
    era = cluster_of(request).era_display == EraDisplay.ERA
    counts = Counter("older" if each.since else "missing" for each in found)
    body = {
        "title": TITLE,
        "table": _table(found, whole(request.GET.get("page", "")) or 1, asked, era=era),
        "older": counts["older"],
        "missing": counts["missing"],
        "kinds": kinds,
        "wanted": WANTED,
        "scopes": SCOPES,
        "asked": asked,
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(TITLE)]
    return page(request, "desk/translations.html", body, crumbs=crumbs)


def _table(found: list[Left], number: int, asked: dict[str, str], *, era: bool) -> parts.Table:
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(number, pages)
    start = (number - 1) * PER_PAGE
    kept = {name: value for name, value in asked.items() if value}
    return parts.Table(
        identifier="left",
        caption=TITLE,
        columns=[
            parts.Column(bi("記録", "Record"), row_head=True),
            parts.Column(bi("種類", "Kind")),
            parts.Column(bi("文章", "Text")),
            parts.Column(bi("すること", "To do")),
        ],
        rows=[_row(each, era=era) for each in with_names(found[start : start + PER_PAGE])],
        total=len(found),
        first=start + 1,
        pager=pager(number, pages, lambda each: f"?{urlencode(kept | {'page': each})}"),
        empty=parts.Empty(
            bi("訳の残りはありません", "Nothing is left to translate"),
            bi(
                "選んだ範囲の文章は、どちらの言語もそろっています。",
                "Of what you chose, every text stands in both languages.",
            ),
        ),
    )


def _row(left: Left, *, era: bool) -> list[parts.Cell]:
    language, since = show.language_name(left.language), left.since
    todo: Any = bi("{}を書く", "Write the {}") if since is None else bi("{}を改める", "Revise the {}")
    changed = format_html("{}{}", OTHER_CHANGED, marks.moment(since, era=era)) if since else ""
    return [
        parts.Cell(left.label, "localised", url=left.desk_url),
        parts.Cell(left.kind.name),
        parts.Cell(left.texts, "localised"),
        parts.Cell(str(todo).format(language), url=left.edit_url, under=changed),
    ]


@opens_to(verb=Verb.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, context: str, kind: str, slug: str) -> HttpResponse:
    """Say that the older language of a text is still right; whoever only follows the address gets to the record."""
    found, actor = wanted_kind(context, kind), actor_of(request)
    record = about.find(found, slug, actor, today())
    if record is None or not may_on(actor, Verb.CHANGE, found.slug, record.holding()):
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(found.desk_address(slug))
    number = whole(request.POST.get("number", "")) or 0
    try:
        agree_on_text(actor=actor, kind=found, slug=slug, field=request.POST.get("field", ""), number=number)
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        done = bi("訳をこのままでよいものとしました。", "The translation was kept as it is.")
        messages.success(request, done)
    return HttpResponseRedirect(found.desk_address(slug))
