"""The April transfer on one screen, and any act read back in full."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.actors import Role
from renkei.core.accounts.permissions import Verb, may
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import records, show
from renkei.desk.acts import act_of, latest_act_on
from renkei.desk.forms.transfers import TransferForm
from renkei.desk.pages import TODAY, actor_of, cell_settings, cluster_of, languages_of, page, today
from renkei.desk.roles import place_of
from renkei.directory.models import PostHolding
from renkei.directory.transfers import transfer
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest

    from renkei.directory.models import RoleAssignment
    from renkei.directory.transfers import Outcome

TRANSFER = bi("異動", "Transfer")
FIELD_OF = {"transfer.same_person": "person", "transfer.nothing": "successor"}
POST_KINDS = {
    "postholding"
}  # holdings are what a transfer changes; everything else at the post moves by itself


def next_april(day: dt.date) -> dt.date:
    """Return the first day of April that is nearest: this year's until the end of May, else the next."""
    last_month = 5
    return dt.date(day.year if day.month <= last_month else day.year + 1, 4, 1)


@opens_to(verb=Verb.CHANGE, kind="postholding")
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_page(request: HttpRequest) -> HttpResponse:
    """Fill in, see what would happen, confirm; the same code runs for the preview and is taken back."""
    confirmed = "confirm" in request.POST
    form = TransferForm(
        request.POST or None,
        first_day=next_april(today()),
        languages=languages_of(request),
        settings=cell_settings(request),
        actor=actor_of(request),
        at=today(),
        initial={"post": request.GET.get("post", "")},
    )
    outcome = None
    if request.method == "POST" and form.is_valid() and "mend" not in request.POST:
        outcome = _carried_out(request, form, dry_run=not confirmed)
    if outcome is not None and confirmed:
        messages.success(request, bi("異動を登録しました。", "The transfer is recorded."))
        done = outcome.begun or outcome.ended
        act = latest_act_on(PostHolding, done.pk) if done else None
        return HttpResponseRedirect(reverse("desk:act", args=[act]))
    hands_over = may(actor_of(request), Verb.CHANGE, "case")
    body: dict[str, Any] = {"form": form, "outcome": outcome, "may_hand_over": hands_over}
    if outcome is not None:
        body |= _preview(request, outcome)
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(TRANSFER)]
    return page(request, "desk/transfer.html", body, crumbs=crumbs, status=422 if form.errors else 200)


def _carried_out(request: HttpRequest, form: TransferForm, *, dry_run: bool) -> Outcome | None:
    try:
        return transfer(
            actor=actor_of(request),
            asked=form.asked(),
            reason=form.cleaned_data["reason"],
            dry_run=dry_run,
        )
    except RecordRefused as refused:
        for name, flaw in refused.flaws:
            form.refuse(flaw, {"period": "day"}.get(name, name))
    except RuleBroken as broken:
        form.refuse(broken, FIELD_OF.get(broken.code))
    return None


def _preview(request: HttpRequest, outcome: Outcome) -> dict[str, Any]:
    actor, currency = actor_of(request), show.currency_of(cluster_of(request).currency)
    moving = [
        each
        for each in records.pointing_to(kind_of("post"), outcome.post.pk, actor, outcome.day)
        if each.kind.slug not in POST_KINDS
    ]
    return {
        "title": kind_of("post").label(outcome.post),
        "last_day": outcome.day - dt.timedelta(days=1),
        "leaver": outcome.ended.person.display_name() if outcome.ended else "",
        "successor": outcome.begun.person.display_name() if outcome.begun else "",
        "moving": [
            records.part(each, outcome.post, actor, currency, outcome.day)
            for each in moving
            if may(actor, Verb.VIEW, each.kind.slug)
        ],
        "roles_ended": _roles(outcome.roles_ended),
        "roles_begun": _roles(outcome.roles_begun),
        "roles_left": _roles(outcome.roles_left),
        "other_posts": [kind_of("post").label(each.post) for each in outcome.other_posts],
    }


def _roles(roles: Sequence[RoleAssignment]) -> list[tuple[Any, Any]]:
    return [(Role(each.role).label, place_of(each)) for each in roles]


@opens_to(verb=Verb.VIEW)
def act_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One act: who, when, why, and all it changed, as far as the reader may see histories."""
    act = act_of(identifier, actor_of(request))
    if act is None:
        raise Http404
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(act.name)]
    return page(request, "desk/act.html", {"act": act}, crumbs=crumbs)
