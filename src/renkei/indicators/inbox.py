"""Values that a document left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from renkei.core.inbox.due import Due
from renkei.core.inbox.registry import register_inbox
from renkei.indicators.enums import ValueState
from renkei.indicators.models import StatedValue
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.inbox.waiting import Window


def _year(value: int) -> Localised:
    year = FiscalYear(value)
    return Localised.both(year.label("ja"), year.label("en"))


@register_inbox(ahead=0)
def open_values(window: Window) -> Iterator[Due]:
    """Values not yet known of years that have begun, and that no other document has stated since; they have no day."""
    stated = StatedValue.objects.filter(
        indicator=OuterRef("indicator"),
        fiscal_year=OuterRef("fiscal_year"),
        publisher=OuterRef("publisher"),
        state__in=(ValueState.EXACT, ValueState.ABOUT),
    )
    yield Due(
        StatedValue.objects.filter(
            ~Exists(stated), state=ValueState.NOT_YET_KNOWN, fiscal_year__lte=window.at.year
        ),
        Localised.both("値が未確定です：{label}（{year}）", "Not yet known: {label} ({year})"),
        {"label": "indicator__label", "year": "fiscal_year"},
        owner="publisher__name",
        organisation="publisher_id",
        shown={"year": _year},
        order=("-fiscal_year", "slug"),
    )
