"""The sheets of seeds as strangers see them: which there are, what each says, and all of them as blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Min, Prefetch, Value
from django.db.models.functions import Cast, Concat, LPad

from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.model import (
    Block,
    Blocks,
    ContactSpan,
    DateSpan,
    Fact,
    FactsBlock,
    Fallback,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Place,
    RecordSpan,
    Section,
    Spans,
    Text,
)
from renkei.core.publication.selectors import is_public, public_on, visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import both
from renkei.kernel.localised import Localised
from renkei.kernel.periods import PartialDate
from renkei.matching.enums import SeedStage, SeedState
from renkei.matching.models import ApplicationField, Seed, SeedField, SeedWork

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from renkei.core.blocks.request import BlockRequest
    from renkei.directory.models import Laboratory, Organisation, Unit

COLLABORATION = (
    "wants_joint_research",
    "wants_contract_research",
    "wants_licence",
    "gives_advice",
    "takes_samples",
)
PROSE = ("outline", "advantage", "uses", "message", "rights", "equipment", "works")
BETWEEN = Localised.both("、", ", ")
OTHER_FIELDS = Localised.both("その他の分野", "Other fields")
_LABELS = {
    "fields": Localised.both("応用分野", "Fields of application"),
    "collaboration": Localised.both("求める連携の形", "Collaboration sought"),
    "contact": Localised.both("連絡窓口", "Contact"),
    "evidence": Localised.both("裏付けとなる業績", "Works behind it"),
}


@dataclass(frozen=True)
class Sheet:
    """A seed with what of its surroundings is public on the day."""

    seed: Seed
    fields: tuple[ApplicationField, ...]
    works: tuple[SeedWork, ...]
    organisation: Organisation | None
    laboratory: Laboratory | None
    contact: Unit | None

    @property
    def researcher(self) -> Localised:
        """Return the name that is shown: nobody's who did not agree."""
        return self.seed.researcher_name if self.seed.name_agreed_on else Localised()


def shown_seeds(at: dt.date) -> QuerySet[Seed]:
    """Return the seeds that are offered to strangers on a day: public ones whose research goes on."""
    return visible_to(Seed.objects.exclude(state=SeedState.ENDED), STRANGER, at)


def sheets_named(slugs: Sequence[str], at: dt.date) -> list[Sheet]:
    """Return the sheets of these seeds in this order."""
    found = {sheet.seed.pk: sheet for sheet in sheets_of(Seed.objects.filter(pk__in=slugs), at)}
    return [found[slug] for slug in slugs if slug in found]


def sheets_of(rows: QuerySet[Seed], at: dt.date) -> list[Sheet]:
    """Return the sheets of some seeds in their order, in three queries however many there are."""
    fields = SeedField.objects.filter(public_on(at, "field__")).select_related("field")
    works = SeedWork.objects.filter(public_on(at)).order_by("-appeared", "slug")
    found = rows.select_related("organisation", "laboratory", "contact_unit__organisation").prefetch_related(
        Prefetch("fields", fields.order_by("field__position", "field")), Prefetch("evidence", works)
    )
    return [_sheet(seed, at) for seed in found]


def in_booklet_order(rows: QuerySet[Seed], at: dt.date) -> QuerySet[Any, Any]:
    """Return the identifiers of seeds by their first public field in the fields' order, those without one last."""
    ordered = rows.order_by().annotate(first_field=_first_field(at)).values_list("pk", flat=True)
    return ordered.order_by(F("first_field").asc(nulls_last=True), *kind_of("seed").order)


def first_in(rows: QuerySet[Seed], field: ApplicationField | None, at: dt.date) -> QuerySet[Any, Any]:
    """Return the identifiers of those whose first public field is this one, or that have none, in their order."""
    wanted = f"{field.position:06} {field.pk}" if field else None
    return in_booklet_order(rows, at).filter(first_field=wanted)


def _first_field(at: dt.date) -> Min:
    """Return the place of a seed's first public field with its identifier, as one text that sorts so."""
    place = LPad(Cast("fields__field__position", CharField()), 6, Value("0"))
    named = Concat(place, Value(" "), "fields__field", output_field=CharField())
    return Min(named, filter=public_on(at, "fields__field__"))


def _sheet(seed: Seed, at: dt.date) -> Sheet:
    laboratory, contact = seed.laboratory, seed.contact_unit
    return Sheet(
        seed,
        tuple(each.field for each in seed.fields.all()),
        tuple(seed.evidence.all()),
        seed.organisation if is_public(seed.organisation, at) else None,
        laboratory if laboratory is not None and is_public(laboratory, at) else None,
        contact if contact is not None and is_public(contact, at) else None,
    )


def by_field(sheets: Iterable[Sheet]) -> list[tuple[ApplicationField | None, list[Sheet]]]:
    """Return the sheets by their first field, in the order of the fields; those without one last."""
    found: dict[str, list[Sheet]] = {}
    known: dict[str, ApplicationField] = {}
    for sheet in sheets:
        first = sheet.fields[0] if sheet.fields else None
        known |= {first.pk: first} if first else {}
        found.setdefault(first.pk if first else "", []).append(sheet)
    order = sorted(known.values(), key=lambda field: (field.position, field.pk))
    groups: list[tuple[ApplicationField | None, list[Sheet]]] = [(each, found[each.pk]) for each in order]
    return [*groups, *([(None, found[""])] if "" in found else [])]


def booklet_blocks(request: BlockRequest, field: str = "") -> Blocks:
    """Return the booklet of all sheets offered on the day, a section for each field and in it one for each seed."""
    rows = shown_seeds(request.at).order_by(*kind_of("seed").order)
    groups = by_field(sheets_of(rows, request.at))
    return tuple(
        Section(
            f"field-{group.pk if group else 'other'}",
            _said(group.name if group else OTHER_FIELDS, request.language),
            tuple(sheet_section(each, request) for each in sheets),
        )
        for group, sheets in groups
        if not field or (group.pk if group else "other") == field
    )


def sheet_section(sheet: Sheet, request: BlockRequest) -> Section:
    language = request.language
    return Section(
        f"seed-{sheet.seed.pk}",
        _said(sheet.seed.title or sheet.seed.outline, language),
        (_origin(sheet, request), *sheet_blocks(sheet, request)),
    )


def _origin(sheet: Sheet, request: BlockRequest) -> Paragraph:
    """Say where the research is done, and by whom where they agreed to be named."""
    said: list[Spans] = [
        (RecordSpan(kind_of(each).slug, each.pk, _said(each.name, request.language), _page(each, request)),)
        for each in (sheet.organisation, sheet.laboratory)
        if each is not None
    ]
    if sheet.researcher:
        said.append(_said(sheet.researcher, request.language))
    return Paragraph(_joined(said, (Text("／" if request.language == "ja" else " / "),)), "meta")


def _page(record: Organisation | Laboratory, request: BlockRequest) -> str:
    return kind_of(record).portal_address(record.pk, request.language)


def sheet_blocks(sheet: Sheet, request: BlockRequest) -> Blocks:
    """Return what a sheet says below its title: facts, then its texts and works."""
    return (sheet_facts(sheet, request), *sheet_texts(sheet, request))


def sheet_texts(sheet: Sheet, request: BlockRequest) -> Blocks:
    """Return each text of a sheet under its heading, then the works behind it."""
    language = request.language
    found: list[Block] = []
    for name in PROSE:
        text: Localised = getattr(sheet.seed, name)
        if text:
            found += [Heading(1, _label(name, language)), *_paragraphs(text, language, sheet.seed.pk, name)]
    if sheet.works:
        items = tuple(ListItem(_work(each, request)) for each in sheet.works)
        found += [Heading(1, (Text(_LABELS["evidence"].text(language)),)), ListBlock(items)]
    return tuple(found)


def sheet_facts(sheet: Sheet, request: BlockRequest, *, shown_beside: bool = False) -> FactsBlock:
    """Return the facts of a sheet; without stage and contact where the page shows them beside."""
    seed, language = sheet.seed, request.language
    between = (Text(BETWEEN.text(language)),)
    sought = [_label(name, language) for name in COLLABORATION if getattr(seed, name)]
    facts = [
        _fact("fields", [_said(each.name, language) for each in sheet.fields], between, language),
        None if shown_beside else Fact(_label("stage", language), (_stage(seed, language),)),
        _fact("collaboration", sought, between, language),
        *(
            Fact(_label(name, language), (_said(getattr(seed, name), language),))
            for name in ("keywords", "societies")
            if getattr(seed, name)
        ),
        _contact(sheet.contact, language) if sheet.contact and not shown_beside else None,
        Fact(_label("refreshed_on", language), ((_day(seed.refreshed_on, request),),))
        if seed.refreshed_on
        else None,
    ]
    return FactsBlock(tuple(fact for fact in facts if fact))


def _fact(name: str, values: Sequence[Spans], between: Spans, language: str) -> Fact | None:
    return Fact((Text(_LABELS[name].text(language)),), (_joined(values, between),)) if values else None


def _stage(seed: Seed, language: str) -> Spans:
    return (Text(both(SeedStage(seed.stage).label).text(language)),)


def _contact(unit: Unit, language: str) -> Fact:
    ways = [each for each in (unit.telephone, unit.email) if each]
    said = (_said(unit.name, language), *((ContactSpan(each),) for each in ways))
    return Fact((Text(_LABELS["contact"].text(language)),), said)


def _day(day: dt.date, request: BlockRequest) -> DateSpan:
    return DateSpan(day.isoformat(), request.conventions.day(PartialDate.of(day), request.language))


def _work(work: SeedWork, request: BlockRequest) -> Spans:
    language = request.language
    said: list[Spans] = [_said(each, language) for each in (work.authors, work.title, work.venue) if each]
    if work.appeared:
        day = PartialDate.parse(work.appeared)
        said.append((DateSpan(day.isoformat(), request.conventions.day(day, language)),))
    if work.identifier:
        said.append((ContactSpan(work.identifier),))
    return _joined(said, (Text("、" if language == "ja" else ", "),))


def _paragraphs(text: Localised, language: str, slug: str, name: str) -> list[Paragraph]:
    chosen, found = text.resolve(language)
    lines = [line.strip() for line in chosen.splitlines() if line.strip()]
    place = Place("seed", slug, name)
    return [
        Paragraph((Text(line),) if found == language else (Fallback(found, (Text(line),), place),))
        for line in lines
    ]


def _said(text: Localised, language: str) -> Spans:
    """Return a text that is never looked into: who wrote it has no account, and no placeholder counts in it."""
    chosen, found = text.resolve(language)
    said = (Text(" ".join(chosen.split())),)
    return said if found == language or not chosen else (Fallback(found, said, Place()),)


def _label(name: str, language: str) -> Spans:
    label = Seed._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return (Text(both(label).text(language)),)


def _joined(values: Sequence[Spans], between: Spans) -> Spans:
    found: list[Spans] = []
    for value in values:
        found += [between, value] if found else [value]
    return tuple(span for spans in found for span in spans)
