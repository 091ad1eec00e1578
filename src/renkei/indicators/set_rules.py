"""Rules of indicators and stated values that several rows keep together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.db.models.functions import Floor

from renkei.indicators.models import Indicator, StatedValue
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
