"""Whom to ask, and where they are: offices named by partnerships, organisations with an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.catalogue.models import Partnership
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.directory.models import Organisation, Unit

if TYPE_CHECKING:
    from renkei.core.blocks.request import BlockRequest
    from renkei.kernel.localised import Localised

MOST = 50


@dataclass(frozen=True)
class Office:
    """An office in charge of something public."""

    unit: Unit
    owner: Localised | None
    owner_address: str
    subjects: tuple[tuple[Localised, str], ...]


def offices_in_charge(request: BlockRequest) -> list[Office]:
    """Return the offices that public partnerships name, each with what it is in charge of."""
    rows = visible_to(Partnership.objects.all(), request.actor, request.at).order_by("slug")
    rows = rows.select_related("contact__organisation", "second_contact__organisation")
    units: dict[str, Unit] = {}
    subjects: dict[str, list[tuple[Localised, str]]] = {}
    for row in rows[:MOST]:
        subject = row.title, kind_of(row).portal_address(row.pk, request.language)
        for unit in (row.contact, row.second_contact):
            if unit is not None and request.sees(unit):
                units[unit.pk] = unit
                subjects.setdefault(unit.pk, []).append(subject)
    return [_office(unit, subjects[slug], request) for slug, unit in units.items()]


def _office(unit: Unit, subjects: list[tuple[Localised, str]], request: BlockRequest) -> Office:
    seen = request.sees(unit.organisation)
    address = kind_of(Organisation).portal_address(unit.organisation_id, request.language) if seen else ""
    return Office(unit, unit.organisation.name if seen else None, address, tuple(dict.fromkeys(subjects)))


def places_of_work(request: BlockRequest) -> list[tuple[Organisation, str]]:
    """Return the organisations with a public address or website, with their pages."""
    rows = visible_to(Organisation.objects.all(), request.actor, request.at).order_by("slug")
    found = [row for row in rows[: MOST * 10] if row.address or row.website]
    return [(row, kind_of(row).portal_address(row.pk, request.language)) for row in found[:MOST]]
