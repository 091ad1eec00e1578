"""Lists: a context's kinds, a kind's rows, their download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CharField, Count, Value
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.merging.registry import sameness_of
from renkei.core.privacy.registry import reading_is_logged
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import Kind, kind_of
from renkei.core.search.service import matches
from renkei.core.tables.service import people_csv, people_csv_stream
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import downloads, show
from renkei.desk.asking import read_question, rows_asked
from renkei.desk.lists import filters_of, pager, read_page, table_of
from renkei.desk.pages import (
    TODAY,
    actor_of,
    cluster_of,
    context_name,
    contexts,
    kind_crumbs,
    language_now,
    list_address,
    page,
    today,
    wanted_kind,
)
from renkei.desk.readings import note
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.core.accounts.actors import Actor

QUICK = {"need": "desk:quick_need"}
# Work on many records of a kind at once: (page, words, verb).
BESIDE = {
    "seed": (
        ("desk:seed_refresh_year", bi("今年度の更新", "Refresh of the year"), Verb.CHANGE),
        ("desk:seed_sources", bi("KAKEN・researchmapから", "From KAKEN, researchmap"), Verb.ADD),
    )
}
LOOKUP_PAGE = 50
MOST_LOST = 100


def counts(kinds: Sequence[Kind], actor: Actor, at: dt.date) -> dict[str, int]:
    """Count the rows of many kinds that the actor sees, in one query."""
    queries = [
        visible_to(kind.model._default_manager.order_by(), actor, at)
        .values(row_kind=Value(kind.slug, output_field=CharField()))
        .annotate(row_count=Count("pk"))
        .values_list("row_kind", "row_count")
        for kind in kinds
    ]
    if not queries:
        return {}
    return dict(queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0])


@opens_to(verb=Verb.VIEW)
def context_page(request: HttpRequest, context: str) -> HttpResponse:
    """The kinds of a context with their numbers: a way in for those who do not know the words yet."""
    actor = actor_of(request)
    known = dict(contexts(actor))
    if context not in known:
        raise Http404
    kinds = sorted(known[context], key=lambda kind: not kind.listed)
    counted = counts(kinds, actor, today())
    cards = [(kind, list_address(kind), counted.get(kind.slug, 0)) for kind in kinds]
    name = context_name(context)
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(name)]
    return page(request, "desk/context.html", {"name": name, "cards": cards}, crumbs=crumbs)


@opens_to(verb=Verb.VIEW)
def list_page(request: HttpRequest, context: str, kind: str) -> HttpResponse:
    found = wanted_kind(context, kind)
    actor, cluster, at = actor_of(request), cluster_of(request), today()
    asked = read_question(found, request.GET.dict())
    rows = rows_asked(found, asked, actor=actor, at=at, language=language_now())
    read = read_page(found, rows, asked.page)
    note(request, kind, Way.LIST, count=read.total)
    may_add = may(actor, Verb.ADD, found.slug)
    table = table_of(found, asked, read, show.currency_of(cluster.currency), at, actor=actor, may_add=may_add)
    siblings = [(each, list_address(each)) for each in dict(contexts(actor))[context]]
    new_url = reverse("desk:new", args=[context, kind]) if may_add else ""
    may_load = may(actor, Verb.LOAD, found.slug)
    load_url = reverse("desk:import", args=[context, kind]) if may_load else ""
    body = {
        "kind": found,
        "table": table,
        "asked": asked,
        "filters": filters_of(found, asked, actor, at),
        "siblings": siblings,
        "new_url": new_url,
        "quick_url": reverse(QUICK[kind]) if may_add and kind in QUICK else "",
        "beside": [
            (reverse(name), words) for name, words, verb in BESIDE.get(kind, ()) if may(actor, verb, kind)
        ],
        "load_url": load_url,
        "twice_url": _twice_url(found, actor),
        "grid_url": reverse("desk:grid") if may_load and kind == "statedvalue" else "",
    }
    return page(request, "desk/list.html", body, crumbs=kind_crumbs(found))


def _twice_url(kind: Kind, actor: Actor) -> str:
    """Return where records that may be recorded twice are found, for those who may mend them."""
    if sameness_of(kind.slug) is None or not may(actor, Verb.CHANGE, kind.slug):
        return ""
    return reverse("desk:duplicates", args=[kind.context, kind.slug])


@opens_to(verb=Verb.VIEW)
def download(request: HttpRequest, context: str, kind: str, form: str) -> HttpResponseBase:
    """The filtered list as a file that spreadsheets open; what an old encoding cannot hold is said first."""
    found = wanted_kind(context, kind)
    if form not in downloads.FORMS:
        raise Http404
    asked = read_question(found, request.GET.dict())
    rows = rows_asked(found, asked, actor=actor_of(request), at=today(), language=language_now()).rows
    if reading_is_logged(kind):
        note(request, kind, Way.DOWNLOAD, count=rows.count())
    if form == "xlsx":
        workbook, headers = downloads.workbook_stream(found, rows), downloads.attached(f"{found.table}.xlsx")
        return StreamingHttpResponse(workbook, content_type=downloads.XLSX, headers=headers)
    headers = downloads.attached(f"{found.table}.csv")
    if form == "csv":
        lines = people_csv_stream(found, rows)
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
    written = people_csv(found, rows, "cp932")
    if written.lost and "anyway" not in request.GET:
        again = request.GET.copy()
        again["anyway"] = "1"
        body = {
            "kind": found,
            "lost": [flaw.message(language_now()) for flaw in written.lost[:MOST_LOST]],
            "more": max(0, len(written.lost) - MOST_LOST),
            "anyway_url": f"?{again.urlencode()}",
            "utf8_url": f"{reverse('desk:download', args=[context, kind, 'csv'])}?{request.GET.urlencode()}",
        }
        return page(request, "desk/lost.html", body, crumbs=kind_crumbs(found))
    return HttpResponse(written.content, content_type="text/csv; charset=shift_jis", headers=headers)


@opens_to(verb=Verb.VIEW)
def lookup(request: HttpRequest, kind: str) -> HttpResponse:
    """Identifiers and names of a kind, for forms that point to more records than a list can hold."""
    try:
        found = kind_of(kind)
    except KeyError:
        raise Http404 from None
    q = " ".join(request.GET.get("q", "").split())
    number = request.GET.get("page", "1")
    if not may(actor_of(request), Verb.VIEW, found.slug):
        raise Http404
    rows = visible_to(found.model._default_manager.all(), actor_of(request), today())
    rows = rows.select_related(*show.label_joins(found)).order_by("pk")
    if q:
        rows = rows.filter(matches(found, q).condition)
    total = rows.count()
    note(request, kind, Way.SEARCH, count=total)
    pages = max(1, -(-total // LOOKUP_PAGE))
    at = min(pages, whole(number) or 1)
    shown = rows[(at - 1) * LOOKUP_PAGE : at * LOOKUP_PAGE]
    table = parts.Table(
        identifier="lookup",
        caption=found.plural,
        columns=[parts.Column(bi("識別名", "Identifier"), row_head=True), parts.Column(found.name)],
        rows=[
            [
                parts.Cell(record.pk),
                parts.Cell(found.label(record), "localised", url=found.desk_address(record.pk)),
            ]
            for record in shown
        ],
        total=total,
        first=(at - 1) * LOOKUP_PAGE + 1,
        pager=pager(at, pages, lambda each: f"?q={q}&page={each}"),
        empty=parts.Empty(bi("当たる記録がありません", "Nothing matches")),
    )
    return page(request, "desk/lookup.html", {"kind": found, "table": table, "q": q})
