"""The yearly refresh of seeds: the overview, writing to many as a job, and deciding on corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, cluster_of, kind_crumbs, page, today
from renkei.desk.seed_panels import STANDS, TONES, comparison, state_words
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FiscalYear
from renkei.matching.enums import RefreshState
from renkei.matching.models import Seed, SeedRefresh
from renkei.matching.refreshing import NO_ADDRESS, NOT_ASKED, standing, tally, to_refresh
from renkei.matching.seed_jobs import ASK, REMIND, start_asking, start_booklet
from renkei.matching.services.refreshes import address_of, ask_refresh, set_aside, take_over

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.matching.refreshing import Tally

PER_PAGE = 50
TITLE = bi("シーズの更新", "Refresh of the year")
UNPROCESSABLE = 422


def _year(request: HttpRequest) -> int:
    """Return the fiscal year that is asked for, else the present one."""
    asked = request.GET.get("year") or request.POST.get("year") or ""
    present = FiscalYear.of(today(), cluster_of(request).first_month).start_year
    known = asked.isdecimal() and len(asked) == 4  # noqa: PLR2004 - four digits of a year
    return int(asked) if known and 1900 <= int(asked) <= present + 1 else present  # noqa: PLR2004


@opens_to(verb=Verb.CHANGE, kind="seed")
@require_safe
def refresh_page(request: HttpRequest) -> HttpResponse:
    """Who was asked, who answered, who is owed, who cannot be written to."""
    actor, year = actor_of(request), _year(request)
    hosts = list(
        visible_to(
            Organisation.objects.filter(seeds__isnull=False).distinct().order_by("slug"), actor, today()
        )
    )
    asked = request.GET.get("organisation", "")
    organisation = asked if asked in {each.pk for each in hosts} else ""
    stands = request.GET.get("stands", "") if request.GET.get("stands") in STANDS else ""
    rows = to_refresh(actor, year, organisation)
    kept = {"year": year, "organisation": organisation}
    wanted = standing(rows, stands).select_related("organisation", "researcher__identity__user")
    now = Paginator(wanted.order_by("organisation", "slug"), PER_PAGE).get_page(request.GET.get("page"))
    body = _counts(tally(rows), stands, kept) | {
        "title": TITLE,
        "year": year,
        "stands": stands,
        "hosts": [(each.pk, each.name, each.pk == organisation) for each in hosts],
        "organisation": organisation,
        "table": _table(list(now.object_list), now, year),
        "page_now": now,
        "ask_url": reverse("desk:seed_refresh_ask"),
    }
    crumbs = [*kind_crumbs(kind_of("seed")), parts.Crumb(TITLE)]
    return page(request, "desk/seed_refresh_year.html", body, crumbs=crumbs)


def _counts(counted: Tally, stands: str, kept: dict[str, Any]) -> dict[str, Any]:
    """Return how the seeds stand, each count with the address that narrows the list to it."""
    return {
        "tally": counted,
        "chips": [
            (words, counted.counts[name], _address(**kept, stands=name), name == stands)
            for name, words in STANDS.items()
        ],
        "all_url": _address(**kept),
        "to_ask": counted.counts[NOT_ASKED],
        "owed": counted.counts[RefreshState.ASKED],
        "nowhere": counted.counts[NO_ADDRESS],
    }


def _address(**query: object) -> str:
    said_ = {name: value for name, value in query.items() if value}
    return f"{reverse('desk:seed_refresh_year')}?{urlencode(said_)}"


def _table(rows: list[Any], now: Any, year: int) -> parts.Table:
    return parts.Table(
        identifier="refreshes",
        caption=TITLE,
        columns=[
            parts.Column(bi("シーズ", "Seed"), row_head=True),
            parts.Column(bi("機関", "Institution")),
            parts.Column(bi("状態", "State")),
            parts.Column(bi("お願い", "Asked"), tight=True),
            parts.Column(bi("催促", "Reminded"), tight=True),
            parts.Column(bi("回答", "Answered"), tight=True),
        ],
        rows=[_row(each, year) for each in rows],
        total=now.paginator.count,
        first=now.start_index(),
        empty=parts.Empty(
            bi("当てはまるシーズはありません", "No seed stands so"),
            bi("別の状態か機関を選んでください。", "Please choose another state or institution."),
        ),
    )


def _row(seed: Any, year: int) -> list[parts.Cell]:
    name = seed.refresh_state or (NOT_ASKED if address_of(seed) else NO_ADDRESS)
    address = f"{reverse('desk:seed_refresh', args=[seed.pk])}?{urlencode({'year': year})}"

    def moment(value: Any) -> parts.Cell:
        return parts.Cell(timezone.localtime(value).date(), "day") if value else parts.Cell(None)

    return [
        parts.Cell(seed.title or seed.outline, "localised", url=address),
        parts.Cell(seed.organisation.name, "localised"),
        parts.Cell(STANDS[name], "state", tone=TONES[name]),
        moment(seed.asked_at),
        moment(seed.reminded_at),
        moment(seed.answered_at),
    ]


@opens_to(verb=Verb.CHANGE, kind="seed")
@require_POST
def ask_many(request: HttpRequest) -> HttpResponse:
    """Let the mails go out as a job; its page shows how far it is."""
    what = REMIND if request.POST.get("what") == REMIND else ASK
    organisation = request.POST.get("organisation", "")[:100]
    if organisation and not Organisation.objects.filter(pk=organisation).exists():
        raise Http404
    job = start_asking(
        actor=actor_of(request), year=_year(request), what=what, at=timezone.now(), organisation=organisation
    )
    return HttpResponseRedirect(reverse("desk:long_job", args=[job.pk]))


@opens_to(verb=Verb.CHANGE, kind="seed")
@require_POST
def make_booklet(request: HttpRequest) -> HttpResponse:
    """Typeset the booklet now, as a job."""
    job = start_booklet(actor=actor_of(request), at=timezone.now())
    return HttpResponseRedirect(reverse("desk:long_job", args=[job.pk]))


@opens_to(verb=Verb.CHANGE, kind="seed")
@require_http_methods(["GET", "HEAD", "POST"])
def seed_page(request: HttpRequest, seed_slug: str) -> HttpResponse:
    """One seed: write to its researcher, and decide on the corrections field by field."""
    actor = actor_of(request)
    found = visible_to(Seed.objects.select_related("researcher__identity__user"), actor, today())
    seed = found.filter(pk=seed_slug).first()
    if seed is None or not may_on(actor, Verb.CHANGE, "seed", seed.holding()):
        raise Http404
    year = _year(request)
    row = SeedRefresh.objects.filter(seed=seed, year=year).first()
    if request.method == "POST" and _done(request, seed, row, year):
        return HttpResponseRedirect(f"{request.path}?{urlencode({'year': year})}")
    kind = kind_of("seed")
    body = {
        "title": TITLE,
        "seed": seed,
        "label": kind.label(seed),
        "row": row,
        "year": year,
        "state": state_words(row, seed),
        "address": address_of(seed),
        "changes": comparison(row, seed) if row is not None and row.proposal else [],
        "decides": row is not None and row.state == RefreshState.PROPOSED,
        "may_ask": row is None or row.state == RefreshState.ASKED,
        "earlier": SeedRefresh.objects.filter(seed=seed).exclude(year=year).order_by("-year")[:20],
        "record_url": kind.desk_address(seed.pk),
        "edit_url": reverse("desk:edit", args=[kind.context, kind.slug, seed.pk]),
    }
    crumbs = [
        *kind_crumbs(kind),
        parts.Crumb(kind.label(seed), kind.desk_address(seed.pk)),
        parts.Crumb(TITLE),
    ]
    status = UNPROCESSABLE if request.method == "POST" else 200
    return page(request, "desk/seed_refresh.html", body, crumbs=crumbs, status=status)


def _done(request: HttpRequest, seed: Seed, row: SeedRefresh | None, year: int) -> bool:
    """Do what was pressed; False where it is refused, with the reason as a message."""
    actor, now, act = actor_of(request), timezone.now(), request.POST.get("act", "")
    try:
        if act == "ask":
            ask_refresh(actor=actor, seed=seed, year=year, at=now)
            words = bi("メールを送ります。", "The mail goes out.")
        elif row is None:
            raise Http404
        elif act == "aside":
            set_aside(actor=actor, refresh=row, at=now, reason=request.POST.get("reason", "")[:500])
            words = bi("訂正を見送りました。シートは変わりません。", "Set aside; the sheet stays as it is.")
        else:
            names = list(row.proposal) if act == "all" else request.POST.getlist("name")
            revision = request.POST.get("revision", "")
            take_over(
                actor=actor,
                refresh=row,
                names=names,
                revision=int(revision) if revision.isdecimal() and len(revision) < 9 else 0,  # noqa: PLR2004
                at=now,
            )
            words = bi("訂正を反映しました。", "The corrections are taken over.")
    except RecordRefused as refused:
        for _, flaw in refused.flaws:
            messages.error(request, said(flaw))
        return False
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
        return False
    messages.success(request, words)
    return True
