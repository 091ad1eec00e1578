"""Rules of pillars, measures, items and amounts that several rows keep together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from renkei.budgets.models import Item
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.budgets.models import Amount
    from renkei.core.records.kinds import SetFlaws

_MEASURE_OF_ITEM = Localised.both(
    "同じ柱・同じ年度・同じ側（実績か取組）の施策", "a measure of the same pillar, fiscal year and side"
)
_MEASURE_OF_AMOUNT = Localised.both("同じ柱・同じ年度の施策", "a measure of the same pillar and fiscal year")
_PARENT = Localised.both(
    "同じ柱・同じ年度・同じ側（実績か取組）の項目", "an item of the same pillar, fiscal year and side"
)


def items_under_another_measure(rows: QuerySet[Item]) -> SetFlaws:
    astray = (
        ~Q(measure__pillar=F("pillar"))
        | ~Q(measure__fiscal_year=F("fiscal_year"))
        | ~Q(measure__side=F("side"))
    )
    for item in rows.filter(astray, measure__isnull=False).order_by("pk"):
        yield item.pk, "measure", RuleBroken("item.measure", _MEASURE_OF_ITEM, found=item.measure_id)


def items_under_another_item(rows: QuerySet[Item]) -> SetFlaws:
    near = Item.objects.filter(Q(pk__in=rows.values("pk")) | Q(parent__in=rows.values("pk")))
    astray = (
        ~Q(parent__pillar=F("pillar")) | ~Q(parent__fiscal_year=F("fiscal_year")) | ~Q(parent__side=F("side"))
    )
    for item in near.filter(astray, parent__isnull=False).order_by("pk"):
        yield item.pk, "parent", RuleBroken("item.parent", _PARENT, found=item.parent_id)


def amounts_under_another_measure(rows: QuerySet[Amount]) -> SetFlaws:
    astray = ~Q(measure__pillar=F("pillar")) | ~Q(measure__fiscal_year=F("fiscal_year"))
    for amount in rows.filter(astray, measure__isnull=False).order_by("pk"):
        yield amount.pk, "measure", RuleBroken("amount.measure", _MEASURE_OF_AMOUNT, found=amount.measure_id)
