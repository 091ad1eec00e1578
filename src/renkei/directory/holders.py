"""Holders of records are organisations and units there are, and only what is held is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from renkei.core.accounts.reach import ALL
from renkei.core.records.kinds import SetRule
from renkei.directory.models import Organisation, Unit
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws

_ORGANISATION = Localised.both("組織の表にある識別名", "the identifier of an organisation there is")
_UNIT = Localised.both("所管する組織の部署の識別名", "the identifier of a unit of the holder")
_SHARED = Localised.both(
    "組織の表にある識別名を空白で区切ったもの、または *",
    "identifiers of organisations there are, separated by spaces, or *",
)
_HELD = Localised.both(
    "所管する組織のある記録だけの共有先（共通の記録は誰にでも見える）",
    "nothing: only what an organisation holds is shared; a common record is seen by all",
)
_FIELDS = ("holder", "holder_unit", "shared_with")


def holders_that_are_none(rows: QuerySet[Any]) -> SetFlaws:
    """Yield records held by or shared with organisations or units there are none of."""
    told = rows.exclude(holder="", holder_unit="", shared_with="").order_by()
    combinations = list(told.values_list(*_FIELDS).distinct())
    if not combinations:
        return
    named = {word for holder, _, shared in combinations for word in (holder, *shared.split())} - {"", ALL}
    organisations = set(Organisation.objects.filter(pk__in=named).values_list("pk", flat=True))
    units = dict(
        Unit.objects.filter(pk__in={unit for _, unit, _ in combinations}).values_list("pk", "organisation")
    )
    for combination in sorted(combinations):
        for name, code, expected in _flaws(combination, organisations, units):
            same = dict(zip(_FIELDS, combination, strict=True))
            for slug in rows.filter(**same).order_by("pk").values_list("pk", flat=True):
                yield slug, name, RuleBroken(code, expected, found=same[name])


def _flaws(
    combination: tuple[str, str, str], organisations: set[str], units: dict[str, str]
) -> Iterator[tuple[str, str, Localised]]:
    holder, unit, shared = combination
    if holder and holder not in organisations:
        yield "holder", "holder.unknown", _ORGANISATION
    if unit and (not holder or units.get(unit) != holder):
        yield "holder_unit", "holder.unit", _UNIT
    if shared and not holder:
        yield "shared_with", "holder.shared_without", _HELD
    elif set(shared.split()) - {ALL} - organisations:
        yield "shared_with", "holder.shared_unknown", _SHARED


def held_by(rows: QuerySet[Any], slug: str) -> QuerySet[Any]:
    """Narrow rows to those whose holder or sharing may name a record."""
    return rows.filter(Q(holder=slug) | Q(holder_unit=slug) | Q(shared_with__any={slug}))


HELD_BY_SOMEBODY = SetRule(holders_that_are_none, naming=held_by)
