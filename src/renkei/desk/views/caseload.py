"""Coordinators across employers: caseload and territory, the hand-over, and who can do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.forms.cases import HandOverForm
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, page, today
from renkei.desk.views.case_acts import form_options
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.caseload import caseload
from renkei.matching.services.handover import hand_over, hand_overs, may_hand_over, preview, undo_hand_over

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from renkei.matching.caseload import Load
    from renkei.matching.services.handover import HandedOver

CASELOAD = bi("担当の一覧", "Caseload")
HAND_OVER = bi("担当の引き継ぎ", "Hand-over of casework")


@opens_to(verb=Verb.VIEW, kind="case")
def caseload_page(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), today()
    loads = caseload(actor, at)
    table = parts.Table(
        identifier="caseload",
        caption=CASELOAD,
        columns=[
            parts.Column(bi("コーディネーター", "Coordinator"), row_head=True),
            parts.Column(bi("所属", "Employer")),
            parts.Column(bi("担当の地域・分野", "Area or subject")),
            parts.Column(bi("進行中の案件", "Open cases"), numeric=True),
            parts.Column(bi("うち見えるもの", "of these seen"), numeric=True),
            parts.Column(bi("遅れ（見えるもの）", "Late, of those seen"), numeric=True),
            parts.Column(bi("今月の訪問", "Visits this month"), numeric=True),
        ],
        rows=[_load(each) for each in loads],
        empty=parts.Empty(
            bi("担当区域がまだ登録されていません", "No territories are recorded yet"),
            bi(
                "「担当区域」に登録すると、ここに並びます。", "Those recorded under “Territories” stand here."
            ),
        ),
        note=bi(
            "ほかの組織の案件は、見えないものも数だけ含みます。",
            "Cases of other organisations are counted even where they are not shown to you.",
        ),
    )
    body = {
        "table": table,
        "may_hand_over": may(actor, Verb.CHANGE, "case"),
        "may_transfer": may(actor, Verb.CHANGE, "postholding"),
    }
    return page(request, "desk/caseload.html", body, crumbs=casework.case_crumbs())


def _load(each: Load) -> list[parts.Cell]:
    employers = {place.organisation_id: place.organisation.name for place in each.territories}
    board = f"{reverse('desk:board')}?coordinator={each.coordinator.pk}"
    return [
        parts.Cell(each.coordinator.display_name(), url=board),
        parts.Cell(_joined(list(employers.values())), "localised"),
        parts.Cell(_joined([place.area for place in each.territories]), "localised"),
        parts.Cell(each.open, "ordinal"),
        parts.Cell(each.seen, "ordinal"),
        parts.Cell(each.late, "ordinal"),
        parts.Cell(each.visits, "ordinal"),
    ]


def _joined(texts: list[Localised]) -> Localised | None:
    if not texts:
        return None
    return Localised.both(
        "、".join(each.text("ja") for each in texts), "; ".join(each.text("en") for each in texts)
    )


@opens_to(verb=Verb.CHANGE, kind="case")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_page(request: HttpRequest) -> HttpResponse:
    """Say who leaves and who takes over, see what moves, confirm."""
    actor = actor_of(request)
    leaving = request.GET.get("leaving", "") or actor.person
    form = HandOverForm(request.POST or None, initial={"leaving": leaving}, **form_options(request))
    found, confirmed = None, "confirm" in request.POST
    if request.method == "POST" and form.is_valid() and "mend" not in request.POST:
        found = _handed(request, form, confirmed=confirmed)
    if found is not None and found.act is not None:
        messages.success(request, bi("引き継ぎを登録しました。", "The hand-over is recorded."))
        return HttpResponseRedirect(reverse("desk:act", args=[found.act]))
    body: dict[str, Any] = {"form": form, "found": found, "past": hand_overs(actor)}
    if found is not None:
        leaver, successor = form.person("leaving"), form.person("successor")
        body |= {
            "leaver": casework.person_name(leaver),
            "successor": casework.person_name(successor),
            "counts": [(kind_of(kind).plural, count) for kind, count in found.counts.items()],
            "cases": [(each.title, casework.case_address(each)) for each in found.cases],
            "needs": [
                (kind_of("need").label(each), kind_of("need").desk_address(each.pk)) for each in found.needs
            ],
        }
    crumbs = casework.case_crumbs(parts.Crumb(CASELOAD, reverse("desk:caseload")), parts.Crumb(HAND_OVER))
    return page(request, "desk/hand_over.html", body, crumbs=crumbs, status=422 if form.errors else 200)


def _handed(request: HttpRequest, form: HandOverForm, *, confirmed: bool) -> HandedOver | None:
    leaving, successor = form.person("leaving"), form.person("successor")
    if leaving is None or successor is None:
        return None
    actor = actor_of(request)
    if not may_hand_over(actor, leaving.pk):
        form.add_error(None, _REFUSED)
        return None
    try:
        if confirmed:
            reason = form.cleaned_data["reason"]
            return hand_over(actor=actor, leaving=leaving, successor=successor, reason=reason, at=today())
        found = preview(actor=actor, leaving=leaving, at=today())
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    if not found.counts:
        form.add_error("leaving", bi("引き継ぐものがありません。", "There is nothing to hand over."))
        return None
    return found


_REFUSED = bi("この操作をする権限がありません。", "You may not do this.")


@opens_to(verb=Verb.CHANGE, kind="case")
@require_POST
def take_back(request: HttpRequest, act: UUID) -> HttpResponse:
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    try:
        count = undo_hand_over(actor=actor_of(request), act=act, reason=reason)
    except RuleBroken as broken:
        messages.error(request, said(broken))
    else:
        done = bi(f"引き継ぎを取り消しました（{count}件）。", f"The hand-over is taken back ({count}).")
        messages.success(request, done)
    return HttpResponseRedirect(reverse("desk:hand_over"))
