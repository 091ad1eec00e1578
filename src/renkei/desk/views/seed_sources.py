"""Files of KAKEN and researchmap: choose one, look at what it holds, take over what is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.publication.selectors import visible_to, within_reach
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import uploads
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, kind_crumbs, page, today
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import WorkKind, WorkSource
from renkei.matching.models import Seed
from renkei.matching.services.seed_import import known_drafts, known_works, take_as_drafts, take_as_works
from renkei.matching.sources.reading import MOST_BYTES, read_source

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.matching.services.seed_import import Taken
    from renkei.matching.sources.found import Entry, Found

TITLE = bi("KAKEN・researchmapから引き継ぐ", "Take over from KAKEN or researchmap")
ENDINGS = (".xml", ".csv", ".json", ".jsonl", ".txt")
PER_PAGE, MOST_PROBLEMS = 100, 200
UNPROCESSABLE, GONE, TOO_LARGE = 422, 410, 413


def _crumbs(*more: parts.Crumb) -> list[parts.Crumb]:
    return [*kind_crumbs(kind_of("seed")), parts.Crumb(TITLE, reverse("desk:seed_sources")), *more]


@uploads.limited
@opens_to(verb=Verb.ADD, kind="seed")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read at once, so that a wrong one is told before anything else."""
    if request.method != "POST":
        return _start_page(request)
    file = request.FILES.get("source")
    if problem := uploads.too_large(request):
        return _start_page(request, problem, TOO_LARGE)
    if file is None or Path(file.name or "").suffix.lower() not in ENDINGS:
        return _start_page(
            request,
            bi(
                "xml・csv・json・jsonlのファイルを選んでください。",
                "Please choose an xml, csv, json or jsonl file.",
            ),
            UNPROCESSABLE,
        )
    kept = uploads.keep(
        actor_of(request).user_id,
        Path(file.name or "").name[:200],
        file.chunks(),
        about={"kind": "seed-source"},
    )
    try:
        read_source(kept.path.read_bytes())
    except RuleBroken as flaw:
        uploads.forget(actor_of(request).user_id, kept.token)
        return _start_page(request, said(flaw), UNPROCESSABLE)
    return HttpResponseRedirect(reverse("desk:seed_source", args=[kept.token]))


def _start_page(request: HttpRequest, problem: Any = "", status: int = 200) -> HttpResponse:
    body = {"title": TITLE, "problem": problem, "limit": MOST_BYTES // 1_000_000}
    return page(request, "desk/seed_sources.html", body, crumbs=_crumbs(), status=status)


@opens_to(verb=Verb.ADD, kind="seed")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the file holds, each entry with what it would become; with POST, take over what is chosen."""
    user = actor_of(request).user_id
    kept = uploads.kept(user, token)
    if kept is None or kept.about.get("kind") != "seed-source":
        gone = bi(
            "このファイルはもうありません（預かるのは1時間です）。もう一度選んでください。",
            "This file is no longer here (files are kept for an hour). Please choose it again.",
        )
        return _start_page(request, gone, GONE)
    if "cancel" in request.POST:
        uploads.forget(user, token)
        return HttpResponseRedirect(reverse("desk:seed_sources"))
    try:
        found = read_source(kept.path.read_bytes())
    except RuleBroken as flaw:
        return _start_page(request, said(flaw), UNPROCESSABLE)
    problem: Any = ""
    if request.method == "POST":
        try:
            taken = _take(request, found, kept.name)
        except RuleBroken as flaw:
            problem = said(flaw)
        except RecordRefused as refused:
            problem = said(refused.flaws[0][1])
        else:
            messages.success(request, _told(taken))
            return HttpResponseRedirect(request.get_full_path())
    return _review_page(request, found, kept, problem)


def _take(request: HttpRequest, found: Found, name: str) -> Taken:
    actor, chosen = actor_of(request), set(request.POST.getlist("entry"))
    if request.POST.get("as") == "works":
        rows = within_reach(Seed.objects.filter(pk=request.POST.get("seed", "")), actor, Verb.CHANGE)
        if (seed := rows.first()) is None:
            raise RuleBroken("source.which_seed", _WHICH_SEED)
        return take_as_works(actor=actor, found=found, chosen=chosen, seed=seed, name=name)
    hosts = visible_to(Organisation.objects.filter(pk=request.POST.get("organisation", "")), actor, today())
    if (host := hosts.first()) is None:
        raise RuleBroken("source.which_organisation", _WHICH_HOST)
    return take_as_drafts(actor=actor, found=found, chosen=chosen, organisation=host, name=name)


def _told(taken: Taken) -> Any:
    return bi(
        f"新しく{taken.added}件、更新{taken.changed}件、すでにあるもの{taken.known}件でした。",
        f"{taken.added} added, {taken.changed} brought up to date, {taken.known} there already.",
    )


def _review_page(request: HttpRequest, found: Found, kept: uploads.Upload, problem: Any) -> HttpResponse:
    actor, at = actor_of(request), today()
    seeds = list(within_reach(Seed.objects.order_by("slug"), actor, Verb.CHANGE))
    aimed = next(
        (each for each in seeds if each.pk == (request.POST.get("seed") or request.GET.get("seed"))), None
    )
    known = known_works(found, aimed) if aimed else {}
    drafts = known_drafts(found.entries)
    now = Paginator(found.entries, PER_PAGE).get_page(request.GET.get("page"))
    body = {
        "title": TITLE,
        "upload": kept,
        "problem": problem,
        "source": WorkSource(found.source).label,
        "total": len(found.entries),
        "rows": [(each, *_standing(each, drafts, known)) for each in now.object_list],
        "page_now": now,
        "problems": _problems(found),
        "seeds": [(each.pk, each.title or each.outline) for each in seeds],
        "aimed": aimed.pk if aimed else "",
        "hosts": visible_to(Organisation.objects.order_by("slug"), actor, at),
        "host": request.POST.get("organisation", ""),
        "has_projects": any(each.kind == WorkKind.PROJECT for each in found.entries),
        "chosen": set(request.POST.getlist("entry")),
    }
    crumbs = _crumbs(parts.Crumb(kept.name))
    return page(
        request, "desk/seed_source.html", body, crumbs=crumbs, status=UNPROCESSABLE if problem else 200
    )


def _standing(entry: Entry, drafts: dict[str, str], works: dict[str, Any]) -> tuple[Any, str, Any]:
    """Return the word for the kind, where it stands already, and whether it is a work of the seed aimed at."""
    return WorkKind(entry.kind).label, drafts.get(entry.identifier, ""), works.get(entry.identifier)


def _problems(found: Found) -> parts.Table | None:
    if not found.problems:
        return None
    return parts.Table(
        identifier="problems",
        caption=bi("行と理由", "Lines and reasons"),
        columns=[
            parts.Column(bi("行（XMLは何件目か）", "Line (XML: entry)"), numeric=True, tight=True),
            parts.Column(bi("理由", "Why"), row_head=True),
            parts.Column(bi("そこにあったもの", "What stands there")),
        ],
        rows=[
            [
                parts.Cell(each.line, "ordinal"),
                parts.Cell(each.what, "localised"),
                parts.Cell(each.found or None),
            ]
            for each in found.problems[:MOST_PROBLEMS]
        ],
        total=len(found.problems),
    )


_WHICH_SEED = Localised.both("どのシーズの業績かを選んでください。", "Please choose the seed they belong to.")
_WHICH_HOST = Localised.both("どの機関のシーズかを選んでください。", "Please choose the institution.")
