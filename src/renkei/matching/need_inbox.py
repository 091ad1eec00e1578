"""Needs that wait: asked and not taken up, unread messages, profiles to approve, needs that end soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.registry import Waiting, Window, register_inbox
from renkei.core.publication.selectors import within_reach
from renkei.kernel.localised import Localised
from renkei.matching.enums import Channel, MessageFrom, NeedState, ProfileState
from renkei.matching.models import Case, Need, NeedMessage, NeedProfile
from renkei.matching.services.expiry import EXPIRING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASKED = Localised.both("企業からの相談：{title}", "A company asks: {title}")
_WRITTEN = Localised.both("連絡を読む：{title}", "Read a message: {title}")
_ENDS = Localised.both("更新するか決める：{title}", "Renew or let end: {title}")
_APPROVE = Localised.both("公開してよいか確かめる：{title}", "May this be published: {title}")


@register_inbox(ahead=30)
def needs_that_wait(window: Window) -> Iterator[Waiting]:
    """Tell of requests nobody has taken up, since the day they came."""
    taken_up = Case.objects.filter(need=OuterRef("pk"))
    new = window.reached(Need.objects.filter(state=NeedState.OPEN, channel=Channel.WEB))
    new = new.filter(~Exists(taken_up), window.holds("received_on"))
    for need in new.order_by("received_on", "pk")[: window.most]:
        yield Waiting("need", need.pk, _ASKED.filled(title=need.title), need.received_on)


@register_inbox(ahead=30)
def messages_that_wait(window: Window) -> Iterator[Waiting]:
    if not window.undated:
        return
    unread = NeedMessage.objects.filter(need=OuterRef("pk"), read_at=None).exclude(sender=MessageFrom.OFFICE)
    for need in window.reached(Need.objects.filter(Exists(unread))).order_by("pk")[: window.most]:
        yield Waiting("need", need.pk, _WRITTEN.filled(title=need.title))


@register_inbox(ahead=30)
def needs_that_end(window: Window) -> Iterator[Waiting]:
    ending = window.reached(Need.objects.filter(window.holds("expires_on"), state__in=EXPIRING))
    for need in ending.order_by("expires_on", "pk")[: window.most]:
        yield Waiting("need", need.pk, _ENDS.filled(title=need.title), need.expires_on)


@register_inbox(ahead=30)
def profiles_that_wait(window: Window) -> Iterator[Waiting]:
    """Tell those who may publish, other than who proposed it, of profiles to approve."""
    if not window.undated:
        return
    proposed = NeedProfile.objects.filter(state=ProfileState.PROPOSED).exclude(proposed_by=window.actor.name)
    rows = within_reach(proposed, window.actor, Verb.PUBLISH)
    for profile in rows.order_by("pk")[: window.most]:
        yield Waiting("needprofile", profile.pk, _APPROVE.filled(title=profile.title), verb=Verb.PUBLISH)
