"""External funds: all of them with filters, totals and deadlines; and one step of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.figures import service
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.records.paging import slice_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk import figures as shown
from renkei.desk.forms.cases import FundForm
from renkei.desk.forms.fields import said
from renkei.desk.fund_panels import state_of, steps_of
from renkei.desk.lists import pager
from renkei.desk.pages import TODAY, actor_of, cluster_of, language_now, page, today
from renkei.desk.views.case_acts import form_options, valid
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised
from renkei.matching.enums import FundState
from renkei.matching.funds import (
    NOT_WON,
    OPEN,
    Asked,
    funds_asked,
    in_order,
    sums_by_state,
    sums_of,
    years_of,
)
from renkei.matching.models import ExternalFund, ExternalFundPartner
from renkei.matching.services.funds import step_fund

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor
    from renkei.matching.funds import Sums

PER_PAGE = 50
NOTHING = parts.Cell("―")
FUNDS = bi("外部資金", "External funds")
FIGURES = (
    "matching.external_funds_applied",
    "matching.external_fund_requested",
    "matching.external_funds_adopted",
    "matching.external_fund_amount",
)


@opens_to(verb=Verb.VIEW, kind="externalfund")
def funds_page(request: HttpRequest) -> HttpResponse:
    """All funds the reader sees, narrowed and added up; what is still open comes first, by its deadline."""
    actor, at, first_month = actor_of(request), today(), cluster_of(request).first_month
    asked = _asked(request)
    rows = funds_asked(asked, actor=actor, at=at, first_month=first_month)
    sums = sums_of(rows)
    pages = max(1, -(-sums.number // PER_PAGE))
    number = min(whole(request.GET.get("page", "")) or 1, pages)
    slugs = slice_of(
        in_order(rows).values_list("pk", flat=True), (number - 1) * PER_PAGE, PER_PAGE, sums.number
    )
    body: dict[str, Any] = {
        "asked": asked,
        "table": replace(
            _table(request, list(slugs), sums, actor),
            total=sums.number,
            first=(number - 1) * PER_PAGE + 1,
            pager=pager(number, pages, lambda each: _address(request, page=str(each))),
        ),
        "by_state": _by_state(request, sums_by_state(rows)),
        "states": FundState.choices,
        "years": [(year, shown.year_label(year)) for year in years_of(actor, at, first_month)],
        "fields": casework.fields(actor, at),
        **_organisations(actor, at),
        "narrowed": asked != Asked(),
        "new_url": reverse("desk:new", args=["matching", "externalfund"])
        if may(actor, Verb.ADD, "externalfund")
        else "",
        "figures": _figures(request, asked, actor),
        "list_url": reverse("desk:list", args=["matching", "externalfund"]),
    }
    return page(request, "desk/funds.html", body, crumbs=[parts.Crumb(TODAY, reverse("desk:today"))])


@opens_to(verb=Verb.CHANGE, kind="externalfund")
@require_POST
def step(request: HttpRequest, fund_slug: str) -> HttpResponse:
    """Take a fund one step on; what is wrong is told above its page, and nothing is written."""
    fund = visible_to(ExternalFund.objects.all(), actor_of(request), today()).filter(pk=fund_slug).first()
    if fund is None:
        raise Http404
    try:
        _step(request, fund)
    except RuleBroken as broken:
        messages.error(request, said(broken))
    except RecordRefused as refused:
        for name, flaw in refused.flaws:
            label = ExternalFund._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            messages.error(request, f"{label}: {said(flaw)}")
    else:
        messages.success(request, bi("段階を記録しました。", "The step is recorded."))
    return HttpResponseRedirect(kind_of(fund).desk_address(fund.pk))


def _step(request: HttpRequest, fund: ExternalFund) -> None:
    given = valid(FundForm(request.POST, steps=steps_of(fund), **form_options(request)))
    step_fund(
        actor=actor_of(request),
        fund=fund,
        revision=whole(request.POST.get("revision", "")) or 0,
        step=given["step"],
        on=given["day"] or today(),
        amount=given["amount"] if given["amount"] != "" else None,
        result=casework.said_now(given["result"]),
    )


def _asked(request: HttpRequest) -> Asked:
    given = casework.given(request)
    state = given.get("state", "")
    return Asked(
        q=" ".join(given.get("q", "").split())[:100],
        state=state if state in FundState.values else "",
        funder=given.get("funder", ""),
        member=given.get("member", ""),
        field=given.get("field", ""),
        year=whole(given.get("year", "")),
    )


def _address(request: HttpRequest, **changes: str | None) -> str:
    query = {**request.GET.dict(), **changes}
    return f"{reverse('desk:funds')}?{urlencode({name: text for name, text in query.items() if text})}"


def _organisations(actor: Actor, at: dt.date) -> dict[str, list[tuple[str, str]]]:
    """Return who funds and who takes part, of the funds the reader sees."""
    funds = visible_to(ExternalFund.objects.order_by(), actor, at)
    partners = visible_to(ExternalFundPartner.objects.filter(fund__in=funds).order_by(), actor, at)
    taking_part = Organisation.objects.filter(pk__in=funds.values("lead"))
    taking_part |= Organisation.objects.filter(pk__in=partners.values("organisation"))
    return {
        "funders": _named(Organisation.objects.filter(pk__in=funds.values("funder"))),
        "members": _named(taking_part),
    }


def _named(rows: QuerySet[Organisation]) -> list[tuple[str, str]]:
    language = language_now()
    return sorted(((row.pk, row.name.text(language)) for row in rows), key=lambda each: each[1])


def _money(yen: int | None) -> parts.Cell:
    return parts.Cell(None) if yen is None else parts.Cell((yen, f"{yen:,}"), "money")


def _table(request: HttpRequest, slugs: list[str], sums: Sums, actor: Actor) -> parts.Table:
    unit = bi("円", "yen") if cluster_of(request).currency == "JPY" else cluster_of(request).currency
    funds = ExternalFund.objects.select_related("funder", "lead").in_bulk(slugs)
    partners: dict[str, list[Localised]] = {}
    rows = visible_to(ExternalFundPartner.objects.filter(fund__in=slugs), actor, today())
    for each in rows.select_related("organisation").order_by("fund", "pk"):
        partners.setdefault(each.fund_id, []).append(each.organisation.name)
    head = bi("合計", "Total")
    total = [parts.Cell(head), *[NOTHING] * 4, _money(sums.requested), _money(sums.awarded)]
    return parts.Table(
        identifier="funds",
        caption=FUNDS,
        columns=[
            parts.Column(bi("課題名・公募", "Title and call"), row_head=True),
            parts.Column(bi("代表機関・参加機関", "Lead and partners")),
            parts.Column(bi("状態", "State")),
            parts.Column(bi("締切", "Deadline"), tight=True),
            parts.Column(bi("採否の決定日", "Decided on"), tight=True),
            parts.Column(bi("申請額", "Applied for"), numeric=True, unit=unit),
            parts.Column(bi("採択額", "Awarded"), numeric=True, unit=unit),
        ],
        rows=[_row(funds[slug], partners.get(slug, [])) for slug in slugs],
        footer=total if slugs else (),
        density=True,
        empty=parts.Empty(
            bi("条件に合う外部資金はありません", "No external fund matches"),
            bi("条件を減らすか、新しく登録してください。", "Try fewer filters, or add one."),
        ),
        note=bi(
            "合計は条件に合うすべての行の合計です。額の記載のない行は含みません。",
            "Totals are of all rows that match; rows without a stated amount are left out.",
        ),
    )


def _row(fund: ExternalFund, partners: Sequence[Localised]) -> list[parts.Cell]:
    funder = fund.funder.name if fund.funder else fund.funder_name
    named_already = any(name in fund.call.get(tag, "") for tag, name in funder.items())
    open_still = fund.state in OPEN
    call = Localised.both("{call}（{funder}）", "{call} ({funder})").filled(call=fund.call, funder=funder)
    named = Localised.both(
        "、".join(each.text("ja") for each in partners), ", ".join(each.text("en") for each in partners)
    )
    return [
        parts.Cell(
            fund.title,
            "localised",
            url=kind_of(fund).desk_address(fund.pk),
            under=call if funder and not named_already else fund.call,
        ),
        parts.Cell(fund.lead.name, "localised", under=named if partners else ""),
        parts.Cell(state_of(fund), "state"),
        parts.Cell(fund.deadline, "day"),
        NOTHING if fund.decided_on is None else parts.Cell(fund.decided_on, "day"),
        _money(fund.amount_requested),
        NOTHING if open_still or fund.state in NOT_WON else _money(fund.amount_awarded),
    ]


def _by_state(request: HttpRequest, found: dict[str, Sums]) -> list[tuple[Any, Sums, str]]:
    names = dict(FundState.choices)
    return [(names[state], sums, _address(request, state=state, page=None)) for state, sums in found.items()]


def _figures(request: HttpRequest, asked: Asked, actor: Actor) -> list[shown.Linked]:
    """Return the year's figures of funds, each with the way to its lines."""
    if not may(actor, Verb.VIEW, "statedvalue"):
        return []
    year = asked.year or FiscalYear.of(today(), cluster_of(request).first_month).start_year
    found = service.answers(year, actor=actor, at=today(), codes=FIGURES)
    return [shown.Linked(found[code]) for code in FIGURES if code in found]
