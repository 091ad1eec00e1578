"""Holders of records are organisations and units there are, and only what is held is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from renkei.core.accounts.reach import ALL
from renkei.core.publication.models import PublicationState
from renkei.core.records.kinds import SetRule
from renkei.directory.models import Organisation, Person, Unit
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
_NEEDED = Localised.both(
    "所管する組織（企業から打ち明けられた記録には要る）",
    "a holder: what a company confides belongs to an organisation",
)
_PERSON = Localised.both("人の表にある識別名", "the identifier of a person there is")
_KEPT = Localised.both(
    "空欄（担当者だけの記録は共有しない）", "nothing: what is kept for one person is not shared"
)
_NEVER_PUBLIC = Localised.both(
    "非公開（企業から打ち明けられた記録は公開しない。公開できるのはニーズの匿名の概要だけ）",
    "not public: what a company confides never is; only the anonymised profile of a need may be",
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


def confided_to_nobody(rows: QuerySet[Any]) -> SetFlaws:
    """Yield confidential records without a holder, kept for a person there is not, kept and shared, or public."""
    for slug in rows.filter(holder="").order_by("pk").values_list("pk", flat=True):
        yield slug, "holder", RuleBroken("holder.needed", _NEEDED)
    shown = rows.exclude(publication=PublicationState.INTERNAL).order_by("pk")
    for slug, state in shown.values_list("pk", "publication"):
        yield slug, "publication", RuleBroken("holder.never_public", _NEVER_PUBLIC, found=state)
    kept = rows.exclude(holder_person="").order_by("pk")
    people = set(Person.objects.filter(pk__in=kept.values("holder_person")).values_list("pk", flat=True))
    for slug, person, shared in kept.values_list("pk", "holder_person", "shared_with"):
        if person not in people:
            yield slug, "holder_person", RuleBroken("holder.person_unknown", _PERSON, found=person)
        if shared:
            yield slug, "shared_with", RuleBroken("holder.kept_and_shared", _KEPT, found=shared)


HAS_A_HOLDER = SetRule(confided_to_nobody)
HELD_BY_SOMEBODY = SetRule(holders_that_are_none, naming=held_by)
