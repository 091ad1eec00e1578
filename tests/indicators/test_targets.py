from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.figures.service import answer
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused, add_record
from renkei.indicators.models import Target, VerdictLevel, VerdictScale
from renkei.indicators.rules import achievement, target_beyond_baseline, verdict
from renkei.indicators.selectors import beside
from renkei.kernel.localised import Localised
from tests.core.figures import rows
from tests.core.figures.rows import TODAY, both

NUMBERS = st.integers(0, 10_000).map(Decimal)


@given(st.sampled_from(["up", "down", "keep"]), NUMBERS, st.none() | NUMBERS)
def test_a_target_that_is_met_is_a_hundred_percent(direction, target, baseline):
    assert achievement(direction, target, target, baseline) == 100


@given(st.sampled_from(["up", "down", "keep"]), NUMBERS, st.none() | NUMBERS)
def test_what_is_not_yet_known_is_not_judged(direction, target, baseline):
    assert achievement(direction, target, None, baseline) is None
    assert verdict(None, [(Decimal(0), Localised.both("達成", "reached"))]) is None


@given(st.sampled_from(["up", "down"]), NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_further_in_the_direction_is_never_less(direction, baseline, target, one, other):
    if list(target_beyond_baseline(direction, baseline, target)):
        return
    nearer, further = sorted((one, other), reverse=direction == "down")
    assert achievement(direction, target, nearer, baseline) <= achievement(
        direction, target, further, baseline
    )


@given(NUMBERS, NUMBERS)
def test_keeping_is_never_more_than_all(target, actual):
    share = achievement("keep", target, actual)
    assert share is not None
    assert 0 <= share <= 100


def test_a_verdict_is_the_highest_level_reached():
    levels = [(Decimal(at), Localised.both(str(at), str(at))) for at in (0, 70, 100)]
    said = [verdict(Decimal(share), levels) for share in (-1, 0, 70, 99, 100, 250)]
    assert [word and word["en"] for word in said] == [None, "0", "70", "70", "100", "100"]


@pytest.fixture
def known(db):
    rows.organisation()
    rows.document()
    rows.document("second")
    rows.indicator()
    rows.stated()


def aim(**values):
    rows.store(VerdictScale(slug="scale", name=both("scale"), publication="public"))
    rows.store(
        VerdictLevel(
            slug="good", scale_id="scale", name=both("good"), at_least=Decimal(90), publication="public"
        )
    )
    given_values = {"direction": "up", "value": Decimal(20), "scale_id": "scale", "document_id": "report"}
    return rows.store(
        Target(
            slug="t",
            indicator_id="research.projects",
            fiscal_year=2017,
            place=both("p"),
            **{"publication": "public"} | given_values | values,
        )
    )


def seen(actor=STRANGER):
    found = answer("research.projects", 2017, actor=actor, at=TODAY)
    return beside(found, "en", actor=actor, at=TODAY)


def test_a_figure_is_shown_with_its_target_and_verdict(known):
    aim()
    found = seen()
    assert (found.share.text, found.aim.verdict["en"]) == ("95%", "Sample good")


def test_a_target_that_is_not_public_is_for_the_desk_only(known, secretariat):
    aim(publication="internal")
    assert (seen().aim, seen(secretariat).share.value) == (None, Decimal(95))


def restated(**values):
    given_values = {
        "slug": "new",
        "indicator_id": "research.projects",
        "fiscal_year": 2017,
        "state": "exact",
        "value": Decimal(21),
        "publisher_id": "mihon-city",
        "document_id": "second",
        "place": both("p"),
        "basis": "result",
        "restates_id": "projects-2017",
        "restatement": both("reason"),
        "publication": "public",
    }
    kind = kind_of("statedvalue")
    return add_record(actor=COMMAND_LINE, kind=kind, values=given_values | values, reason="見本")


def test_a_restatement_replaces_the_value_and_shows_both_with_the_reason(known):
    restated()
    assert answer("research.projects", 2017, actor=STRANGER, at=TODAY).value == 21
    [one] = seen().restated
    assert (one.before.value, one.after.value, one.row.restatement["en"]) == (19, 21, "Sample reason")


def test_strangers_keep_the_old_value_until_the_new_one_is_public(known):
    restated(publication="internal")
    assert answer("research.projects", 2017, actor=STRANGER, at=TODAY).value == 19
    assert seen().restated == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"restatement": Localised()}, "value.restatement_missing"),
        ({"restates_id": None}, "value.restates_missing"),
        ({"fiscal_year": 2018}, "value.restates_another"),
        ({"state": "not_yet_known", "value": None}, "value.missing"),
    ],
)
def test_a_restatement_needs_its_reason_and_the_same_question(known, values, code):
    with pytest.raises(RecordRefused) as refused:
        restated(**values)
    assert code in [flaw.code for _, flaw in refused.value.flaws]
