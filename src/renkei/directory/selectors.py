from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from renkei.core.accounts.actors import STRANGER, Actor, Grant, Role
from renkei.core.records.loops import below
from renkei.directory.models import DatedName, Deputy, Organisation, RoleAssignment, Unit
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from renkei.core.accounts.models import User


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
        .select_related("organisation", "unit", "user__identity")
    )
    organisations = below(Organisation, "parent", _organisations(held))
    units = below(Unit, "parent", [each.unit_id for each in held if each.unit_id])
    return _actor(user, held, organisations, units)


def _actor(
    user: User,
    held: Iterable[RoleAssignment],
    organisations: Mapping[str, frozenset[str]],
    units: Mapping[str, frozenset[str]],
) -> Actor:
    """Put together the roles a user holds and those that are lent to the user."""
    roles, grants, person = {Role.STRANGER}, [], ""
    for each in held:
        person = _person_of(each) if each.user_id == user.pk else person
        if each.user_id == user.pk and each.organisation is None:
            roles.add(Role(each.role))
            continue
        grants.append(
            Grant(
                Role(each.role),
                each.organisation_id or "",
                each.unit_id or "",
                organisations.get(each.organisation_id or "", frozenset()),
                units.get(each.unit_id or "", frozenset()),
                lender="" if each.user_id == user.pk else each.user.username,
                person=_person_of(each),
                place=place_of(each),
            )
        )
    return Actor(user.username, frozenset(roles), user.pk, tuple(grants), person=person)


def actors_on(at: dt.date) -> list[Actor]:
    """Return the actor behind every active user who holds a role on a day, by name: as `actor_of`, in five queries."""
    active = RoleAssignment.objects.filter(period__contains=at, user__is_active=True)
    held = list(active.order_by("pk").select_related("organisation", "unit", "user__identity"))
    standing = Deputy.objects.filter(period__contains=at, user__is_active=True, deputy__is_active=True)
    deputies = list(standing.select_related("deputy__identity"))
    users = {each.user_id: each.user for each in held} | {each.deputy_id: each.deputy for each in deputies}
    lenders: dict[int, set[int]] = {}
    for each in deputies:
        lenders.setdefault(each.deputy_id, set()).add(each.user_id)
    organisations = below(Organisation, "parent", _organisations(held))
    units = below(Unit, "parent", [each.unit_id for each in held if each.unit_id])
    found = []
    for pk, user in sorted(users.items(), key=lambda pair: pair[1].username):
        own = [each for each in held if each.user_id == pk or each.user_id in lenders.get(pk, ())]
        found.append(_actor(user, own, organisations, units))
    return found


def _organisations(held: Iterable[RoleAssignment]) -> list[str]:
    """Return the organisations that are reached as a whole, with those below."""
    return [each.organisation_id for each in held if each.organisation_id and not each.unit_id]


def _person_of(given: RoleAssignment) -> str:
    """Return who of the directory the holder of a role is; nobody for a user without a person."""
    identity = getattr(given.user, "identity", None)
    return identity.person_id if identity else ""


def place_of(given: RoleAssignment) -> Localised:
    """Return what the organisation or unit of a role is called; empty where it holds everywhere."""
    if given.organisation is None:
        return Localised()
    whole: Localised = given.organisation.name
    if given.unit is None:
        return whole
    return Localised.both("{organisation} {unit}", "{organisation}, {unit}").filled(
        organisation=whole, unit=given.unit.name
    )


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
