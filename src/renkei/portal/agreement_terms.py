"""Agreements by family, term after term, with their parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.agreements.models import Agreement, AgreementParty
from renkei.core.blocks.writing import written
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.kinds import kind_of
from renkei.directory.models import Organisation
from renkei.portal.texts import printed

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from renkei.core.blocks.request import BlockRequest
    from renkei.kernel.localised import Localised


@dataclass(frozen=True)
class Term:
    """One agreement; `state` is in_force, ended, to_come or "" where its term is not stated."""

    agreement: Agreement
    address: str
    state: str
    purpose: SafeString
    as_printed: SafeString
    parties: tuple[tuple[Localised, str], ...]


@dataclass(frozen=True)
class FamilyTerms:
    title: Localised | None
    purpose: SafeString | None
    terms: tuple[Term, ...]


def families_of_agreements(request: BlockRequest) -> list[FamilyTerms]:
    """Return every agreement the reader may see, the newest term of each family first. Four queries and texts."""
    rows = visible_to(Agreement.objects.select_related("family"), request.actor, request.at)
    agreements = sorted(rows.order_by("family__slug", "slug"), key=_place)
    parties = _parties([row.pk for row in agreements], request)
    families = list({row.family_id: row.family for row in agreements if request.sees(row.family)}.values())
    wanted = [written(request, family, "purpose") for family in families]
    for row in agreements:
        wanted += [written(request, row, "purpose"), written(request, row, "term_as_printed")]
    texts = iter(printed(wanted, request))
    purposes = {family.pk: next(texts) for family in families}
    terms: dict[str, list[Term]] = {}
    for row in agreements:
        address = kind_of(row).portal_address(row.pk, request.language)
        term = Term(
            row, address, state_of(row, request), next(texts), next(texts), tuple(parties.get(row.pk, []))
        )
        terms.setdefault(row.family_id, []).append(term)
    titles = {family.pk: family.title for family in families}
    return [FamilyTerms(titles.get(slug), purposes.get(slug), tuple(those)) for slug, those in terms.items()]


def _place(row: Agreement) -> tuple[str, int, str]:
    return row.family_id, -(row.term_number or 0), row.pk


def state_of(row: Agreement, request: BlockRequest) -> str:
    """Return where the term stands on the day of the request, as far as the records say."""
    start, end = row.term.start, row.term.end
    if start is None and end is None:
        return ""
    if end is not None and end < request.at:
        return "ended"
    return "to_come" if start is not None and start > request.at else "in_force"


def _parties(slugs: list[str], request: BlockRequest) -> dict[str, list[tuple[Localised, str]]]:
    rows = visible_to(AgreementParty.objects.filter(agreement__in=slugs), request.actor, request.at)
    kind = kind_of(Organisation)
    found: dict[str, list[tuple[Localised, str]]] = {}
    for row in rows.select_related("organisation").order_by("position", "slug"):
        if is_public(row.organisation, request.at):
            pair = (row.organisation.name, kind.portal_address(row.organisation_id, request.language))
            found.setdefault(row.agreement_id, []).append(pair)
    return found
