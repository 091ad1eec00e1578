from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from renkei.core.accounts.actors import STRANGER, Actor, Grant, Role
from renkei.core.records.loops import below
from renkei.directory.models import DatedName, Deputy, Organisation, RoleAssignment, Unit

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.models import User
    from renkei.kernel.localised import Localised


def actor_of(user: User | None, at: dt.date) -> Actor:
    """Return the actor behind a user: the roles assigned on that day, those of whom they stand in for, or the stranger.

    One query; two more where a role is narrowed to an organisation.
    """
    if user is None or not user.is_active:
        return STRANGER
    lent = Deputy.objects.filter(
        deputy=user, user=OuterRef("user"), user__is_active=True, period__contains=at
    )
    held = list(
        RoleAssignment.objects.filter(Q(user=user) | Exists(lent), period__contains=at)
        .order_by("pk")
        .values_list("role", "organisation", "unit", "user", "user__username", "user__identity__person")
    )
    organisations = below(Organisation, "parent", [each[1] for each in held if each[1] and not each[2]])
    units = below(Unit, "parent", [each[2] for each in held if each[2]])
    roles, grants, own_person = {Role.STRANGER}, [], ""
    for role, organisation, unit, holder, name, person in held:
        own_person = person or "" if holder == user.pk else own_person
        if holder == user.pk and not organisation:
            roles.add(Role(role))
            continue
        grants.append(
            Grant(
                Role(role),
                organisation or "",
                unit or "",
                organisations.get(organisation, frozenset()),
                units.get(unit, frozenset()),
                lender="" if holder == user.pk else name,
                person=person or "",
            )
        )
    return Actor(user.username, frozenset(roles), user.pk, tuple(grants), person=own_person)


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
