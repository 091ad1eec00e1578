"""Who receives what companies ask: the employers of the coordinators whose territories are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from renkei.core.accounts.actors import Role
from renkei.core.accounts.models import User
from renkei.core.publication.selectors import public_on
from renkei.directory.models import Organisation, RoleAssignment

if TYPE_CHECKING:
    import datetime as dt

    from renkei.matching.models import Need


def reception_offices(at: dt.date) -> list[Organisation]:
    """Return the public organisations that employ coordinators on a day: most territories first, then by identifier.

    The first of them receives what is sent to nobody in particular. Data of the cluster, no setting of its own.
    """
    now = Q(territories__period__contains=at)
    offices = Organisation.objects.filter(public_on(at)).annotate(
        looked_after=Count("territories", filter=now)
    )
    return list(offices.filter(looked_after__gt=0).order_by("-looked_after", "slug"))


def users_of(need: Need, at: dt.date) -> list[User]:
    """Return the users to be told of a need: its coordinator; without one, the coordinators of its holder.

    Whoever is told can see the need: a need kept for one person is told to that person only.
    """
    person = need.holder_person or need.coordinator_id
    able = User.objects.filter(is_active=True).exclude(email="")
    if person:
        found = list(able.filter(identity__person=person))
        if found or need.holder_person:
            return found
    held = RoleAssignment.objects.filter(
        role=Role.COORDINATOR, organisation=need.holder, unit=None, period__contains=at
    )
    return list(able.filter(pk__in=held.values("user")).order_by("username"))
