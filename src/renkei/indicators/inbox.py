"""Values that a document left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from renkei.core.inbox.registry import Waiting, Window, register_inbox
from renkei.indicators.enums import ValueState
from renkei.indicators.models import StatedValue
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator


@register_inbox(ahead=0)
def open_values(window: Window) -> Iterator[Waiting]:
    """Values not yet known of years that have begun, and that no other document has stated since; they have no day."""
    if not window.undated:
        return
    stated = StatedValue.objects.filter(
        indicator=OuterRef("indicator"),
        fiscal_year=OuterRef("fiscal_year"),
        publisher=OuterRef("publisher"),
        state__in=(ValueState.EXACT, ValueState.ABOUT),
    )
    rows = window.reached(StatedValue.objects.all()).filter(
        ~Exists(stated), state=ValueState.NOT_YET_KNOWN, fiscal_year__lte=window.at.year
    )
    for value in rows.select_related("indicator", "publisher").order_by("-fiscal_year", "slug")[
        : window.most
    ]:
        year = FiscalYear(value.fiscal_year)
        yield Waiting(
            kind="statedvalue",
            slug=value.slug,
            text=Localised.both(
                "値が未確定です：{label}（{year}）", "Not yet known: {label} ({year})"
            ).filled(label=value.indicator.label, year=Localised.both(year.label("ja"), year.label("en"))),
            owner=value.publisher.name,
            organisation=value.publisher_id,
        )
