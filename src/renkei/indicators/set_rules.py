"""Rules of indicators and stated values that several rows keep together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Floor

from renkei.indicators.models import DefinitionVersion, Indicator, StatedValue, Target
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws

_WHOLE = Localised.both(
    "整数（この指標の単位は一つずつ数えるもの）",
    "a whole number: the indicator's unit is counted in whole ones",
)
_SAME = Localised.both(
    "同じ指標・年度・公表者の値", "a value of the same indicator, fiscal year and publisher"
)
_ONCE = Localised.both(
    "まだ訂正されていない値（最後に訂正した値）", "a value that is not restated yet (the latest one)"
)
_VERSION = Localised.both("指標にある定義の版", "a version of the definition that the indicator has")


def parts_of_another_unit(rows: QuerySet[Indicator]) -> SetFlaws:
    """Yield indicators that are a part of one with another unit: unlike units never add up."""
    near = Indicator.objects.filter(Q(pk__in=rows.values("pk")) | Q(part_of__in=rows.values("pk")))
    unlike = near.filter(part_of__isnull=False).exclude(part_of__unit=F("unit"))
    for part in unlike.select_related("part_of").order_by("pk"):
        whole = CountedUnit(part.part_of.unit) if part.part_of else CountedUnit.ITEM
        expected = Localised.both(
            "元の指標「{whole}」と同じ単位（{unit}）。違う単位は合計できません",
            "the unit of “{whole}” ({unit}); unlike units are not added",
        ).filled(whole=part.part_of_id, unit=whole.label)
        yield part.pk, "unit", RuleBroken("units.unlike", expected, found=part.unit)


def parts_of_what_is_counted_whole(rows: QuerySet[StatedValue]) -> SetFlaws:
    """Yield values with decimals where the indicator's unit has none."""
    discrete = [unit.value for unit in CountedUnit if unit.is_discrete]
    broken = rows.filter(indicator__unit__in=discrete, value__isnull=False).exclude(value=Floor("value"))
    for value in broken.order_by("pk"):
        yield value.pk, "value", RuleBroken("value.not_whole", _WHOLE, found=f"{value.value:f}")


def values_of_no_version(rows: QuerySet[StatedValue]) -> SetFlaws:
    for value in rows.filter(definition_version__gt=F("indicator__version")).order_by("pk"):
        found = str(value.definition_version)
        yield value.pk, "definition_version", RuleBroken("value.version", _VERSION, found=found)


def restatements_of_another(rows: QuerySet[StatedValue]) -> SetFlaws:
    """Yield values that restate one of another indicator, year or publisher, or one that is restated already."""
    same = Q(
        restates__indicator=F("indicator"),
        restates__fiscal_year=F("fiscal_year"),
        restates__publisher=F("publisher"),
    )
    near = StatedValue.objects.filter(Q(pk__in=rows.values("pk")) | Q(restates__in=rows.values("pk")))
    restating = near.filter(restates__isnull=False).order_by("pk")
    for value in restating.exclude(same):
        yield value.pk, "restates", RuleBroken("value.restates_another", _SAME, found=str(value.restates_id))
    others = StatedValue.objects.filter(restates=OuterRef("restates")).exclude(pk=OuterRef("pk"))
    for value in restating.filter(Exists(others)):
        yield value.pk, "restates", RuleBroken("value.restated_twice", _ONCE, found=str(value.restates_id))


def definitions_of_no_version(rows: QuerySet[DefinitionVersion]) -> SetFlaws:
    for row in rows.filter(version__gt=F("indicator__version")).order_by("pk"):
        yield row.pk, "version", RuleBroken("definition.version", _VERSION, found=str(row.version))


def targets_counted_whole(rows: QuerySet[Target]) -> SetFlaws:
    """Yield targets with decimals where the indicator's unit has none."""
    discrete = [unit.value for unit in CountedUnit if unit.is_discrete]
    for target in rows.filter(indicator__unit__in=discrete).exclude(value=Floor("value")).order_by("pk"):
        yield target.pk, "value", RuleBroken("value.not_whole", _WHOLE, found=f"{target.value:f}")
