"""Needs end unless they are renewed; what nobody confirmed is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb
from renkei.core.files.services import drop_content
from renkei.core.history.journal import journal
from renkei.core.notices.hours import day_of
from renkei.core.privacy.registry import MARK
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.kernel.workflow import state_after
from renkei.matching.enums import NeedState, ProfileState
from renkei.matching.mails import tell_office
from renkei.matching.models import Need, NeedDocument, NeedField, NeedMessage, NeedProfile, PrivateLink
from renkei.matching.need_rules import FORGOTTEN_AFTER, WARNED_BEFORE, expiry
from renkei.matching.need_workflow import NEED
from renkei.matching.services.profiles import SHOWN_STATES, end_profile_of
from renkei.privacy.enums import ErasureCause
from renkei.privacy.models import Erasure
from renkei.privacy.services.sweep import rewrite

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor

EXPIRING = (NeedState.OPEN, NeedState.ANSWERED)
_BECAUSE = "保存期間の満了 / end of the time of keeping"
# What the earlier states of a need say in the company's words.
_WORDS = ("company_name", "contact_name", "contact_post", "contact_email", "contact_telephone")
_TEXTS = (
    "title",
    "industry",
    "problem",
    "background",
    "tried",
    "wished_result",
    "budget",
    "partner_sought",
    "assessment",
)


def renew(*, actor: Actor, need: Need, at: dt.date) -> Need:
    """Let a need stand for another year from a day on. Effects: row, history.

    Raises RuleBroken("permission.refused"), ("workflow.no_such_step") where it is closed or not confirmed.
    """
    author = require_on(actor, Verb.CHANGE, kind_of("need"), need.holding())
    with journal(actor=author, action="renew need"):
        found = Need.objects.select_for_update().get(pk=need.pk)
        found.state = state_after(NEED, found.state, "renew")
        found.renewed_on, found.expires_on = at, expiry(at)
        found.revision += 1
        found.save()
        for profile in NeedProfile.objects.filter(need=found, state=ProfileState.APPROVED):
            profile.public_until = found.expires_on
            profile.revision += 1
            profile.save()
    return found


def expire_needs(*, actor: Actor, at: dt.date) -> int:
    """End needs whose last day has passed, and public profiles of needs that are no longer open.

    Returns how many needs ended. Running it again does nothing more. Effects: rows, history.
    """
    over = Need.objects.filter(state__in=EXPIRING, expires_on__lt=at)
    gone = NeedProfile.objects.exclude(state=ProfileState.ENDED).exclude(need__state__in=SHOWN_STATES)
    if not over.exists() and not gone.exists():
        return 0
    with journal(actor=actor, action="expire needs"):
        ended = 0
        for need in over.select_for_update():
            need.state = state_after(NEED, need.state, "expire")
            need.revision += 1
            need.save()
            ended += 1
        for profile in gone.select_related("need"):
            end_profile_of(profile.need)
    return ended


def expiring(at: dt.date) -> QuerySet[Need]:
    """Return the open needs that end within thirty days of a day."""
    return Need.objects.filter(state__in=EXPIRING, expires_on__range=(at, at + WARNED_BEFORE))


def warn_of_expiry(*, actor: Actor, at: dt.datetime) -> int:
    """Write to those who look after a need that it ends within thirty days, each once for one last day.

    Returns how many mails were written. Effects: mails.
    """
    return sum(
        tell_office(
            actor=actor,
            need=need,
            letter="expiring",
            at=at,
            once=f"need/{need.pk}/expiring/{need.expires_on}",
        )
        for need in expiring(day_of(at)).order_by("expires_on", "pk")
    )


def forget_unconfirmed(*, actor: Actor, at: dt.datetime) -> int:
    """Delete needs that nobody confirmed within seven days, with their files, and empty their earlier states.

    Returns how many. Effects: rows, files, history, one record of disposal; nothing where there are none.
    """
    day = day_of(at - FORGOTTEN_AFTER)
    rows = Need.objects.filter(state=NeedState.UNCONFIRMED, received_on__lt=day)
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return 0
    with journal(actor=actor, action="forget unconfirmed needs"):
        made = Erasure(at=at, cause=ErasureCause.RETENTION, actor=actor.name, reason=_BECAUSE)
        made.counts = {"rows": {"matching.need": len(keys)}}
        made.save(force_insert=True)
        files = list(
            NeedDocument.objects.filter(need__in=keys).exclude(sha256="").values_list("sha256", flat=True)
        )
        for model in (NeedField, NeedDocument, NeedMessage, PrivateLink):
            model._default_manager.filter(need__in=keys).delete()
        Need.objects.filter(pk__in=keys).delete()
        _empty_history(keys, made)
    for sha256 in set(files):
        drop_content(sha256)
    return len(keys)


def _empty_history(keys: list[str], made: Erasure) -> None:
    events = Need.pgh_event_model  # type: ignore[attr-defined]  # made by the decorator of history
    states = [str(key) for key in events.objects.filter(pgh_obj_id__in=keys).values_list("pgh_id", flat=True)]
    blank = [(f'"{name}" = %s', [""]) for name in _WORDS]
    rewrite(made, events._meta.db_table, states, [*blank, *((f'"{name}" = %s', ["{}"]) for name in _TEXTS)])
    papers = NeedDocument.pgh_event_model  # type: ignore[attr-defined]
    states = [str(key) for key in papers.objects.filter(need_id__in=keys).values_list("pgh_id", flat=True)]
    if states:
        rewrite(made, papers._meta.db_table, states, [('"name" = %s', [MARK])])
