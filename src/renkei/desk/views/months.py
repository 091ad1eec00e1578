"""The log month by month, and the month's report as page, workbook and document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.downloads import XLSX, attached
from renkei.desk.month_files import document, workbook
from renkei.desk.pages import TODAY, actor_of, language_now, page, today
from renkei.directory.models import Organisation, Person
from renkei.kernel.localised import Localised
from renkei.matching.month import Month, Report, Whose, activities_of, report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from renkei.matching.models import Activity
    from renkei.matching.month import Count

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = 500
MONTHS = bi("活動の記録", "Log of activities")


@dataclass(frozen=True)
class CountView:
    count: Count
    lines: Sequence[tuple[Any, str]]


@opens_to(verb=Verb.VIEW, kind="activity")
def activities_page(request: HttpRequest) -> HttpResponse:
    """Activities of one month, of whoever is asked for."""
    month = Month.parse(request.GET.get("month", "")) or Month.of(today())
    whose = _whose(request)
    rows = activities_of(month, whose, actor_of(request), today())
    total = rows.count()
    found = rows.select_related("organisation", "case", "coordinator").order_by("-held_on", "-slug")[:MOST]
    body = _frame(request, month, whose) | {
        "table": _log(list(found), total),
        "may_add": may(actor_of(request), Verb.ADD, "activity"),
        "before_url": _address("desk:activities", month.before(), whose),
        "after_url": _address("desk:activities", month.after(), whose),
    }
    return page(request, "desk/activities.html", body, crumbs=[parts.Crumb(TODAY, reverse("desk:today"))])


@opens_to(verb=Verb.VIEW, kind="activity")
def this_month(request: HttpRequest) -> HttpResponse:
    """Lead to the present month, of oneself where one is a coordinator."""
    actor = actor_of(request)
    own = {"coordinator": actor.person} if actor.person else {}
    address = reverse("desk:month", args=[str(Month.of(today()))])
    return HttpResponseRedirect(f"{address}?{urlencode(own)}" if own else address)


@opens_to(verb=Verb.VIEW, kind="activity")
def month_page(request: HttpRequest, month: str) -> HttpResponse:
    """The report: each count with its rule, its lines to be opened, and what was done in words."""
    wanted, whose, found = _report(request, month)
    query = f"?{urlencode(_query(whose))}" if _query(whose) else ""
    body = _frame(request, wanted, whose) | {
        "counts": [CountView(each, [_line(line) for line in each.lines]) for each in found.counts],
        "activities": found.activities,
        "before_url": _address("desk:month", wanted.before(), whose),
        "after_url": _address("desk:month", wanted.after(), whose),
        "xlsx_url": reverse("desk:month_workbook", args=[str(wanted)]) + query,
        "docx_url": reverse("desk:month_document", args=[str(wanted)]) + query,
    }
    crumbs = casework.case_crumbs(parts.Crumb(bi("月の報告", "Month’s report")))
    return page(request, "desk/month.html", body, crumbs=crumbs)


@opens_to(verb=Verb.VIEW, kind="activity")
def month_workbook(request: HttpRequest, month: str) -> HttpResponse:
    wanted, whose, found = _report(request, month)
    content = workbook(found, _title(request, wanted, whose), language_now())
    return _file(content, XLSX, f"month-{wanted}.xlsx")


@opens_to(verb=Verb.VIEW, kind="activity")
def month_document(request: HttpRequest, month: str) -> HttpResponse:
    wanted, whose, found = _report(request, month)
    content = document(found, _title(request, wanted, whose), language_now())
    return _file(content, DOCX, f"month-{wanted}.docx")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers=attached(name))


def _report(request: HttpRequest, text: str) -> tuple[Month, Whose, Report]:
    month, whose = Month.parse(text), _whose(request)
    if month is None:
        raise Http404
    return month, whose, report(month, whose, actor_of(request), today())


def _whose(request: HttpRequest) -> Whose:
    given = casework.given(request)
    return Whose(given.get("coordinator", ""), given.get("holder", ""))


def _query(whose: Whose) -> dict[str, str]:
    return {
        name: text for name, text in (("coordinator", whose.coordinator), ("holder", whose.holder)) if text
    }


def _address(name: str, month: Month, whose: Whose) -> str:
    query = _query(whose)
    if name == "desk:activities":
        return f"{reverse(name)}?{urlencode({'month': str(month), **query})}"
    return reverse(name, args=[str(month)]) + (f"?{urlencode(query)}" if query else "")


def _frame(request: HttpRequest, month: Month, whose: Whose) -> dict[str, Any]:
    actor, at = actor_of(request), today()
    return {
        "month": month,
        "whose": whose,
        "title": _title(request, month, whose),
        "coordinators": casework.coordinators(actor, at),
        "holders": casework.holders(actor, at),
        "report_url": _address("desk:month", month, whose),
        "log_url": _address("desk:activities", month, whose),
    }


def _title(request: HttpRequest, month: Month, whose: Whose) -> Localised:
    """Return whose month it is; somebody the reader may not know of has no name here."""
    actor, at = actor_of(request), today()
    names: list[Any] = []
    if whose.coordinator:
        people = visible_to(Person.objects.filter(pk=whose.coordinator), actor, at)
        names += [person.display_name() for person in people]
    if whose.holder:
        names += [row.name for row in visible_to(Organisation.objects.filter(pk=whose.holder), actor, at)]
    who = [each if isinstance(each, Localised) else Localised.both(each, each) for each in names]
    return Localised.both(
        f"{month.year}年{month.month}月" + "".join(f" {each.text('ja')}" for each in who),
        f"{month.first:%B %Y}" + "".join(f", {each.text('en')}" for each in who),
    )


def _line(record: Any) -> tuple[Any, str]:
    kind = kind_of(record)
    return kind.label(record), kind.desk_address(record.pk)


def _log(found: Sequence[Activity], total: int) -> parts.Table:
    return parts.Table(
        identifier="activities",
        caption=MONTHS,
        columns=[
            parts.Column(bi("日付", "Date"), tight=True),
            parts.Column(bi("内容", "What"), row_head=True),
            parts.Column(bi("種類", "Kind")),
            parts.Column(bi("相手", "Whom")),
            parts.Column(bi("担当", "Coordinator")),
        ],
        rows=[
            [
                parts.Cell(each.held_on, "day"),
                parts.Cell(each.what, "localised", url=kind_of("activity").desk_address(each.pk)),
                parts.Cell(each.get_kind_display()),
                parts.Cell(each.organisation.name if each.organisation else each.who or None, "localised"),
                parts.Cell(each.coordinator.display_name()),
            ]
            for each in found
        ],
        total=total,
        empty=parts.Empty(
            bi("この月の記録はありません", "Nothing is logged in this month"),
            bi("訪問や電話は1分で記録できます。", "A visit or a call is logged in a minute."),
        ),
    )
