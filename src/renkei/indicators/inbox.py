"""Values that a document left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.registry import MOST_PER_CONTEXT, Waiting, register_inbox
from renkei.core.publication.selectors import within_reach
from renkei.indicators.enums import ValueState
from renkei.indicators.models import StatedValue
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor


@register_inbox
def open_values(actor: Actor, at: dt.date) -> Iterator[Waiting]:
    """Values not yet known of years that have begun, and that no other document has stated since."""
    stated = StatedValue.objects.filter(
        indicator=OuterRef("indicator"),
        fiscal_year=OuterRef("fiscal_year"),
        publisher=OuterRef("publisher"),
        state__in=(ValueState.EXACT, ValueState.ABOUT),
    )
    rows = within_reach(StatedValue.objects.all(), actor, Verb.CHANGE).filter(
        ~Exists(stated), state=ValueState.NOT_YET_KNOWN, fiscal_year__lte=at.year
    )
    for value in rows.select_related("indicator", "publisher").order_by("-fiscal_year", "slug")[
        :MOST_PER_CONTEXT
    ]:
        year = FiscalYear(value.fiscal_year)
        yield Waiting(
            kind="statedvalue",
            slug=value.slug,
            text=Localised.both(
                "値が未確定です：{label}（{year}）", "Not yet known: {label} ({year})"
            ).filled(label=value.indicator.label, year=Localised.both(year.label("ja"), year.label("en"))),
            owner=value.publisher.name,
        )
