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
    """Whose work a record is: an organisation (empty: common), one of its units, and who else may see it."""

    holder: str = ""
    unit: str = ""
    shared_with: frozenset[str] = field(default_factory=frozenset)


COMMON = Holding()


def reaches(grant: Grant, held: Holding) -> bool:
    """Tell whether a grant covers records of this holder. Common records are covered by grants for everywhere only."""
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
        or (shared and bool(held.shared_with & {ALL, *grant.organisations}))
        for grant in grants
    )


def shown_by(grants: Iterable[Grant], path: str = "", *, shared: bool = True) -> Q:
    """Return the condition of `is_shown`; `path` leads to another record (`body__`)."""
    condition = Q(pk__in=[])
    organisations: set[str] = set()
    for grant in grants:
        if grant.everywhere:
            return Q()
        organisations |= grant.organisations
        condition |= reached_by(grant, path)
    if not organisations:
        return condition
    condition |= Q(**{f"{path}holder": ""})
    if shared:
        condition |= Q(**{f"{path}shared_with__any": {ALL, *organisations}})
    return condition


def reached_by(grant: Grant, path: str = "") -> Q:
    """Return the condition of `reaches`."""
    if grant.everywhere:
        return Q()
    condition = Q(**{f"{path}holder__in": sorted(grant.organisations)})
    if grant.unit:
        condition &= Q(**{f"{path}holder_unit__in": ["", *sorted(grant.units)]})
    return condition
