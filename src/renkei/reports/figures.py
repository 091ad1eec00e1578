"""The numbers that a report prints, each with all that it means: what tables of data are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renkei.core.blocks.model import DifferenceSpan, FigureSpan
from renkei.core.blocks.resolve import nodes
from renkei.core.figures.answers import WORDS, FigureAnswer
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.terms import term_of
from renkei.core.files.models import Document
from renkei.core.publication.selectors import visible_to
from renkei.core.publication.words import NOT_PUBLIC
from renkei.kernel.localised import Localised
from renkei.kernel.money import DisplayUnit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from renkei.core.blocks.answers import Printed
    from renkei.core.blocks.model import Blocks
    from renkei.core.blocks.request import BlockRequest
    from renkei.core.figures.registry import Term

Pair = tuple[str, int]
STATES = {
    "exact": Localised.both("数値あり", "exact"),
    "about": Localised.both("概数", "about"),
} | {state: words for state, words in WORDS.items() if state != "about"}


@dataclass(frozen=True)
class ReportFigure:
    """One figure of one year in one section (its id; "totals" at the head). Texts are in the report's language.

    `value` is in whole units (yen, not thousands), None where it is not known; `printed` is what the report says.
    `sources` are the titles of the documents that state it. `minor_digits`: the spans of blocks hold minor units of
    money, so many places below the unit.
    """

    section: str
    code: str
    fiscal_year: int
    year: str
    label: str
    value: Decimal | None
    printed: str
    unit: str
    unit_label: str
    state: str
    state_label: str
    basis: str = ""
    basis_label: str = ""
    publisher: str = ""
    publisher_label: str = ""
    kind: str = ""
    kind_label: str = ""
    definition: str = ""
    sources: tuple[str, ...] = ()
    minor_digits: int = 0


def pairs_in(blocks: Blocks) -> list[Pair]:
    """Return the figures that blocks print, in their order and each once; a difference prints both of its ends."""
    found: dict[Pair, None] = {}
    for node in nodes(blocks):
        if isinstance(node, FigureSpan):
            found[node.code, node.fiscal_year] = None
        elif isinstance(node, DifferenceSpan):
            found[node.code, node.fiscal_year] = None
            found[node.less_code, node.less_fiscal_year] = None
    return list(found)


def figures_of(
    printed: Mapping[str, Iterable[Pair]], answers: Mapping[Pair, Printed], request: BlockRequest
) -> tuple[ReportFigure, ...]:
    """Return the figures by section, with what the answers say of them; one query for the documents."""
    titles = _titles(answers, request)
    told = {
        pair: _told(answers[pair], request, titles)
        for pairs in printed.values()
        for pair in pairs
        if pair in answers
    }
    return tuple(
        replace(told[pair], section=section)
        for section, pairs in printed.items()
        for pair in pairs
        if pair in told
    )


def _titles(answers: Mapping[Pair, Printed], request: BlockRequest) -> dict[str, str]:
    slugs = {stated.document for answer in answers.values() for stated in answer.stated if stated.document}
    documents = visible_to(Document.objects.filter(pk__in=slugs), request.actor, request.at)
    return {row.pk: row.title.text(request.language) for row in documents}


def _told(answer: Printed, request: BlockRequest, titles: Mapping[str, str]) -> ReportFigure:
    language = request.language
    unit = answer.unit.label.text(language)
    value, kind, definition, printed, minor = answer.value, "", "", answer.text(language), 0
    if isinstance(answer, FigureAnswer):
        kind, definition = str(answer.kind), answer.definition_text.text(language)
        printed = answer.printed(language)
        if answer.is_money:
            currency, minor = answer.money.currency, answer.money.currency.minor_digits
            unit = DisplayUnit.YEN.label_in(currency).text(language)
            value = None if value is None else value.scaleb(-minor)
    basis, publisher = answer.basis, answer.publisher
    return ReportFigure(
        section="",
        code=answer.code,
        fiscal_year=answer.fiscal_year,
        year=request.conventions.year(answer.fiscal_year, language),
        label=answer.label.text(language),
        value=value,
        printed=printed,
        unit=answer.unit.value,
        unit_label=unit,
        state=str(answer.state),
        state_label=STATES[str(answer.state)].text(language),
        basis=_code(basis),
        basis_label=basis.label.text(language) if basis else "",
        publisher=_code(publisher),
        publisher_label=publisher.label.text(language) if publisher else "",
        kind=kind,
        kind_label=term_of(FigureKind(kind)).label.text(language) if kind else "",
        definition=definition,
        sources=tuple(sorted({titles[each.document] for each in answer.stated if each.document in titles})),
        minor_digits=minor,
    )


def _code(term: Term | None) -> str:
    """Return a word's code; none where the reader may not see the word itself."""
    return term.code if term and term.label != NOT_PUBLIC else ""
