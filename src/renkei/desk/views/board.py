"""The board of cases: columns by stage, moved by buttons; the same as a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, grants_for, may
from renkei.core.records.paging import slice_of
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.cards import CardView, card_html
from renkei.desk.forms.fields import said
from renkei.desk.lists import pager
from renkei.desk.pages import TODAY, actor_of, page, today
from renkei.desk.views.case_acts import conflict_page
from renkei.kernel.errors import RuleBroken
from renkei.matching.board import Asked, cards_of, cases_asked, columns, company_name
from renkei.matching.enums import StagePhase
from renkei.matching.models import CaseStage
from renkei.matching.services.cases import move_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from renkei.core.accounts.actors import Actor
    from renkei.matching.board import Card, Column

PER_PAGE = 50
MINE = "me"


@dataclass(frozen=True)
class ColumnView:
    stage: CaseStage
    total: int
    cards: Sequence[SafeString]
    all_url: str


@opens_to(verb=Verb.VIEW, kind="case")
def board_page(request: HttpRequest) -> HttpResponse:
    """Open cases by stage, the first of each with how many there are; or all of them as a list."""
    actor, at = actor_of(request), today()
    asked, stage = _asked(request, actor)
    as_list = request.GET.get("view") == "list"
    body: dict[str, Any] = {
        "asked": asked,
        "mine": request.GET.get("coordinator") == MINE,
        "coordinators": casework.coordinators(actor, at),
        "holders": casework.holders(actor, at),
        "fields": casework.fields(actor, at),
        "as_list": as_list,
        "stage": stage,
        "board_url": _address(request, view=None, page=None, stage=None),
        "list_url": _address(request, view="list", page=None),
        "may_add": may(actor, Verb.ADD, "case"),
        "narrowed": any((asked.coordinator, asked.holder, asked.field, asked.q, asked.late)),
        "no_stages": parts.Message(
            bi("案件の段階が登録されていません。", "No stages of cases are recorded."),
            bi(
                "「案件の段階」を登録すると、ボードの列になります。",
                "Stages, once recorded, are the columns.",
            ),
            tone="warn",
        ),
    }
    if as_list:
        body["table"] = _list(request, asked, stage, actor)
    else:
        found = columns(asked, actor=actor, at=at)
        body["columns"] = _views(request, found, actor)
        body["total"] = sum(column.total for column in found)
    return page(request, "desk/board.html", body, crumbs=[parts.Crumb(TODAY, reverse("desk:today"))])


@opens_to(verb=Verb.CHANGE, kind="case")
@require_POST
def move_card(request: HttpRequest, case_slug: str) -> HttpResponse:
    """Move a case one stage on or back, and come back to where the card is now."""
    case = casework.wanted_case(request, case_slug)
    stage = CaseStage.objects.filter(pk=request.POST.get("stage", "")).first()
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("desk:board")
    if stage is None:
        messages.error(request, bi("移す先の段階を選んでください。", "Please choose the stage."))
        return HttpResponseRedirect(back)
    revision = whole(request.POST.get("revision") or request.GET.get("revision", "")) or 0
    try:
        move_case(actor=actor_of(request), case=case, revision=revision, stage=stage, at=today())
    except RuleBroken as broken:
        if broken.code == "record.stale":
            return conflict_page(request, case, stage, back)
        messages.error(request, said(broken))
    else:
        moved = bi(f"「{stage.name.text('ja')}」へ移しました。", f"Moved to “{stage.name.text('en')}”.")
        messages.success(request, moved)
    return HttpResponseRedirect(f"{back}#{case.pk}")


def _asked(request: HttpRequest, actor: Actor) -> tuple[Asked, CaseStage | None]:
    given = casework.given(request)
    coordinator = given.get("coordinator", "")
    if coordinator == MINE:
        own = [grant.person for grant in grants_for(actor, Verb.VIEW, "case") if grant.person]
        coordinator = actor.person or (own[0] if own else "-")
    stage = CaseStage.objects.filter(pk=given["stage"]).first() if given.get("stage") else None
    asked = Asked(
        coordinator=coordinator,
        holder=given.get("holder", ""),
        field=given.get("field", ""),
        q=" ".join(given.get("q", "").split())[:100],
        late=given.get("late") == "1",
        closed=given.get("closed") == "1" or (stage is not None and stage.phase == StagePhase.CLOSED),
    )
    return asked, stage


def _address(request: HttpRequest, **changes: str | None) -> str:
    query = {**request.GET.dict(), **changes}
    kept = {name: text for name, text in query.items() if text}
    address = reverse("desk:board")
    return f"{address}?{urlencode(kept)}" if kept else address


def _views(request: HttpRequest, found: Sequence[Column], actor: Actor) -> list[ColumnView]:
    way = [column.stage for column in found if column.stage.phase != StagePhase.CLOSED]
    return [
        ColumnView(
            column.stage,
            column.total,
            [card_html(_card(card, way, actor)) for card in column.cards],
            _address(request, view="list", stage=column.stage.pk, page=None),
        )
        for column in found
    ]


def _card(card: Card, way: Sequence[CaseStage], actor: Actor) -> CardView:
    case = card.case
    view = CardView(
        case=case,
        url=casework.case_address(case),
        company=company_name(case),
        coordinator=casework.person_name(case.coordinator),
        days=card.days,
        late=[casework.late_words(mark) for mark in card.marks],
    )
    place = next((number for number, stage in enumerate(way) if stage.pk == case.stage_id), None)
    if place is None or case.closed_on or not casework.may_write(actor, case):
        return view
    earlier = way[place - 1] if place else None
    later = way[place + 1] if place + 1 < len(way) else None
    return replace(view, earlier=earlier, later=later)


def _list(request: HttpRequest, asked: Asked, stage: CaseStage | None, actor: Actor) -> parts.Table:
    at = today()
    rows = cases_asked(asked, actor=actor, at=at)
    if stage is not None:
        rows = rows.filter(stage=stage)
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    number = min(whole(request.GET.get("page", "")) or 1, pages)
    ordered = rows.order_by("next_due", "opened_on", "slug").values_list("pk", flat=True)
    slugs = list(slice_of(ordered, (number - 1) * PER_PAGE, PER_PAGE, total))
    empty = parts.Empty(
        bi("条件に合う案件はありません", "No case matches"),
        bi("条件を減らしてみてください。", "Try fewer filters."),
        [parts.Link(bi("条件を外す", "Remove the filters"), f"{reverse('desk:board')}?view=list")],
    )
    table = casework.cards_table(cards_of(slugs, actor=actor, at=at), bi("案件", "Cases"), empty)
    return replace(
        table,
        total=total,
        first=(number - 1) * PER_PAGE + 1,
        pager=pager(number, pages, lambda each: _address(request, page=str(each))),
    )
