"""Reports from the records as they stand: which there are, one as data, one as a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.core.blocks.lines import lines
from renkei.core.blocks.model import (
    Fallback,
    FigureSpan,
    Heading,
    ListBlock,
    ListItem,
    Place,
    Placeholder,
    Sources,
)
from renkei.core.blocks.model import Section as SectionBlock
from renkei.core.blocks.plain import spans_to_text
from renkei.core.blocks.registry import years_of
from renkei.core.blocks.render import blocks_to_html, blocks_to_json
from renkei.core.blocks.request import BlockRequest
from renkei.core.blocks.resolve import nodes, resolve
from renkei.core.files.models import Document
from renkei.core.publication.selectors import visible_to
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.definitions import SectionDefinition, definition_of, definitions
from renkei.reports.figures import ReportFigure, figures_of, pairs_in
from renkei.reports.formats import CONTACT, Rendered, check_format, rendered
from renkei.reports.house import held_picture, house_of, moment_of
from renkei.reports.sections import piece_blocks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

    from renkei.core.accounts.actors import Actor
    from renkei.core.blocks.answers import Printed
    from renkei.core.blocks.model import Block, Blocks
    from renkei.reports.definitions import ReportDefinition
    from renkei.reports.models import ReportSection as Piece

_SOURCES = Localised.both("資料", "Sources")
_NOT_FOUND = Localised.both(
    "この年度の報告をつくる記録がありません（{year}、{kind}）。",
    "There are no records for a report of this year ({year}, {kind}).",
)
_CONTACT = Localised.both("お問い合わせ", "Contact")


@dataclass(frozen=True)
class Entry:
    """A report that can be made."""

    kind: str
    year: int
    title: Localised
    name: Localised


@dataclass(frozen=True)
class ReportSection:
    """One section; `title` is empty where neither its definition nor its blocks have one.

    `fiscal_year` is the year whose results or plans it tells; None where it tells of any time.
    """

    id: str
    title: Localised
    blocks: Blocks
    fiscal_year: int | None = None

    def html(self, language: str) -> SafeString:
        """Return the section's inside; its highest heading is h3 under a title, h2 without."""
        return blocks_to_html(self.blocks, language, top=3 if self.title else 2)


@dataclass(frozen=True)
class Report:
    """A report in one language for one reader. `missing` names the texts shown in another language (staff only).

    `figures` are the numbers it prints with what they mean.
    """

    kind: str
    year: int
    language: str
    title: Localised
    cluster: Localised
    sections: tuple[ReportSection, ...]
    totals: Mapping[str, Printed] = field(default_factory=dict)
    missing: tuple[Place, ...] = ()
    figures: tuple[ReportFigure, ...] = ()
    paper_number: Localised = field(default_factory=Localised)


def available(*, actor: Actor, at: dt.date, known: Sequence[ReportDefinition] | None = None) -> list[Entry]:
    """Return the reports the actor can read, the latest year first; a query per block that knows the years.

    `known` are the definitions to look at, where the caller has them already.
    """
    conventions = BlockRequest.of(at.year, "ja", actor=actor, at=at).conventions
    shown = definitions(actor=actor, at=at) if known is None else known
    years = {name: years_of(name, actor=actor, at=at) for name in {each.record.years for each in shown}}
    found = [
        (
            -year,
            number,
            Entry(definition.kind, year, definition.title(year, conventions), definition.record.name),
        )
        for number, definition in enumerate(shown)
        for year in years[definition.record.years]
    ]
    return [entry for *_, entry in sorted(found, key=lambda each: each[:2])]


def report(year: int, kind: str, *, language: str, actor: Actor, at: dt.date) -> Report | None:
    """Return a report as the actor may read it, None where there is none for the year or of the kind.

    The number of queries does not depend on the number of records. Raises RuleBroken for a placeholder that names
    nothing, with its place.
    """
    definition = definition_of(kind, actor=actor, at=at)
    if definition is None or year not in years_of(definition.record.years, actor=actor, at=at):
        return None
    request = BlockRequest.of(year, language, actor=actor, at=at)
    made = _drafted(definition, request)
    wanted = {name: (code, year + later) for name, (code, later) in definition.totals.items()}
    answers = request.answers.load(wanted.values())
    sections = _sections(definition, made, request)
    printed = {section.id: pairs_in(section.blocks) for section in sections}
    return Report(
        kind,
        year,
        language,
        definition.title(year, request.conventions),
        request.conventions.name,
        sections,
        {name: answers[pair] for name, pair in wanted.items() if pair in answers},
        () if actor.is_stranger else _missing(made),
        figures_of({"totals": list(wanted.values()), **printed}, answers, request),
        definition.record.paper_number,
    )


def section_preview(piece: Piece, year: int, *, language: str, actor: Actor, at: dt.date) -> ReportSection:
    """Return one piece as its report would print it, stored or not. Raises RuleBroken as `report` does."""
    request = BlockRequest.of(year, language, actor=actor, at=at)
    style = piece.report.style if piece.report_id else "FY"
    definition = SectionDefinition(piece.anchor or piece.pk or "section", (piece,), style)
    made = resolve((_drafted_section(definition, request),), request)
    return next(
        _section(definition, block.blocks, request) for block in made if isinstance(block, SectionBlock)
    )


def _drafted(definition: ReportDefinition, request: BlockRequest) -> list[SectionBlock]:
    """Draft all sections first, so that figures and records are looked up once for the whole report."""
    drafts: list[Block] = [_drafted_section(each, request) for each in definition.sections]
    return [block for block in resolve(tuple(drafts), request) if isinstance(block, SectionBlock)]


def _drafted_section(definition: SectionDefinition, request: BlockRequest) -> SectionBlock:
    blocks = [
        block for piece in definition.pieces for block in piece_blocks(piece, definition.style, request)
    ]
    return SectionBlock(definition.id, (), tuple(blocks))


def _sections(
    definition: ReportDefinition, made: list[SectionBlock], request: BlockRequest
) -> tuple[ReportSection, ...]:
    """Return the sections; one with nothing in it stays away, with its title and its line in the contents."""
    sections = [
        _section(each, block.blocks, request)
        for each, block in zip(definition.sections, made, strict=True)
        if any(not isinstance(part, Sources) for part in block.blocks)
    ]
    contact = lines(request, definition.record.contact, Place("reportkind", definition.kind, "contact"))
    if contact:
        sections.append(ReportSection(CONTACT, _CONTACT, resolve(contact, request)))
    sources = _sources(made, request)
    return (*sections, *([sources] if sources else []))


def _section(definition: SectionDefinition, blocks: Blocks, request: BlockRequest) -> ReportSection:
    """Return the section with its title; without one, the heading that its blocks begin with moves up."""
    title, rest = definition.title(request.fiscal_year, request.conventions), blocks
    if not title:
        match blocks:
            case (Heading(spans=(Fallback(language=language) as only,)), *others):
                title, rest = Localised({language: spans_to_text((only,))}), tuple(others)
            case (Heading(spans=spans), *others):
                title, rest = Localised({request.language: spans_to_text(spans)}), tuple(others)
    later = definition.tells_later
    return ReportSection(definition.id, title, rest, None if later is None else request.fiscal_year + later)


def _sources(made: list[SectionBlock], request: BlockRequest) -> ReportSection | None:
    """Return the documents that blocks and stated values rest on, as far as the reader may see them."""
    slugs: set[str] = set()
    for node in nodes(tuple(made)):
        if isinstance(node, Sources | FigureSpan):
            slugs |= set(node.documents)
    documents = visible_to(Document.objects.filter(pk__in=slugs), request.actor, request.at).order_by("slug")
    items = tuple(
        ListItem(
            (Placeholder("document", row.pk, place=Place("document", row.pk, "title"), label=row.title),)
        )
        for row in documents
    )
    if not items:
        return None
    return ReportSection("sources", _SOURCES, resolve((ListBlock(items),), request))


def _missing(made: list[SectionBlock]) -> tuple[Place, ...]:
    found = {node.place for node in nodes(tuple(made)) if isinstance(node, Fallback)}
    return tuple(sorted(found, key=lambda place: (place.kind, place.slug, place.field)))


def render(
    year: int,
    kind: str,
    language: str,
    format: str,  # noqa: A002
    *,
    actor: Actor,
    at: dt.date,
    number: str = "",
) -> Rendered:
    """Return a report as a file: html, pdf, docx, xlsx, json or csv; `number` is the 資料番号 of a committee's paper.

    The day is the moment of its making, so that the same records give the same bytes all day. Raises
    RuleBroken("report.not_found") where there is no such report, RuleBroken("report.unknown_format").
    """
    check_format(format)
    found = required(year, kind, language=language, actor=actor, at=at)
    house = house_of(language, format, number=number)
    return rendered(found, format, made_at=moment_of(at), house=house, content=held_picture)


def required(year: int, kind: str, *, language: str, actor: Actor, at: dt.date) -> Report:
    """Return a report as `report` does. Raises RuleBroken("report.not_found") where there is none."""
    found = report(year, kind, language=language, actor=actor, at=at)
    if found is None:
        message = _NOT_FOUND.filled(year=year, kind=kind)
        raise RuleBroken("report.not_found", message, year=year, kind=kind)
    return found


def as_json(found: Report) -> dict[str, Any]:
    """Return the report as plain objects: title, year, kind, language, sections, totals, missing_translations."""
    return {
        "title": found.title.text(found.language),
        "year": found.year,
        "kind": found.kind,
        "language": found.language,
        "sections": [
            {
                "id": section.id,
                "title": section.title.text(found.language),
                "blocks": blocks_to_json(section.blocks),
            }
            for section in found.sections
        ],
        "totals": {name: _total(answer, found.language) for name, answer in found.totals.items()},
        "missing_translations": [
            {
                "kind": place.kind,
                "record": place.slug,
                "field": place.field,
                "language": place.language,
            }
            for place in found.missing
        ],
    }


def _total(answer: Printed, language: str) -> dict[str, Any]:
    return {
        "code": answer.code,
        "fiscal_year": answer.fiscal_year,
        "value": None if answer.value is None else int(answer.value),
        "unit": answer.unit.value,
        "state": answer.state,
        "text": answer.text(language),
        "unit_text": answer.unit_text(language),
        "basis": answer.basis.code if answer.basis else "",
    }
