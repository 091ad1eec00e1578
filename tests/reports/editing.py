"""An edition of the fictional cluster's report, led to each of its states by the services that people use."""

from __future__ import annotations

import datetime as dt

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.kernel.localised import Localised
from renkei.reports import editions
from renkei.reports.checking import agree, ask_check
from renkei.reports.models import Edition
from renkei.reports.publishing import publish

NOON = dt.datetime(2024, 5, 1, 3, 0, tzinfo=dt.UTC)
DAY = dt.date(2024, 5, 1)


def draft(**values):
    return editions.begin_edition(actor=COMMAND_LINE, kind="yearly", year=2020, at=DAY, **values)


def agreed(edition=None):
    found = edition or draft()
    ask_check(actor=COMMAND_LINE, edition=found, organisations=[], at=NOON)
    agree(actor=COMMAND_LINE, edition=found, reason="確認先なし")
    editions.record_decision(actor=COMMAND_LINE, edition=found, number="産第12号", on=DAY, at=DAY)
    return Edition.objects.get(pk=found.pk)


def published(edition=None, at=NOON):
    return publish(actor=COMMAND_LINE, edition=agreed(edition), at=at)


def correction(edition, reason="数の誤り"):
    said = Localised.both(reason, "A wrong number")
    return editions.correct_edition(actor=COMMAND_LINE, edition=edition, reason=said, at=DAY)
