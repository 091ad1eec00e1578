"""Reads for public pages: everything starts from what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.kernel.localised import Localised
from renkei.portal.presentation import FigureCard, year_label

if TYPE_CHECKING:
    from renkei.core.figures.answers import FigureAnswer
    from renkei.core.records.cluster import Cluster
    from renkei.reports.models import Edition


@dataclass(frozen=True)
class ReportEntry:
    """A report to read, with the totals it prints, and the edition in force where one is published."""

    title: Any
    address: str
    totals: tuple[tuple[Any, FigureCard], ...] = ()
    edition: Edition | None = None


def total_label(answer: FigureAnswer, cluster: Cluster) -> Localised:
    return Localised.both("{year} {label}", "{year}, {label}").filled(
        year=year_label(cluster, answer.fiscal_year), label=answer.label.mapped(_uncapitalised)
    )


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]
