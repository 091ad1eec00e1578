"""Judgements of suggestions: it fits, it does not and why, nothing fits; and taking them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.publication.selectors import visible_to
from renkei.core.records.services import RecordRefused
from renkei.core.ui.text import bi
from renkei.desk import suggesting
from renkei.desk.casework import said_now
from renkei.desk.forms.fields import said
from renkei.desk.forms.suggestions import VerdictForm
from renkei.desk.pages import actor_of
from renkei.desk.views.suggestions import wanted
from renkei.kernel.errors import RuleBroken
from renkei.matching.engine.trouble import MatchingUnavailable
from renkei.matching.enums import Verdict
from renkei.matching.matcher import present_client
from renkei.matching.models import Match, Need, Seed
from renkei.matching.services.indexing import present_version
from renkei.matching.services.judging import judge, say_nothing_fits, take_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def _back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return HttpResponseRedirect(back if safe else otherwise)


def _done(request: HttpRequest, act: Callable[[], object], done: object) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except RecordRefused as refused:
        for _, flaw in refused.flaws:
            messages.error(request, said(flaw))
        return False
    except RuleBroken as broken:
        messages.error(request, said(broken))
        return False
    messages.success(request, str(done))
    return True


@opens_to(verb=Verb.ADD, kind="match")
@require_POST
def judge_pair(request: HttpRequest, slug: str, seed_slug: str) -> HttpResponse:
    """Say that a seed fits, or why not. What fits leads to the pair's page, where it goes on."""
    need, seed = wanted(request, Need, slug), wanted(request, Seed, seed_slug)
    pair = reverse("desk:pair", args=[need.pk, seed.pk])
    form = VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(
            request,
            bi(
                "合う・合わないのどちらかと、合わない理由を選んでください。",
                "Please choose whether it fits, or why not.",
            ),
        )
        return _back(request, pair)
    given = form.cleaned_data
    fits = given["verdict"] == Verdict.ACCEPTED
    done = _done(
        request,
        lambda: judge(
            actor=actor_of(request),
            need=need,
            seed=seed,
            verdict=given["verdict"],
            reason=given["reason"],
            note=said_now(given["note"]),
            at=suggesting.now(),
            client=present_client(),
        ),
        bi("「合いそう」と記録しました。", "Recorded: it fits.")
        if fits
        else bi("「合わない」と理由を記録しました。", "Recorded: it does not fit, and why."),
    )
    return HttpResponseRedirect(pair) if done and fits else _back(request, pair)


@opens_to(verb=Verb.ADD, kind="match")
@require_POST
def nothing_fits(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that no seed fits a need."""
    need = wanted(request, Need, slug)
    note = said_now(request.POST.get("note", "").replace("\0", "")[:2000])
    try:
        version = present_version(present_client()).said
    except MatchingUnavailable:
        version = ""
    _done(
        request,
        lambda: say_nothing_fits(
            actor=actor_of(request), need=need, note=note, at=suggesting.now(), version=version
        ),
        bi("「合うシーズがない」と記録しました。", "Recorded: no seed fits."),
    )
    return _back(request, reverse("desk:need_suggestions", args=[need.pk]))


@opens_to(verb=Verb.WITHDRAW, kind="match")
@require_POST
def undo_verdict(request: HttpRequest, slug: str, seed_slug: str) -> HttpResponse:
    """Take a judgement of a pair back; the history keeps it."""
    need, seed = wanted(request, Need, slug), wanted(request, Seed, seed_slug)
    return _undo(request, need, seed, reverse("desk:pair", args=[need.pk, seed.pk]))


@opens_to(verb=Verb.WITHDRAW, kind="match")
@require_POST
def undo_nothing(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back that no seed fits."""
    need = wanted(request, Need, slug)
    return _undo(request, need, None, reverse("desk:need_suggestions", args=[need.pk]))


def _undo(request: HttpRequest, need: Need, seed: Seed | None, otherwise: str) -> HttpResponse:
    actor = actor_of(request)
    rows = Match.objects.filter(need=need, seed=seed)
    match = visible_to(rows, actor, suggesting.now().date()).first()
    if match is None:
        raise Http404
    _done(
        request,
        lambda: take_back(actor=actor, match=match),
        bi("判断を取り消しました。履歴には残ります。", "Taken back. The history keeps it."),
    )
    return _back(request, otherwise)
