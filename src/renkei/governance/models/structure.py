from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField
from renkei.core.records.models import Record
from renkei.core.records.rules import exactly_one
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation, Unit
from renkei.governance.enums import RelationKind
from renkei.governance.models.bodies import Body

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.kernel.errors import RuleBroken


@remembered()
class Function(Record):
    """A task of the structure that bodies, units or organisations perform; functions may have parts."""

    name = LocalisedField(bi("名称", "Name"))
    mark = models.CharField(bi("番号", "Number as printed"), max_length=5, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("上位の機能", "Part of"),
        null=True,
        blank=True,
        related_name="parts",
    )
    text = LocalisedField(bi("説明", "Description"), blank=True, long=True)
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("機能", "Function")
        verbose_name_plural = bi("機能", "Functions")


def _end(
    model: type[models.Model], japanese: str, english: str, related: str
) -> models.ForeignKey[models.Model | None, models.Model | None]:
    return models.ForeignKey(
        model, models.PROTECT, verbose_name=bi(japanese, english), null=True, blank=True, related_name=related
    )


SOURCES = ("from_body", "from_unit", "from_organisation", "from_function")
TARGETS = ("to_body", "to_unit", "to_organisation", "to_function")


@remembered()
class Relation(Record):
    """A typed relation between two of: bodies, units, organisations, functions."""

    kind = models.CharField(bi("種類", "Kind"), max_length=20, choices=RelationKind.choices)
    from_body = _end(Body, "会議体から", "From body", "relations_out")
    from_unit = _end(Unit, "部署から", "From unit", "relations_out")
    from_organisation = _end(Organisation, "組織から", "From organisation", "relations_out")
    from_function = _end(Function, "機能から", "From function", "relations_out")
    to_body = _end(Body, "会議体へ", "To body", "relations_in")
    to_unit = _end(Unit, "部署へ", "To unit", "relations_in")
    to_organisation = _end(Organisation, "組織へ", "To organisation", "relations_in")
    to_function = _end(Function, "機能へ", "To function", "relations_in")
    both_ways = models.BooleanField(bi("双方向", "Both ways"), default=False)
    text = LocalisedField(bi("説明", "Description"), blank=True)
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("関係", "Relation")
        verbose_name_plural = bi("関係", "Relations")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from exactly_one(self, SOURCES)
        yield from exactly_one(self, TARGETS)
