"""The rules of reach once more, in plain words of its own: what tests compare the programme with."""

from __future__ import annotations

from dataclasses import dataclass

from renkei.core.accounts.permissions import EVERY, PERMISSIONS, Verb

PARENTS = {"mihon-institute": "mihon-university"}
UNIT_PARENTS = {"mihon-desk-two": "mihon-desk"}


@dataclass(frozen=True)
class Held:
    """A role as an administrator gives it."""

    role: str
    organisation: str | None = None
    unit: str | None = None


def above(slug, parents):
    """The thing itself and everything over it."""
    found = []
    while slug:
        found.append(slug)
        slug = parents.get(slug)
    return found


def allows(role, verb, kind):
    return verb in PERMISSIONS[role].get(kind, PERMISSIONS[role][EVERY])


def covers(held, record):
    if held.organisation is None:
        return True
    if not record.holder:
        return False
    if held.unit is not None:
        if record.holder != held.organisation:
            return False
        return not record.holder_unit or held.unit in above(record.holder_unit, UNIT_PARENTS)
    return held.organisation in above(record.holder, PARENTS)


def is_shared_with(held, record):
    if not record.holder or held.organisation is None:
        return False
    names = record.shared_with.split()
    if held.unit is not None:
        return "*" in names or held.organisation in names
    return "*" in names or any(held.organisation in above(name, PARENTS) for name in names)


def sees(roles, kind, record):
    """A record that is not public."""
    return any(
        allows(held.role, Verb.VIEW, kind)
        and (not record.holder or covers(held, record) or is_shared_with(held, record))
        for held in roles
    )


def sees_history(roles, kind, record):
    return any(
        allows(held.role, Verb.HISTORY, kind) and (not record.holder or covers(held, record))
        for held in roles
    )


def writes(roles, verb, kind, record):
    return any(allows(held.role, verb, kind) and covers(held, record) for held in roles)
