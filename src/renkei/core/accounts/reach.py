"""How far a grant reaches: the same rule in Python and in SQL. One record asks Python, many rows ask the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.core.accounts.actors import Grant

ALL = "*"


@dataclass(frozen=True)
class Holding:
    """Whose work a record is: an organisation (empty: common), one of its units, and who else may see it.

    `person` names the one person for whom it is kept, inside its holder; then nobody shares it.
    """

    holder: str = ""
    unit: str = ""
    shared_with: frozenset[str] = field(default_factory=frozenset)
    person: str = ""


COMMON = Holding()


def reaches(grant: Grant, held: Holding) -> bool:
    """Tell whether a grant covers records of this holder. Common records are covered by grants for everywhere only."""
    if not grant.sees_what_is_for(held.person):
        return False
    if grant.everywhere:
        return True
    if held.holder not in grant.organisations:
        return False
    return not grant.unit or not held.unit or held.unit in grant.units


def is_shown(grants: Iterable[Grant], held: Holding, *, shared: bool = True) -> bool:
    """Tell whether one of the grants lets its holder read: what is common, what it reaches, what is shared with it."""
    return any(
        not held.holder
        or reaches(grant, held)
        or (shared and not held.person and bool(held.shared_with & {ALL, *grant.organisations}))
        for grant in grants
    )


def shown_by(grants: Iterable[Grant], path: str = "", *, shared: bool = True, confided: bool = False) -> Q:
    """Return the condition of `is_shown`; `path` leads to another record (`body__`).

    `confided` tells that such records may be kept for one person.
    """
    condition = Q(pk__in=[])
    organisations: set[str] = set()
    for grant in grants:
        if grant.everywhere and not (confided and narrowed_to_person(grant)):
            return Q()
        organisations |= grant.organisations
        condition |= reached_by(grant, path, confided=confided)
    if not organisations:  # no grant is narrowed, or there is none
        return condition
    condition |= Q(**{f"{path}holder": ""})
    if shared:
        with_others = Q(**{f"{path}shared_with__any": {ALL, *organisations}})
        condition |= with_others & Q(**{f"{path}holder_person": ""}) if confided else with_others
    return condition


def reached_by(grant: Grant, path: str = "", *, confided: bool = False) -> Q:
    """Return the condition of `reaches`."""
    condition = Q()
    if confided and narrowed_to_person(grant):
        condition &= Q(**{f"{path}holder_person__in": ["", *filter(None, [grant.person])]})
    if grant.everywhere:
        return condition
    condition &= Q(**{f"{path}holder__in": sorted(grant.organisations)})
    if grant.unit:
        condition &= Q(**{f"{path}holder_unit__in": ["", *sorted(grant.units)]})
    return condition


def narrowed_to_person(grant: Grant) -> bool:
    """Tell whether the grant stays shut to what is kept for somebody else."""
    return not grant.sees_what_is_for("somebody else's")
