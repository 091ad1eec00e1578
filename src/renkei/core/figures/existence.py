"""Whether a code is a figure at all, with or without a value."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from renkei.core.figures.registry import definition_providers, families

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.core.figures.registry import Family

_ANY_DAY = dt.date.min  # only the publicity of a definition depends on the day


def defined(codes: Iterable[str]) -> frozenset[str]:
    """Return those of the codes that are figures; a query for each family and table that could know them."""
    wanted = frozenset(codes)
    if not wanted:
        return wanted
    named = {each.code for provider in definition_providers() for each in provider(wanted, _ANY_DAY)}
    return frozenset(named.union(*(_computed(family, wanted) for family in families())))


def _computed(family: Family, codes: frozenset[str]) -> set[str]:
    groups = {group: code for code in codes if (group := family.group_of(code)) is not None}
    found = {groups.pop("")} if "" in groups else set()
    if groups:
        target = family.rows().model._meta.get_field(family.by).related_model
        found |= {
            groups[slug]
            for slug in target._default_manager.filter(pk__in=groups).values_list("pk", flat=True)
        }
    return found
