"""A scheme of cooperation as boxes and lines: the agreement and its parties, the laboratory, the body that steers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import override

from renkei.agreements.models import Agreement, AgreementParty, Contribution
from renkei.core.blocks.model import AmountSpan, Spans, Text
from renkei.core.blocks.writing import joined, period, said, written, year
from renkei.core.drawings.model import LineKind, Shape
from renkei.core.drawings.sketch import Sketch, SketchBox, SketchLine
from renkei.core.figures.addresses import evidence_address
from renkei.directory.enums import PartyRole
from renkei.directory.models import Laboratory, LaboratoryParty, Organisation, Unit
from renkei.governance.drawing.structure import box_of, legend_of, relation_line, seat_lines
from renkei.governance.models import Body, Seat
from renkei.governance.models.structure import SOURCES, TARGETS
from renkei.governance.telling import HOLDERS, end_of
from renkei.kernel.money import format_amount

if TYPE_CHECKING:
    import datetime as dt

    from renkei.governance.models import Drawing
    from renkei.governance.telling import Structure


def scheme_sketch(told: Structure, drawing: Drawing, identifier: str, caption: Spans) -> Sketch:
    """Return the boxes and lines of one scheme on the day of the structure; what the records do not say has no line."""
    return _Sketcher(told, drawing).sketch(identifier, caption)


class _Sketcher:
    def __init__(self, told: Structure, drawing: Drawing) -> None:
        self.told, self.request, self.drawing = told, told.request, drawing
        self.boxes: dict[str, SketchBox] = {}
        self.lines: list[SketchLine] = []
        self._agreement = self._agreement_on(told.day)
        self._laboratory = self._laboratory_on(told.day)

    def sketch(self, identifier: str, caption: Spans) -> Sketch:
        self._draw_agreement()
        self._draw_laboratory()
        self._draw_body()
        self._draw_relations()
        legend = legend_of(self.request) | {
            LineKind.BELONGS: said(self.request, "当事者・関わる組織", "Party or taking part")
        }
        return Sketch(identifier, caption, list(self.boxes.values()), self.lines, legend)

    def _agreement_on(self, day: dt.date) -> Agreement | None:
        """Return the family's agreement whose term includes the day; where several do, the last."""
        if self.drawing.family_id is None:
            return None
        rows = Agreement.objects.filter(family=self.drawing.family_id, term__contains=day)
        last = (F("term_number").desc(nulls_last=True), F("signed_on").desc(nulls_last=True), "slug")
        seen = self.told.visible(rows.select_related("laboratory", "family")).order_by(*last).first()
        return seen if seen is not None and self.request.sees(seen.family) else None

    def _laboratory_on(self, day: dt.date) -> Laboratory | None:
        slug = self.drawing.laboratory_id or (self._agreement and self._agreement.laboratory_id)
        rows = Laboratory.objects.filter(pk=slug, existence__contains=day).select_related("unit")
        return self.told.visible(rows).first() if slug else None

    def _draw_agreement(self) -> None:
        agreement = self._agreement
        if agreement is None:
            return
        identifier = f"family:{agreement.family_id}"
        box = SketchBox(identifier, self.told.name_of(agreement), Shape.AGREEMENT)
        term = written(self.request, agreement, "term_as_printed") or period(agreement.term)
        box.details = [said(self.request, "期間：{term}", "Term: {term}", term=term)] if term else []
        self.boxes[identifier] = box
        given = self._given(agreement)
        rows = AgreementParty.objects.filter(agreement=agreement).select_related("organisation")
        for row in self.told.visible(rows).order_by("position", "slug"):
            if self.request.sees(row.organisation):
                party = self._party(row.organisation)
                party.details += given.get(row.organisation_id, [])
                self.lines.append(SketchLine(party.id, identifier, LineKind.BELONGS, rises=True))

    def _given(self, agreement: Agreement) -> dict[str, list[Spans]]:
        """Return what each party gives in the year of the request."""
        request = self.request
        rows = Contribution.objects.filter(agreement=agreement, fiscal_year=request.fiscal_year)
        found: dict[str, list[Spans]] = {}
        for row in self.told.visible(rows).order_by("slug"):
            gifts = [gift for gift in (self._money(row), written(request, row, "in_kind")) if gift]
            if gifts:
                what = said(
                    request,
                    "{year}の負担：{gifts}",
                    "Gives in {year}: {gifts}",
                    year=year(request.fiscal_year),
                    gifts=joined(request, gifts),
                )
                found.setdefault(row.organisation_id, []).append(what)
        return found

    def _money(self, row: Contribution) -> Spans:
        if row.amount is None:
            return ()
        conventions, language = self.request.conventions, self.request.language
        text = format_amount(
            row.amount, conventions.money_unit, language=language, currency=conventions.currency
        )
        code = f"agreements.contributions.{row.agreement_id}"
        return (AmountSpan(text, row.amount, evidence_address(code, row.fiscal_year, language)),)

    def _party(self, organisation: Organisation) -> SketchBox:
        identifier = box_of(organisation)
        made = SketchBox(identifier, self.told.name_of(organisation), Shape.PARTY)
        return self.boxes.setdefault(identifier, made)

    def _draw_laboratory(self) -> None:
        laboratory = self._laboratory
        if laboratory is None:
            return
        box = SketchBox(box_of(laboratory), self.told.name_of(laboratory), Shape.FUNCTION)
        purpose = written(self.request, laboratory, "purpose")
        box.details = [purpose] if purpose else []
        rows = LaboratoryParty.objects.filter(laboratory=laboratory).select_related("organisation")
        parties = [
            row for row in self.told.visible(rows).order_by("slug") if self.request.sees(row.organisation)
        ]
        for row in parties:
            party = self._party(row.organisation)
            self.lines.append(SketchLine(party.id, box.id, LineKind.BELONGS, self._role(row)))
        self.boxes[box.id] = box
        if self._agreement is not None and self._agreement.laboratory_id == laboratory.pk:
            word = said(self.request, "設置", "establishes")
            family = f"family:{self._agreement.family_id}"
            self.lines.append(SketchLine(family, box.id, LineKind.ACT, word))

    def _role(self, row: LaboratoryParty) -> Spans:
        with override(self.request.language):
            return (Text(str(PartyRole(row.role).label)),)

    def _draw_body(self) -> None:
        rows = Body.objects.filter(pk=self.drawing.body_id, existence__contains=self.told.day)
        body = self.told.visible(rows).first() if self.drawing.body_id else None
        if body is None:
            return
        box = SketchBox(box_of(body), self.told.name_of(body), Shape.BODY)
        purpose = written(self.request, body, "purpose")
        box.details = [purpose] if purpose else []
        seats = Seat.objects.filter(body=body, period__contains=self.told.day).select_related(*HOLDERS)
        others = []
        members = []
        for seat in self.told.visible(seats).order_by("position", "slug"):
            holder = seat.organisation or seat.unit
            if holder is None or not self.request.sees(holder):
                others.append(seat)
            else:
                members.append(self._member(holder))
        box.details += seat_lines(self.told, others)
        self.boxes[box.id] = box
        self.lines += [SketchLine(member.id, box.id, LineKind.MEMBER) for member in members]
        if self._agreement is not None and body.agreement_id == self._agreement.pk:
            family = f"family:{self._agreement.family_id}"
            self.lines.append(SketchLine(box.id, family, LineKind.BELONGS, rises=True))

    def _member(self, holder: Organisation | Unit) -> SketchBox:
        """Return the box of a member; an office of a party lies in the party's box."""
        if isinstance(holder, Organisation):
            return self._party(holder)
        owner = f"organisation:{holder.organisation_id}"
        within = owner if owner in self.boxes else ""
        name = self.told.name_alone(holder) if within else self.told.name_of(holder)
        made = SketchBox(box_of(holder), name, Shape.PARTY, inside=within)
        return self.boxes.setdefault(made.id, made)

    def _draw_relations(self) -> None:
        for row in self.told.relations_there:
            one, other = end_of(row, SOURCES), end_of(row, TARGETS)
            if one is not None and other is not None and {box_of(one), box_of(other)} <= set(self.boxes):
                self.lines.append(relation_line(row, box_of(one), box_of(other), self.request))
