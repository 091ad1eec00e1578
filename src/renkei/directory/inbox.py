"""Roles that end, invitations nobody used, and people whose data are kept no longer than a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import DateField, Exists, F, OuterRef, Q
from django.db.models.functions import Upper
from django.utils import timezone

from renkei.core.accounts.actors import Role
from renkei.core.inbox.due import Due
from renkei.core.inbox.registry import register_inbox
from renkei.core.inbox.waiting import Waiting, Window
from renkei.core.ui.text import both
from renkei.directory.models import Invitation, LinkPurpose, Person, RoleAssignment
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = dt.timedelta(days=1)  # the database keeps the day after the last one


@register_inbox(ahead=60, behind=30)
def ending_roles(window: Window) -> Iterator[Waiting]:
    """Roles of active users that end and that no later one follows."""
    if not window.everywhere("user"):
        return
    following = RoleAssignment.objects.filter(
        user=OuterRef("user"), role=OuterRef("role"), period__endswith__gt=OuterRef("ends")
    ) | RoleAssignment.objects.filter(user=OuterRef("user"), role=OuterRef("role"), period__upper_inf=True)
    rows = (
        RoleAssignment.objects.filter(user__is_active=True)
        .annotate(ends=Upper("period", output_field=DateField()))
        .filter(~Exists(following), ends__gt=window.start or dt.date.min, ends__lte=window.end + DAY)
        .select_related("user", "organisation")
        .order_by(F("ends"), "pk")
    )
    for one in rows[: window.most]:
        yield Waiting(
            kind="user",
            slug=str(one.user_id),
            text=Localised.both("役割の終わり：{name}（{role}）", "A role ends: {name} ({role})").filled(
                name=one.user.username, role=both(Role(one.role).label)
            ),
            day=one.period.end,
            owner=one.organisation.name if one.organisation else Localised(),
            organisation=one.organisation_id or "",
        )


@register_inbox(ahead=7, behind=14)
def unused_invitations(window: Window) -> Iterator[Waiting]:
    """Invitations that end, or ended, unused."""
    if not window.everywhere("user"):
        return
    zone = timezone.get_current_timezone()
    end = dt.datetime.combine(window.end + DAY, dt.time(), zone)
    ends = Q(expires_at__lt=end)
    if window.start:
        ends &= Q(expires_at__gte=dt.datetime.combine(window.start, dt.time(), zone))
    rows = Invitation.objects.filter(
        ends,
        purpose=LinkPurpose.INVITATION,
        used_at__isnull=True,
        cancelled_at__isnull=True,
        user__is_active=True,
    )
    for link in rows.select_related("user").order_by("expires_at", "pk")[: window.most]:
        yield Waiting(
            kind="user",
            slug=str(link.user_id),
            text=Localised.both("招待の期限：{name}", "An invitation ends: {name}").filled(
                name=link.user.username
            ),
            day=timezone.localtime(link.expires_at).date(),
        )


@register_inbox(ahead=60)
def kept_people(_window: Window) -> Iterator[Due]:
    """People whose data are to be erased, by the last day they are kept."""
    yield Due(
        Person.objects.all(),
        Localised.both("個人情報の保存期限：{name}", "Personal data are kept until: {name}"),
        {"name": Person.display_name_in_sql()},
        "keep_until",
        owner="controller__name",
        organisation="controller_id",
    )
