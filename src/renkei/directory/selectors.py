from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.accounts.actors import STRANGER, Actor, Role
from renkei.directory.models import DatedName, RoleAssignment

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.models import User
    from renkei.kernel.localised import Localised


def actor_of(user: User | None, at: dt.date) -> Actor:
    """Return the actor behind a user: the roles assigned on that day, or the stranger."""
    if user is None or not user.is_active:
        return STRANGER
    roles = RoleAssignment.objects.filter(user=user, period__contains=at).values_list("role", flat=True)
    return Actor(user.username, frozenset({Role.STRANGER, *(Role(role) for role in roles)}), user.pk)


def organisations_of(user_id: int | None, at: dt.date) -> set[str]:
    """Return the organisations a user holds roles for on a day; empty where the roles are for the whole cluster."""
    held = RoleAssignment.objects.filter(user=user_id, period__contains=at).values_list(
        "organisation", flat=True
    )
    found = set(held)
    return set() if None in found else {slug for slug in found if slug}


def names_on(day: dt.date) -> dict[tuple[str, str], Localised]:
    """Return what organisations and units were called on a day, where it is not their present name.

    Keyed by kind and slug: ("organisation", …), ("unit", …).
    """
    rows = DatedName.objects.filter(period__contains=day).order_by("slug")
    return {
        ("organisation", row.organisation_id)
        if row.organisation_id
        else ("unit", row.unit_id or ""): row.name
        for row in rows
    }
