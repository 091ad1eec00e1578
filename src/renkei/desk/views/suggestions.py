"""Suggestions: seeds for a need, needs for a seed, who should hear of a text, one pair with what speaks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import suggesting
from renkei.desk.forms.fields import said
from renkei.desk.forms.suggestions import HearForm, PairForm
from renkei.desk.pages import TODAY, actor_of, kind_crumbs, page
from renkei.desk.views.case_acts import form_options
from renkei.matching.engine.trouble import MatchingUnavailable
from renkei.matching.enums import Verdict
from renkei.matching.matcher import present_client
from renkei.matching.models import Match, Need, Seed
from renkei.matching.suggest import (
    Asked,
    Suggestions,
    needs_for,
    needs_for_text,
    one_pair,
    pair_of_texts,
    seeds_for,
    seeds_for_text,
    with_reasons,
)
from renkei.matching.tasks import ask_for_index

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

    from renkei.matching.process.client import MatcherClient
    from renkei.matching.suggest import Suggestion
    from renkei.matching.texts import Written

SUGGESTIONS = bi("照合の候補", "Suggestions")
HEAR = bi("だれに知らせるか", "Who should hear of this")
NOT_MATCHED = bi(
    "休止・終了のシーズや、確認待ち・終了のニーズは照合しません。",
    "Seeds that rest or ended, and needs that are unconfirmed or over, are not matched.",
)


def wanted(request: HttpRequest, model: Any, slug: str) -> Any:
    """Return a need or seed that the reader may see. Raises Http404."""
    related = ("company", "coordinator") if model is Need else ("organisation",)
    rows = visible_to(model.objects.select_related(*related), actor_of(request), suggesting.now().date())
    found = rows.filter(pk=slug).first() if "\0" not in slug else None
    if found is None:
        raise Http404
    return found


def crumbs_of(record: Any, *more: parts.Crumb) -> list[parts.Crumb]:
    kind = kind_of(record)
    return [*kind_crumbs(kind), parts.Crumb(kind.label(record), kind.desk_address(record.pk)), *more]


@opens_to(verb=Verb.VIEW, kind="need")
@require_safe
def of_need(request: HttpRequest, slug: str) -> HttpResponse:
    """Seeds for a need: merged, of its own language, of the other; or an honest nothing."""
    need = wanted(request, Need, slug)
    actor, at = actor_of(request), suggesting.now()
    body = _body(
        request,
        lambda client: seeds_for(need, actor=actor, at=at, client=client, asked=suggesting.asked_of(request)),
        lambda lines, client: with_reasons(lines, client, need=need),
        {"need": need},
    )
    judged = Match.objects.filter(need=need)
    nothing = visible_to(judged.filter(verdict=Verdict.NOTHING), actor, at.date()).first()
    may_judge = suggesting.may_judge_need(actor, need)
    body |= {
        "need": need,
        "own": PairForm(**form_options(request)) if may_judge else None,
        "nothing": nothing,
        "may_judge": may_judge,
        "filters": suggesting.filters(actor, at.date(), "seed"),
    }
    crumbs = crumbs_of(need, parts.Crumb(SUGGESTIONS))
    return page(request, "desk/suggestions.html", body, crumbs=crumbs)


@opens_to(verb=Verb.VIEW, kind="need")
@require_safe
def of_seed(request: HttpRequest, slug: str) -> HttpResponse:
    """Needs for a seed, and whose coordinators should hear of it."""
    seed = wanted(request, Seed, slug)
    actor, at = actor_of(request), suggesting.now()
    body = _body(
        request,
        lambda client: needs_for(seed, actor=actor, at=at, client=client, asked=suggesting.asked_of(request)),
        lambda lines, client: with_reasons(lines, client, seed=seed),
        {"seed": seed},
    )
    body |= {"seed": seed, "filters": suggesting.filters(actor, at.date(), "need")}
    crumbs = crumbs_of(seed, parts.Crumb(SUGGESTIONS))
    return page(request, "desk/suggestions.html", body, crumbs=crumbs)


def _body(
    request: HttpRequest,
    find: Callable[[MatcherClient], Suggestions],
    explain: Callable[[Sequence[Suggestion], MatcherClient], list[Suggestion]],
    given: dict[str, Any],
) -> dict[str, Any]:
    """Return what a list of suggestions shows; where the matcher is down, why."""
    client = present_client()
    actor = actor_of(request)
    body: dict[str, Any] = {
        "asked": suggesting.asked_of(request),
        "plain_url": request.path,
        "reasons": suggesting.reasons_to_reject(),
        "may_make_ready": may(actor, Verb.CHANGE, "match"),
    }
    try:
        found = find(client)
        lines = found.lists[suggesting.list_of(request)]
        shown = lines if request.GET.get("all") == "1" else lines[: suggesting.SHOWN]
        told = explain(shown, client)
    except MatchingUnavailable as down:
        return body | {"down": said(down)}
    return body | {
        "found": found,
        "tabs": suggesting.tabs(request, found),
        "chosen": suggesting.list_of(request),
        "rows": suggesting.rows(told, actor=actor, **given),
        "total": len(lines),
        "all_url": suggesting.address(request, all="1") if len(lines) > len(shown) else "",
        "told": suggesting.firms_to_tell(found.lists["merged"]),
        **suggesting.foot(found),
    }


@opens_to(verb=Verb.VIEW, kind="need")
@require_http_methods(["GET", "HEAD", "POST"])
def who_hears(request: HttpRequest) -> HttpResponse:
    """Who should hear of a call or another text: firms by their needs, researchers by their seeds. Nothing is kept."""
    actor, at = actor_of(request), suggesting.now()
    form = HearForm(request.POST or None)
    body: dict[str, Any] = {"form": form, "title": HEAR}
    if request.method == "POST" and form.is_valid():
        text, client = form.cleaned_data["text"], present_client()
        options: dict[str, Any] = {
            "actor": actor,
            "at": at,
            "client": client,
            "asked": Asked(),
            "count": suggesting.SHOWN,
        }
        try:
            needs = needs_for_text(text, **options)
            seeds = seeds_for_text(text, **options)
            lines = with_reasons(needs.lists["merged"], client, seed=text)
        except MatchingUnavailable as down:
            body["down"] = said(down)
        else:
            body |= {
                "found": needs,
                "needs": suggesting.rows(lines, actor=actor),
                "seeds": suggesting.rows(seeds.lists["merged"], actor=actor),
                "told": suggesting.firms_to_tell(needs.lists["merged"]),
                **suggesting.foot(needs),
            }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(HEAR)]
    return page(request, "desk/who_hears.html", body, crumbs=crumbs, status=422 if form.errors else 200)


@opens_to(verb=Verb.VIEW, kind="need")
@require_safe
def pair_page(request: HttpRequest, slug: str, seed_slug: str) -> HttpResponse:
    """One pair: both texts with what speaks for it, the judgement, and where it goes on."""
    need, seed = wanted(request, Need, slug), wanted(request, Seed, seed_slug)
    actor, at = actor_of(request), suggesting.now()
    match = visible_to(Match.objects.filter(need=need, seed=seed), actor, at.date()).first()
    body: dict[str, Any] = {
        "need": need,
        "seed": seed,
        "match": match,
        "verdict": suggesting.verdict_view(match) if match else None,
        "may_judge": suggesting.may_judge_need(actor, need),
        "reasons": suggesting.reasons_to_reject(),
        "links": suggesting.next_steps(actor, need, seed, match),
        "history_url": reverse("desk:history", args=["matching", "match", match.pk]) if match else "",
    }
    body |= _explained(request, need, seed)
    crumbs = crumbs_of(
        need,
        parts.Crumb(SUGGESTIONS, reverse("desk:need_suggestions", args=[need.pk])),
        parts.Crumb(kind_of(seed).label(seed)),
    )
    return page(request, "desk/pair.html", body, crumbs=crumbs)


def _explained(request: HttpRequest, need: Need, seed: Seed) -> dict[str, Any]:
    """Return both texts, and where the matcher answers what speaks for the pair."""
    client = present_client()
    try:
        line, version = one_pair(need, seed, actor=actor_of(request), at=suggesting.now(), client=client)
        here, there = pair_of_texts(need, seed, line.languages if line else ("ja", "ja"))
        reasons = client.explain(here.given(), there.given()) if line else None
    except MatchingUnavailable as down:
        here, there = pair_of_texts(need, seed, ("ja", "ja"))
        return {"down": said(down), "texts": _texts(here, there, None)}
    body: dict[str, Any] = {"texts": _texts(here, there, reasons)}
    if line is None:
        return body | {"not_matched": NOT_MATCHED}
    row = suggesting.rows([line], actor=actor_of(request), need=need)[0]
    return body | {
        "row": row,
        "reasons_found": reasons,
        "languages": line.languages,
        "version": version.said,
        "moment": suggesting.now(),
    }


def _texts(here: Written, there: Written, reasons: dict[str, Any] | None) -> list[dict[str, Any]]:
    near = reasons["passage"] if reasons else None
    found = []
    for side, text in (("need", here), ("seed", there)):
        whole = f"{text.title}\n{text.body}" if text.title else text.body
        marks = suggesting.marked(reasons, side) if reasons else []
        passage = (near["start"], near["end"]) if near and side == "seed" else None
        found.append(
            {
                "name": kind_of(side).name,
                "language": text.language,
                "pieces": suggesting.pieces(whole, marks, passage),
            }
        )
    return found


@opens_to(verb=Verb.CHANGE, kind="match")
@require_POST
def make_ready(request: HttpRequest) -> HttpResponse:
    """Ask for all texts to be made ready, and show how far that is."""
    job = ask_for_index(actor=actor_of(request), at=suggesting.now())
    return HttpResponseRedirect(reverse("desk:long_job", args=[job.pk]))


@opens_to(verb=Verb.VIEW, kind="need")
@require_safe
def own_pair(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to the pair of a need and a seed that somebody names; where there is no such seed, back with the reason."""
    need = wanted(request, Need, slug)
    form = PairForm(request.GET, **form_options(request))
    if form.is_valid():
        return HttpResponseRedirect(reverse("desk:pair", args=[need.pk, form.cleaned_data["seed"]]))
    crumbs = crumbs_of(need, parts.Crumb(SUGGESTIONS))
    body = {
        "title": bi("シーズを自分で加える", "Add a seed of your own"),
        "form": form,
        "method": "get",
        "submit": bi("この組を見る", "See the pair"),
        "back": reverse("desk:need_suggestions", args=[need.pk]),
    }
    return page(request, "desk/people_form.html", body, crumbs=crumbs, status=422)
