"""Taking over what a file of KAKEN or researchmap holds: as drafts of seeds, or as works behind a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.publication.models import PublicationState
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require, require_on
from renkei.kernel.cleaning import slug_from
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import SeedState, WorkKind
from renkei.matching.models import Seed, SeedWork
from renkei.matching.services.records import added, changed, free_slug

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import Organisation
    from renkei.matching.sources.found import Entry, Found

_NOTHING = Localised.both("引き継ぐものを選んでください。", "Please choose what to take over.")


@dataclass(frozen=True)
class Taken:
    """How many came in, were brought up to date, and were there already."""

    added: int = 0
    changed: int = 0
    known: int = 0


def known_drafts(entries: Sequence[Entry]) -> dict[str, str]:
    """Return which identifiers are seeds already: identifier at the source, the seed’s own."""
    names = [each.identifier for each in entries if each.kind == WorkKind.PROJECT]
    return dict(Seed.objects.filter(source_identifier__in=names).values_list("source_identifier", "pk"))


def known_works(found: Found, seed: Seed) -> dict[str, SeedWork]:
    """Return the works of a seed that come from this source, by their identifier there."""
    rows = SeedWork.objects.filter(seed=seed, source=found.source).exclude(source_identifier="")
    return {row.source_identifier: row for row in rows}


def take_as_drafts(
    *, actor: Actor, found: Found, chosen: Collection[str], organisation: Organisation, name: str
) -> Taken:
    """Add the chosen projects as seeds that are not public; what is a seed already stays as it is.

    Effects: seeds, history, in one act. Raises RuleBroken("source.nothing_chosen"), ("permission.refused"),
    RecordRefused.
    """
    require(actor, Verb.ADD, kind_of("seed"))
    entries = _chosen(found, chosen, projects=True)
    known = known_drafts(entries)
    with journal(actor=actor, action="take over seeds", reason=name[:200]):
        for entry in entries:
            if entry.identifier not in known:
                _add_draft(actor, entry, organisation, name)
    return Taken(added=len(entries) - len(known), known=len(known))


def _add_draft(actor: Actor, entry: Entry, organisation: Organisation, name: str) -> None:
    added(
        "seed",
        actor=actor,
        reason=name[:200],
        slug=free_slug(Seed, f"seed-{slug_from(entry.identifier)}"),
        title=entry.title,
        researcher_name=entry.people,
        organisation=organisation,
        outline=entry.outline or entry.title,  # a sheet needs one; the title stands in until it is written
        keywords=entry.keywords,
        state=SeedState.ACTIVE,
        source_identifier=entry.identifier[:100],
        publication=PublicationState.INTERNAL,
    )


def take_as_works(*, actor: Actor, found: Found, chosen: Collection[str], seed: Seed, name: str) -> Taken:
    """Add the chosen entries as works of a seed, held and shared as it is; those known are brought up to date.

    A work is not public until somebody who may decides so. Effects: works, history, in one act. Raises as above.
    """
    require_on(actor, Verb.CHANGE, kind_of("seed"), seed.holding())
    entries, known = _chosen(found, chosen), known_works(found, seed)
    new = renewed = 0
    with journal(actor=actor, action="take over works", reason=name[:200]):
        for entry in entries:
            row = known.get(entry.identifier)
            if row is None:
                _add_work(actor, entry, seed, name)
                new += 1
                continue
            before = row.revision
            renewed += changed(row, actor=actor, reason=name[:200], **_values(entry)).revision != before
    return Taken(new, renewed, len(entries) - new - renewed)


def _add_work(actor: Actor, entry: Entry, seed: Seed, name: str) -> None:
    added(
        "seedwork",
        actor=actor,
        reason=name[:200],
        slug=free_slug(SeedWork, f"{seed.pk}-{slug_from(entry.identifier)}"),
        seed=seed,
        source=entry.source,
        source_identifier=entry.identifier[:150],
        holder=seed.holder,
        holder_unit=seed.holder_unit,
        shared_with=seed.shared_with,
        publication=PublicationState.INTERNAL,
        **_values(entry),
    )


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "title": entry.title,
        "authors": entry.people,
        "venue": entry.venue,
        "appeared": entry.appeared,
        "identifier": entry.number,
    }


def _chosen(found: Found, chosen: Collection[str], *, projects: bool = False) -> list[Entry]:
    entries = [each for each in found.entries if each.identifier in chosen]
    entries = [each for each in entries if each.kind == WorkKind.PROJECT or not projects]
    if not entries:
        raise RuleBroken("source.nothing_chosen", _NOTHING)
    return entries
