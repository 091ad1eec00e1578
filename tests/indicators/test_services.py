from __future__ import annotations

from decimal import Decimal

import pytest

from renkei.core.accounts.actors import STRANGER
from renkei.core.figures.service import answer
from renkei.core.records.services import RecordRefused
from renkei.indicators.models import FigureChoice
from renkei.indicators.services import choose_figure
from renkei.kernel.errors import RuleBroken
from tests.core.figures import rows
from tests.core.figures.rows import TODAY, both

pytestmark = pytest.mark.django_db
HELD = "governance.meetings_held"


def choose(actor, prints="computed", code=HELD, **values):
    return choose_figure(
        actor=actor, code=code, fiscal_year=2017, prints=prints, at=TODAY, reason="見本", **values
    )


@pytest.fixture
def twofold():
    rows.organisation()
    rows.document()
    rows.body()
    rows.meeting("a")
    rows.indicator(HELD, unit="meeting")
    rows.stated(indicator_id=HELD, value=Decimal(3))


def test_a_choice_names_its_person_and_changes_what_is_printed(twofold, secretariat):
    assert answer(HELD, 2017, actor=STRANGER, at=TODAY).value == 3
    chosen = choose(secretariat, explanation=both("reason"), public=True)
    assert (chosen.chosen_by, chosen.pk) == ("secretariat", "governance.meetings_held-2017")
    shown = answer(HELD, 2017, actor=STRANGER, at=TODAY)
    assert (shown.value, shown.explanation["en"]) == (1, "Sample reason")


def test_a_second_choice_replaces_the_first_and_history_keeps_both(twofold, secretariat, administrator):
    choose(secretariat)
    choose(administrator, "stated", publisher="mihon-city")
    chosen = FigureChoice.objects.get()
    assert (chosen.prints, chosen.publisher_id, chosen.chosen_by) == ("stated", "mihon-city", "administrator")
    assert FigureChoice.pgh_event_model.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"code": "no.such"}, "figure.unknown"),
        ({"code": "research.projects"}, "figure.not_computed"),
        ({"prints": "stated", "publisher": "university"}, "figure.not_stated"),
    ],
)
def test_only_a_value_that_is_there_can_be_chosen(twofold, secretariat, values, code):
    rows.indicator()
    rows.stated("other")
    with pytest.raises(RuleBroken) as refused:
        choose(secretariat, **values)
    assert refused.value.code == code
    assert not FigureChoice.objects.exists()


def test_readers_do_not_choose(twofold, reader):
    with pytest.raises(RuleBroken) as refused:
        choose(reader)
    assert refused.value.code == "permission.refused"


def test_an_unknown_word_is_refused(twofold, secretariat):
    with pytest.raises(RecordRefused):
        choose(secretariat, "both")


def test_a_long_code_finds_a_slug(secretariat):
    slug = "x" * 74
    rows.body(slug)
    rows.meeting("a", body_id=slug)
    chosen = choose(secretariat, code=f"{HELD}.{slug}")
    assert chosen.pk.startswith("choice-2017-")
