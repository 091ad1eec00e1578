"""Needs that wait: asked and not taken up, unread messages, profiles to approve, needs that end soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.due import Due
from renkei.core.inbox.registry import register_inbox
from renkei.kernel.localised import Localised
from renkei.matching.enums import Channel, MessageFrom, NeedState, ProfileState
from renkei.matching.models import Case, Need, NeedMessage, NeedProfile
from renkei.matching.services.expiry import EXPIRING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.inbox.waiting import Window

_ASKED = Localised.both("企業からの相談：{title}", "A company asks: {title}")
_WRITTEN = Localised.both("連絡を読む：{title}", "Read a message: {title}")
_ENDS = Localised.both("更新するか決める：{title}", "Renew or let end: {title}")
_APPROVE = Localised.both("公開してよいか確かめる：{title}", "May this be published: {title}")


@register_inbox(ahead=30)
def needs_that_wait(_window: Window) -> Iterator[Due]:
    """Tell of requests nobody has taken up, since the day they came."""
    taken_up = Case.objects.filter(need=OuterRef("pk"))
    new = Need.objects.filter(~Exists(taken_up), state=NeedState.OPEN, channel=Channel.WEB)
    yield Due(new, _ASKED, {"title": "title"}, "received_on")


@register_inbox(ahead=30)
def messages_that_wait(_window: Window) -> Iterator[Due]:
    unread = NeedMessage.objects.filter(need=OuterRef("pk"), read_at=None).exclude(sender=MessageFrom.OFFICE)
    yield Due(Need.objects.filter(Exists(unread)), _WRITTEN, {"title": "title"})


@register_inbox(ahead=30)
def needs_that_end(_window: Window) -> Iterator[Due]:
    yield Due(Need.objects.filter(state__in=EXPIRING), _ENDS, {"title": "title"}, "expires_on")


@register_inbox(ahead=30)
def profiles_that_wait(window: Window) -> Iterator[Due]:
    """Tell those who may publish, other than who proposed it, of profiles to approve."""
    proposed = NeedProfile.objects.filter(state=ProfileState.PROPOSED).exclude(proposed_by=window.actor.name)
    yield Due(proposed, _APPROVE, {"title": "title"}, verb=Verb.PUBLISH)
