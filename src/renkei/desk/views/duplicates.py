"""Records that may be recorded twice: the pairs, two side by side, merged or kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.merging.registry import Pair, Sameness, sameness_of
from renkei.core.merging.service import Merging, keep_apart, merge_records, obstacles
from renkei.core.publication.selectors import visible_to
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import duplicates as laid_out
from renkei.desk.asking import PER_PAGE
from renkei.desk.forms.fields import said
from renkei.desk.lists import pager
from renkei.desk.pages import actor_of, kind_crumbs, languages_of, page, today, wanted_kind
from renkei.desk.readings import note
from renkei.kernel.errors import RuleBroken
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.records.kinds import Kind

LONGEST_REASON = 500
TITLE = bi("同じものの疑い", "Possible duplicates")
LAST_PAGE = 9_999


def _wanted(context: str, kind: str) -> tuple[Kind, Sameness]:
    found = wanted_kind(context, kind)
    same = sameness_of(found.slug)
    if same is None:
        raise Http404
    return found, same


def _address(kind: Kind) -> str:
    return reverse("desk:duplicates", args=[kind.context, kind.slug])


@opens_to(verb=Verb.CHANGE)
@require_safe
def pairs_page(request: HttpRequest, context: str, kind: str) -> HttpResponse:
    """Show the pairs, the surest first; on request those whose names are one letter apart."""
    found, same = _wanted(context, kind)
    every = found.model._default_manager.all()
    wants_near = "near" in request.GET
    at = min(whole(request.GET.get("page", "1")) or 1, LAST_PAGE)
    problem = ""
    if wants_near:
        pairs, problem = _near(same)
        many, at = len(pairs), 1
    else:
        pairs, many = same.pairs((at - 1) * PER_PAGE, PER_PAGE)
    pages = 1 if wants_near else max(1, -(-many // PER_PAGE))
    body = {
        "kind": found,
        "near": wants_near,
        "problem": problem,
        "table": laid_out.pairs_table(
            found, same, pairs, many, (at - 1) * PER_PAGE + 1, visible_to(every, actor_of(request), today())
        ),
        "pager": pager(min(at, pages), pages, lambda number: f"?page={number}"),
        "near_url": "?near=1",
        "apart": laid_out.apart_table(found, visible_to(every, actor_of(request), today())),
        "all_url": _address(found),
    }
    return page(request, "desk/duplicates.html", body, crumbs=[*kind_crumbs(found), parts.Crumb(TITLE)])


def _near(same: Sameness) -> tuple[list[Pair], str]:
    try:
        return same.near(), ""
    except RuleBroken as flaw:
        return [], said(flaw)


@opens_to(verb=Verb.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def pair_page(request: HttpRequest, context: str, kind: str, slug: str, other: str) -> HttpResponse:
    """Show two records side by side; with POST, merge them or remember that they are not the same."""
    found, same = _wanted(context, kind)
    every = found.model._default_manager.select_related(*laid_out.joins(found))
    rows = visible_to(every, actor_of(request), today()).in_bulk([slug, other])
    if slug == other or len(rows) != 2:  # noqa: PLR2004 - both
        raise Http404
    for each in rows:
        note(request, kind, Way.PAGE, slug=each)
    problem: Any = ""
    if request.method == "POST":
        try:
            return _decided(request, found, (slug, other))
        except RecordRefused as refused:
            problem = laid_out.flaws_said(refused)
        except RuleBroken as flaw:
            problem = said(flaw)
    pair = (rows[slug], rows[other])
    actor = actor_of(request)
    sides = laid_out.sides(found, pair, request.POST.get("kept", ""))
    body = {
        "kind": found,
        "rows": laid_out.field_choices(found, sides, languages_of(request), request.POST or None),
        "sides": sides,
        "ways": laid_out.ways_of(same, pair),
        "apart": laid_out.apart(found, pair),
        "obstacles": [said(flaw) for flaw in obstacles(found, *pair)] if not problem else [],
        "may_merge": may(actor, Verb.WITHDRAW, found.slug),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "cancel_url": _address(found),
    }
    crumbs = [
        *kind_crumbs(found),
        parts.Crumb(TITLE, _address(found)),
        parts.Crumb(bi("くらべる", "Side by side")),
    ]
    return page(request, "desk/duplicate_pair.html", body, crumbs=crumbs, status=422 if problem else 200)


def _decided(request: HttpRequest, kind: Kind, pair: tuple[str, str]) -> HttpResponse:
    """Do what was decided. Raises RuleBroken, RecordRefused."""
    reason = " ".join(request.POST.get("reason", "").split())[:LONGEST_REASON]
    actor = actor_of(request)
    if "apart" in request.POST:
        keep_apart(actor=actor, kind=kind, pair=pair, reason=reason)
        messages.success(
            request,
            bi(
                "別の記録として覚えました。もう挙げません。",
                "Remembered as not the same; they are not listed again.",
            ),
        )
        return HttpResponseRedirect(_address(kind))
    kept = request.POST.get("kept", "")
    gone = pair[1] if kept == pair[0] else pair[0]
    if kept not in pair:
        raise RuleBroken("merge.kept_missing", laid_out.CHOOSE)
    seen = tuple(whole(request.POST.get(f"revision:{slug}", "")) or 0 for slug in (kept, gone))
    values = laid_out.chosen_values(kind, kept, gone, request.POST)
    asked = Merging(kind, kept, gone, (seen[0], seen[1]), values)
    act = merge_records(asked, actor=actor, reason=reason)
    return HttpResponseRedirect(reverse("desk:merged", args=[kind.context, kind.slug, act]))
