from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.catalogue.models import Partnership
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import Family, Lines, Scope, register_families
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def partnerships(scopes: Sequence[Scope]) -> Mapping[int, Lines]:
    return {
        scope.fiscal_year: Lines(Partnership.objects.filter(period__contains=scope.day))
        for scope in scopes
        if scope.day
    }


register_families(
    Family(
        code="catalogue.partnerships",
        label=Localised.both("連携の取組の数", "Partnerships"),
        definition=Localised.both(
            "年度末（年度の途中ではその日）に実施期間中である連携の取組の数。",
            "Partnerships whose implementation period includes the end of the fiscal year (in it: today).",
        ),
        unit=CountedUnit.ENTRY,
        kind=FigureKind.STOCK,
        ask=partnerships,
        rows=Partnership.objects.all,
        position=510,
    )
)
