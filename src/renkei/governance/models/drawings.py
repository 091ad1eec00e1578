from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models

from renkei.agreements.models import AgreementFamily
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField
from renkei.core.records.models import Record
from renkei.core.records.rules import exactly_one
from renkei.core.ui.text import bi
from renkei.directory.models import Laboratory, Organisation, Unit
from renkei.governance.enums import DrawingDirection, DrawingState, DrawingSubject
from renkei.governance.models.bodies import Body
from renkei.governance.models.structure import Function
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEME_OF = ("family", "laboratory", "body")
NODES = ("body", "unit", "organisation", "function", "family", "laboratory")


@remembered()
class Drawing(Record):
    """A drawing that a source names, or that is drawn from the records: what it shows, and how it lies.

    `state` tells what is known of the source's own drawing; where a subject is given, one is drawn from the records.
    """

    title = LocalisedField(bi("名称", "Title"))
    state = models.CharField(bi("状態", "State"), max_length=10, choices=DrawingState.choices)
    subject = models.CharField(
        bi("描くもの", "What it draws"),
        max_length=10,
        choices=DrawingSubject.choices,
        blank=True,
        help_text=bi("空欄は作図しない", "Empty: nothing is drawn"),
    )
    family = models.ForeignKey(
        AgreementFamily,
        models.PROTECT,
        verbose_name=bi("描く協定の系列", "Agreement family it draws"),
        null=True,
        blank=True,
        related_name="drawings",
    )
    laboratory = models.ForeignKey(
        Laboratory,
        models.PROTECT,
        verbose_name=bi("描く研究室", "Laboratory it draws"),
        null=True,
        blank=True,
        related_name="drawings",
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        verbose_name=bi("描く会議体", "Body it draws"),
        null=True,
        blank=True,
        related_name="drawings",
    )
    direction = models.CharField(
        bi("向き", "Direction"),
        max_length=10,
        choices=DrawingDirection.choices,
        default=DrawingDirection.DOWN,
    )
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("図", "Drawing")
        verbose_name_plural = bi("図", "Drawings")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        given = [name for name in SCHEME_OF if getattr(self, f"{name}_id") is not None]
        if self.subject == DrawingSubject.SCHEME and not given:
            yield "subject", RuleBroken("drawing.of_nothing", _OF_SOMETHING)
        if self.subject != DrawingSubject.SCHEME and given:
            yield given[0], RuleBroken("drawing.not_a_scheme", _A_SCHEME)


_OF_SOMETHING = Localised.both(
    "連携の枠組みの図には、協定の系列、研究室、会議体のうち少なくとも一つ",
    "for a scheme: at least one of agreement family, laboratory, body",
)
_A_SCHEME = Localised.both("空欄（連携の枠組みの図だけに書く）", "empty: it is for drawings of a scheme only")


def _node(
    model: type[models.Model], japanese: str, english: str
) -> models.ForeignKey[models.Model | None, models.Model | None]:
    return models.ForeignKey(
        model,
        models.PROTECT,
        verbose_name=bi(japanese, english),
        null=True,
        blank=True,
        related_name="drawing_hints",
    )


@remembered()
class DrawingHint(Record):
    """Where one box of a drawing lies. A matter of the layout alone: it says nothing about the thing itself."""

    drawing = models.ForeignKey(
        Drawing, models.PROTECT, verbose_name=bi("図", "Drawing"), related_name="hints"
    )
    body = _node(Body, "会議体", "Body")
    unit = _node(Unit, "部署", "Unit")
    organisation = _node(Organisation, "組織", "Organisation")
    function = _node(Function, "機能", "Function")
    family = _node(AgreementFamily, "協定の系列", "Agreement family")
    laboratory = _node(Laboratory, "研究室", "Laboratory")
    row = models.PositiveSmallIntegerField(
        bi("上からの段", "Row from the top"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    across = models.PositiveSmallIntegerField(
        bi("左からの順", "Place from the left"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    inside = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("囲む枠", "Box around it"),
        null=True,
        blank=True,
        related_name="enclosed",
        help_text=bi("同じ図のほかの枠", "Another box of the same drawing"),
    )
    label = LocalisedField(bi("図での表記", "Name in the drawing"), blank=True)
    left_out = models.BooleanField(bi("図に載せない", "Left out of the drawing"), default=False)

    class Meta:
        verbose_name = bi("図の配置", "Layout of a drawing")
        verbose_name_plural = bi("図の配置", "Layout of drawings")
        constraints = [
            models.UniqueConstraint(
                fields=["drawing", *NODES],
                name="drawing_hint_is_unique",
                nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from exactly_one(self, NODES)

    def node(self) -> str:
        """Return what the hint is about, as drawings name their boxes."""
        name = next((name for name in NODES if getattr(self, f"{name}_id") is not None), "")
        return f"{name}:{getattr(self, f'{name}_id')}" if name else ""
