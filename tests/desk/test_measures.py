"""The quality of matching over time: measured by the worker or by hand, kept, shown."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renkei.core.accounts.actors import Role
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.matching import tasks
from renkei.matching.models import QualityMeasure, Seed
from renkei.matching.services.indexing import make_ready
from renkei.matching.services.judging import judge, say_nothing_fits
from renkei.matching.services.measuring import measure
from tests.builders import both
from tests.desk.suggesting import MILK, NOW, client, quiet, signed
from tests.matching.casework import AUDITOR, ICHI, SHI, a_need

__all__ = ["client"]  # the fixture

QUALITY = "desk:match_quality"
NEXT = dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC)


@pytest.fixture
def judged(client):
    """One need whose first suggestion fits and whose second does not, one that nothing fits; of two offices."""
    fits = a_need(**MILK)
    none = a_need(
        "none", title=both("相続"), problem=both("株式の相続"), holder="other", coordinator_id="shi"
    )
    judge(
        actor=ICHI,
        need=fits,
        seed=Seed.objects.get(pk="seed-milk"),
        verdict="accepted",
        at=NOW,
        client=client,
    )
    judge(
        actor=ICHI,
        need=fits,
        seed=Seed.objects.get(pk="seed-weld"),
        verdict="rejected",
        reason="other_subject",
        at=NOW,
        client=client,
    )
    say_nothing_fits(actor=SHI, need=none, at=NOW, version="")
    make_ready(client, quiet)
    return fits


def test_a_measure_counts_what_was_judged_and_asks_the_engine(client, judged):
    kept = measure(actor=ICHI, at=NOW, client=client)
    assert (kept.month, kept.measured_at) == (dt.date(2026, 11, 1), NOW)
    assert (kept.accepted, kept.first_five, kept.own, kept.rejected, kept.nothing) == (1, 1, 0, 1, 1)
    assert kept.reasons == {"other_subject": 1}
    assert (kept.needs, kept.found_five, kept.ndcg, kept.missed) == (1, 1, 1.0, 0)
    assert (kept.without, kept.without_found) == (1, 1)
    assert (kept.accepted_share, kept.found_share) == (0.5, 1.0)


def test_a_month_has_one_row_for_each_version(client, judged):
    first = measure(actor=ICHI, at=NOW, client=client)
    again = measure(actor=ICHI, at=NOW + dt.timedelta(hours=1), client=client)
    assert (again.pk, again.measured_at) == (first.pk, NOW)  # nothing is different
    with journal(actor=ICHI, action="test"):
        judged.matches.filter(verdict="rejected").delete()
    changed = measure(actor=ICHI, at=NOW + dt.timedelta(hours=2), client=client)
    assert (changed.pk, changed.rejected, changed.measured_at) == (
        first.pk,
        0,
        NOW + dt.timedelta(hours=2),
    )
    later = measure(actor=ICHI, at=NEXT, client=client)
    assert (later.accepted, later.needs) == (0, 1)  # nothing judged in December, all asked
    client.matcher.engine.manifest.id = "toy-2"
    make_ready(client, quiet)
    other = measure(actor=ICHI, at=NEXT, client=client)
    assert other.version != later.version
    assert QualityMeasure.objects.count() == 3


def test_who_may_not_judge_may_not_measure(client, judged):
    with pytest.raises(RuleBroken) as refused:
        measure(actor=AUDITOR, at=NOW, client=client)
    assert refused.value.code == "permission.refused"
    assert signed("auditor", "foundation", role=Role.AUDITOR).post(
        reverse("desk:measure_matching")
    ).status_code in {403, 404}
    assert not QualityMeasure.objects.exists()


def test_the_worker_measures_the_day_that_is_over(client, judged):
    with time_machine.travel(dt.datetime(2026, 11, 30, 15, 20, tzinfo=dt.UTC), tick=False):  # 1 December here
        tasks.keep_measures(0)
    assert QualityMeasure.objects.get().month == dt.date(2026, 11, 1)
    client.down = True
    tasks.keep_measures(0)
    assert QualityMeasure.objects.count() == 1


def test_without_judgements_the_worker_measures_nothing(client):
    tasks.keep_measures(0)
    assert not QualityMeasure.objects.exists()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_shows_what_was_kept_as_table_and_lines(client, judged, language):
    ichi = signed("ichi", "foundation", language)
    assert "svg" not in ichi.get(reverse(QUALITY)).text.partition("over-time")[2].partition("</section>")[0]
    done = ichi.post(reverse("desk:measure_matching"), follow=True)
    assert ("記録しました" if language == "ja" else "was measured and kept") in done.text
    measure(actor=ICHI, at=NEXT, client=client)
    page = ichi.get(reverse(QUALITY))
    assert [chart.identifier for chart in page.context["charts"]] == ["found-share", "ndcg", "accepted-share"]
    assert page.text.count("chart-line") == 2  # nothing was judged in December
    assert ">2026-11<" in page.text
    assert ">2026-12<" in page.text
    assert ("対象が違う" if language == "ja" else "Another subject") in page.text
    assert ("株式の相続" in page.text, "月と版ごとに測った質" in page.text) == (False, language == "ja")


def test_where_the_matcher_is_down_measuring_says_so(client, judged):
    client.down = True
    page = signed("ichi", "foundation").post(reverse("desk:measure_matching"), follow=True)
    assert "照合プロセスが応えません" in page.text
    assert not QualityMeasure.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_months(client, judged):
    ichi = signed("ichi", "foundation")

    def counted():
        ichi.get(reverse(QUALITY))
        with CaptureQueriesContext(connection) as taken:
            assert ichi.get(reverse(QUALITY)).status_code == 200
        return len(taken)

    measure(actor=ICHI, at=NOW, client=client)
    one = counted()
    for days in (40, 70, 100):
        measure(actor=ICHI, at=NOW + dt.timedelta(days=days), client=client)
    assert QualityMeasure.objects.count() == 4
    assert counted() == one
