"""Sentences of a draft that still say what the plan of the year before said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.budgets.enums import ItemKind
from renkei.budgets.models import Item
from renkei.core.accounts.actors import STRANGER
from renkei.kernel.localised import Localised
from renkei.reports.definitions import definition_of
from renkei.reports.finding import Finding
from renkei.reports.missing import drafted, is_wholly_unchanged
from renkei.reports.next_year import has_both_sides
from renkei.reports.sentences import sentences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from renkei.reports.models import Edition
    from renkei.reports.service import Report

_UNCHANGED = Localised.both(
    "前の年度の計画から引き継いだまま、文が変わっていません。",
    "The sentence is as it was carried over from the plan of the year before.",
)
_LOOK = Localised.both(
    "この年度のことに書き直すか、このままでよいことを了解します。",
    "Write it anew for this year, or acknowledge that it stands as it is.",
)


def unchanged_findings(edition: Edition, reports: Mapping[str, Report], at: dt.date) -> Iterator[Finding]:
    """Yield public items that nobody has changed since they were carried over; as many queries however many."""
    if not has_both_sides(definition_of(edition.kind, actor=STRANGER, at=at)):
        return
    language = edition.language_tags[0]
    places = {sentence.text: sentence for sentence in sentences(reports[language])}
    for row in drafted(edition.fiscal_year, STRANGER, at):
        if isinstance(row, Item) and row.kind != ItemKind.PICTURE and is_wholly_unchanged(row):
            text = " ".join(row.text.text(language).split())
            place = places.get(
                text
            )  # a text with figures in it reads otherwise in print, and leads to its form
            yield Finding(
                "unchanged",
                _UNCHANGED,
                _LOOK,
                language=language,
                section=place.section if place else "",
                quote=text[:300],
                anchor=place.anchor if place else "",
                record=("item", row.pk),
            )
