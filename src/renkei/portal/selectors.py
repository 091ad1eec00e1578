"""Reads for public pages: everything starts from what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from renkei.core.accounts.actors import STRANGER
from renkei.core.figures.service import answers, history
from renkei.core.publication.selectors import visible_to
from renkei.core.records.fields import LocalisedField
from renkei.core.records.kinds import Kind, kinds
from renkei.kernel.localised import Localised
from renkei.portal.presentation import FigureCard, card_of, year_label
from renkei.reports.definitions import YEARLY
from renkei.reports.service import available

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.figures.answers import FigureAnswer
    from renkei.core.records.cluster import Cluster

HITS_PER_KIND = 20


@dataclass(frozen=True)
class Hits:
    title: Any
    entries: list[tuple[Any, str]]
    more: bool


def home_figures(cluster: Cluster, language: str) -> list[FigureCard]:
    """Return the figures the settings name (code@year), in their order; what is unknown or not public is left out."""
    asked = [part.rpartition("@") for part in cluster.home_figures.split()]
    wanted = [(code, int(year)) for code, _, year in asked if year.isdigit()]
    today = timezone.localdate()
    found: dict[tuple[str, int], Any] = {}
    for year in {year for _, year in wanted}:
        codes = frozenset(code for code, of in wanted if of == year)
        for code, answer in answers(year, actor=STRANGER, at=today, codes=codes).items():
            found[code, year] = answer
    past = history(frozenset(code for code, _ in wanted), actor=STRANGER, at=today)
    return [card_of(found[key], cluster, language, past.get(key[0], ())) for key in wanted if key in found]


def search_public(text: str, language: str, day: dt.date) -> list[Hits]:
    """Return published records whose searched fields contain the text, by kind, those with a page of their own."""
    groups = []
    for kind in kinds():
        if not (kind.portal_route and kind.search):
            continue
        rows = visible_to(kind.model._default_manager.filter(matches(kind, text)), STRANGER, day)
        records = list(rows.order_by(*kind.order)[: HITS_PER_KIND + 1])
        if records:
            entries = [
                (kind.label(row), kind.portal_address(row.slug, language)) for row in records[:HITS_PER_KIND]
            ]
            groups.append(Hits(kind.plural, entries, more=len(records) > HITS_PER_KIND))
    return groups


def matches(kind: Kind, text: str) -> Q:
    condition = Q()
    for name in kind.search:
        if isinstance(kind.model._meta.get_field(name), LocalisedField):
            condition |= Q(**{f"{name}__values__icontains": text})
        else:
            condition |= Q(**{f"{name}__icontains": text})
    return condition


@dataclass(frozen=True)
class ReportEntry:
    """A report to read, with the totals it prints."""

    title: Any
    address: str
    totals: tuple[tuple[Any, FigureCard], ...] = ()


def latest_report(cluster: Cluster, language: str) -> ReportEntry | None:
    """Return the newest yearly report that records allow, or None."""
    today = timezone.localdate()
    found = [entry for entry in available(actor=STRANGER, at=today) if entry.kind == YEARLY.kind]
    if not found:
        return None
    last = max(found, key=lambda entry: entry.year)
    cards = []
    for code, later in YEARLY.totals.values():
        answer = answers(last.year + later, actor=STRANGER, at=today, codes=[code]).get(code)
        if answer is not None and answer.value is not None:
            cards.append((total_label(answer, cluster), card_of(answer, cluster, language)))
    return ReportEntry(
        last.title, reverse("portal:report", args=[language, last.kind, last.year]), tuple(cards)
    )


def total_label(answer: FigureAnswer, cluster: Cluster) -> Localised:
    return Localised.both("{year} {label}", "{year}, {label}").filled(
        year=year_label(cluster, answer.fiscal_year), label=answer.label.mapped(_uncapitalised)
    )


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]
