"""The agreements of a year as facts: parties, term, what each is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.agreements.models import Agreement, AgreementParty
from renkei.core.blocks.model import Blocks, Fact, FactsBlock, Heading, Sources, Spans
from renkei.core.blocks.registry import register_block
from renkei.core.blocks.writing import day, joined, named, ordinal, period, said, written
from renkei.core.publication.selectors import visible_to
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from renkei.core.blocks.model import Block
    from renkei.core.blocks.request import BlockRequest


def agreements(request: BlockRequest) -> Blocks:
    """Return the agreements whose term meets the request's year. Two queries, however many there are."""
    found = list(
        visible_to(
            Agreement.objects.filter(term__overlap=request.period), request.actor, request.at
        ).order_by("family", "term_number", "slug")
    )
    parties: dict[str, list[AgreementParty]] = {}
    rows = AgreementParty.objects.filter(agreement__in=[agreement.pk for agreement in found])
    for party in visible_to(rows.select_related("organisation"), request.actor, request.at).order_by(
        "position", "slug"
    ):
        parties.setdefault(party.agreement_id, []).append(party)
    blocks: list[Block] = []
    for agreement in found:
        blocks.append(Heading(1, named(request, agreement)))
        blocks.append(FactsBlock(tuple(_facts(request, agreement, parties.get(agreement.pk, [])))))
    documents = frozenset(agreement.document_id for agreement in found if agreement.document_id)
    return (*blocks, Sources(documents))


def _facts(request: BlockRequest, agreement: Agreement, parties: list[AgreementParty]) -> list[Fact]:
    number = agreement.term_number
    who = joined(request, [named(request, party.organisation) for party in parties])
    term = written(request, agreement, "term_as_printed") or period(agreement.term)
    pairs: list[tuple[Spans, Spans]] = [
        (said(request, "当事者", "Parties"), who),
        (
            said(request, "期", "Term"),
            said(request, "第{number}期", "Term {number}", number=ordinal(number)) if number else (),
        ),
        (said(request, "締結日", "Signed on"), day(agreement.signed_on) if agreement.signed_on else ()),
        (said(request, "期間", "Period"), term or said(request, "記載なし", "not stated")),
        (said(request, "内容", "What it is for"), written(request, agreement, "purpose")),
    ]
    return [Fact(label, (value,)) for label, value in pairs if value]


register_block("agreements.list", agreements, label=bi("年度の協定", "Agreements of the year"))
