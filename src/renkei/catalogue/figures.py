from __future__ import annotations

from renkei.catalogue.models import Partnership
from renkei.core.figures.counting import standing
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import Family, register_families
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

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
        ask=standing(Partnership.objects.all, "period"),
        rows=Partnership.objects.all,
        position=510,
    )
)
