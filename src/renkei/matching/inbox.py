"""Needs that wait: asked and not taken up, unread messages, profiles to approve, needs that end soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.registry import MOST_PER_CONTEXT, Waiting, register_inbox
from renkei.core.publication.selectors import within_reach
from renkei.kernel.localised import Localised
from renkei.matching.enums import Channel, MessageFrom, NeedState, ProfileState
from renkei.matching.models import Case, Need, NeedMessage, NeedProfile
from renkei.matching.services.expiry import expiring

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor

_ASKED = Localised.both("企業からの相談：{title}", "A company asks: {title}")
_WRITTEN = Localised.both("連絡を読む：{title}", "Read a message: {title}")
_ENDS = Localised.both("更新するか決める：{title}", "Renew or let end: {title}")
_APPROVE = Localised.both("公開してよいか確かめる：{title}", "May this be published: {title}")


@register_inbox
def needs_that_wait(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    reached = within_reach(Need.objects.all(), actor, Verb.CHANGE)
    unread = NeedMessage.objects.filter(need=OuterRef("pk"), read_at=None).exclude(sender=MessageFrom.OFFICE)
    taken_up = Case.objects.filter(need=OuterRef("pk"))
    new = reached.filter(state=NeedState.OPEN, channel=Channel.WEB).exclude(Exists(taken_up))
    for need in new.order_by("received_on", "pk")[:MOST_PER_CONTEXT]:
        yield Waiting("need", need.pk, _ASKED.filled(title=need.title), need.received_on)
    for need in reached.filter(Exists(unread)).order_by("pk")[:MOST_PER_CONTEXT]:
        yield Waiting("need", need.pk, _WRITTEN.filled(title=need.title))
    ending = within_reach(expiring(at), actor, Verb.CHANGE)
    for need in ending.order_by("expires_on", "pk")[:MOST_PER_CONTEXT]:
        yield Waiting("need", need.pk, _ENDS.filled(title=need.title), need.expires_on)


@register_inbox
def profiles_that_wait(actor: Actor, at: dt.date) -> Iterator[Waiting]:  # noqa: ARG001 - what is proposed waits on any day
    proposed = NeedProfile.objects.filter(state=ProfileState.PROPOSED).exclude(proposed_by=actor.name)
    for profile in within_reach(proposed, actor, Verb.PUBLISH).order_by("pk")[:MOST_PER_CONTEXT]:
        yield Waiting("needprofile", profile.pk, _APPROVE.filled(title=profile.title), verb=Verb.PUBLISH)
