"""What the home page shows of figures and reports, asked in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from renkei.portal.presentation import FigureCard, card_of
from renkei.portal.record_figures import answer_in, past_of
from renkei.portal.selectors import ReportEntry, total_label
from renkei.reports.definitions import definitions
from renkei.reports.service import available

if TYPE_CHECKING:
    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.cluster import Cluster


class Front:
    """The figures of the home page and the newest yearly report, from one question to the figures."""

    def __init__(self, cluster: Cluster, request: BlockRequest) -> None:
        self.cluster = cluster
        self.request = request
        asked = [part.rpartition("@") for part in cluster.home_figures.split()]
        self._wanted = [(code, int(year)) for code, _, year in asked if year.isdecimal()]
        shown = definitions(actor=request.actor, at=request.at)
        self._shown = next(
            (each for each in shown if each.totals), None
        )  # the first that has figures at its head
        totals = self._shown.totals.values() if self._shown else ()
        codes = {code for code, _ in self._wanted} | {code for code, _ in totals}
        self._past = past_of(codes, request)

    def figures(self) -> list[FigureCard]:
        """Return the figures the settings name (code@year), in their order; what is not on record is left out."""
        found = [(answer_in(self._past, *pair), self._past.get(pair[0], ())) for pair in self._wanted]
        return [
            card_of(answer, self.cluster, self.request.language, past) for answer, past in found if answer
        ]

    def report(self) -> ReportEntry | None:
        """Return the newest report of the first kind with figures at its head, with these figures, or None."""
        shown = self._shown
        if shown is None:
            return None
        entries = available(actor=self.request.actor, at=self.request.at, known=[shown])
        last = next(iter(entries), None)
        if last is None:
            return None
        answers = [answer_in(self._past, code, last.year + later) for code, later in shown.totals.values()]
        language = self.request.language
        return ReportEntry(
            last.title,
            reverse("portal:report", args=[language, last.kind, last.year]),
            tuple(
                (total_label(answer, self.cluster), card_of(answer, self.cluster, language))
                for answer in answers
                if answer
            ),
        )
