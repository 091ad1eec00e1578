"""Who owes what, reminders, opening again and unlocking."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.inbox.registry import waiting_for
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.indicators.models import StatedValue
from renkei.rounds.answers import answer, by_link
from renkei.rounds.decisions import approve
from renkei.rounds.mails import remind_owner
from renkei.rounds.models import Evidence, Owner, Question, Round
from renkei.rounds.rules import situation
from renkei.rounds.selectors import overview
from renkei.rounds.services import ask, move_round
from tests.core.figures import rows
from tests.desk.conftest import signed_in
from tests.rounds.conftest import BEFORE_DUE, DUE, GOOD, draft, opened, owner
from tests.working import do_jobs, waiting

__all__ = ["draft", "opened", "owner"]  # the fixtures, shared with the tests of rounds
HOME = "/desk/rounds/mihon-2023/"
CODE = "research.projects"


@pytest.fixture(autouse=True)
def before_due():
    with time_machine.travel(dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def answered(owner):
    answer(actor=by_link(owner), owner=owner, answers={CODE: GOOD}, at=BEFORE_DUE)
    return owner


@pytest.mark.parametrize(
    ("states", "late", "word"),
    [
        ([], False, "done"),
        (["approved"], True, "done"),
        (["asked"], False, "owing"),
        (["returned", "approved"], True, "late"),
        (["asked", "answered"], True, "to_check"),
    ],
)
def test_where_an_owner_stands(states, late, word):
    assert situation(states, late=late) == word


def test_the_overview_says_each_state_and_narrows_to_one(answered):
    ask(
        actor=COMMAND_LINE, asked=answered.round, organisation="mihon-works", indicators=[], kinds=["meeting"]
    )
    found = overview(answered.round, COMMAND_LINE, late=False)
    assert [(line.indicator and line.indicator.pk, line.kind) for line in found.lines] == [
        ("events.visits", ""),
        (CODE, ""),
        (None, "meeting"),
    ]
    assert found.lines[1].states == {
        "mihon-city": "answered",
        "mihon-university": "asked",
        "mihon-works": "asked",
    }
    assert [owner.situation for owner in found.owners] == ["to_check", "owing", "owing"]
    only = overview(answered.round, COMMAND_LINE, late=False, only="answered")
    assert ([line.indicator.pk for line in only.lines], [one.organisation_id for one in only.owners]) == (
        [CODE],
        ["mihon-city"],
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_overview_as_a_page_and_as_a_workbook(answered, language):
    client = signed_in("reader", language)
    for query in ("", "?state=answered", "?state=nonsense"):
        assert client.get(f"{HOME}{query}").status_code == 200
    file = client.get(f"{HOME}overview.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    table = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert len(table) == 3
    word = "確認待ち" if language == "ja" else "To be checked"
    assert table[2].count(word) == 1


def test_the_overview_asks_the_same_number_of_questions_however_many_owners(
    answered, django_assert_max_num_queries
):
    desk = signed_in("secretariat")
    desk.get(HOME)
    with django_assert_max_num_queries(40) as few:
        desk.get(HOME)
    for number in range(4):
        rows.organisation(f"more-{number}")
        ask(actor=COMMAND_LINE, asked=answered.round, organisation=f"more-{number}", indicators=[CODE])
    with django_assert_max_num_queries(len(few)):
        desk.get(HOME)


def test_everybody_who_owes_answers_is_reminded_once_a_day(answered):
    desk = signed_in("secretariat")
    done = Owner.objects.get(organisation="mihon-works")
    for question in done.questions.all():
        answer(
            actor=by_link(done),
            owner=done,
            answers={question.indicator_id: GOOD | {"value": "3"}},
            at=BEFORE_DUE,
        )
    desk.post(f"{HOME}remind/")
    desk.post(f"{HOME}remind/")
    do_jobs()
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        "mihon-city@example.jp",
        "mihon-university@example.jp",
    ]


def test_nobody_is_reminded_of_a_round_that_is_closed_or_over(answered):
    present = answered.round
    noon = dt.datetime.combine(DUE, dt.time(3), dt.UTC)
    assert not remind_owner(actor=COMMAND_LINE, owner=answered, at=noon + dt.timedelta(15))
    move_round(actor=COMMAND_LINE, asked=present, verb="close")
    closed = Owner.objects.select_related("round").get(pk=answered.pk)
    assert not remind_owner(actor=COMMAND_LINE, owner=closed, at=noon)
    assert waiting() == []


def test_opening_again_and_unlocking_need_a_reason_and_keep_it(answered):
    approve(actor=COMMAND_LINE, question=answered.questions.get(indicator=CODE), reason="見本")
    desk = signed_in("secretariat")
    for verb, reason, state in (
        ("close", "", "closed"),
        ("reopen", "", "closed"),
        ("reopen", "一組織が遅れた", "open"),
        ("close", "", "closed"),
        ("lock", "", "locked"),
        ("unlock", " ", "locked"),
        ("unlock", "数え違い", "closed"),
    ):
        desk.post(f"{HOME}move/", {"verb": verb, "reason": reason})
        assert Round.objects.get().state == state, verb
    event = Round.pgh_event_model.objects.latest("pgh_id")
    assert (event.pgh_context.metadata["action"], event.pgh_context.metadata["reason"]) == (
        "unlock round",
        "数え違い",
    )


@pytest.fixture
def locked(answered):
    approve(actor=COMMAND_LINE, question=answered.questions.get(indicator=CODE), reason="見本")
    for verb in ("close", "lock"):
        move_round(actor=COMMAND_LINE, asked=answered.round, verb=verb)
    return StatedValue.objects.get(fiscal_year=2023)


def test_the_database_keeps_values_and_answers_of_a_locked_round(locked):
    attempts = [
        lambda: StatedValue.objects.filter(pk=locked.pk).update(value=1),
        lambda: Question.objects.filter(state="asked").update(note="x"),
        lambda: Evidence.objects.create(
            question=Question.objects.first(), name="x", sha256="0", media_type="x", size=1, added_on=DUE
        ),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), journal(actor=COMMAND_LINE, action="test"):
            attempt()


def test_whether_a_locked_value_is_public_is_still_decided_and_a_change_is_explained(locked):
    kind, values = kind_of("statedvalue"), {"publication": "public"}
    change_record(
        actor=COMMAND_LINE, kind=kind, slug=locked.pk, revision=1, values=values, reason="公開を決めた"
    )
    assert StatedValue.objects.get(pk=locked.pk).publication == "public"
    desk = signed_in("secretariat")
    form = desk.get(f"/desk/indicators/statedvalue/{locked.pk}/edit/").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"value": "99", "reason": "直す"}
    response = desk.post(f"/desk/indicators/statedvalue/{locked.pk}/edit/", typed)
    assert response.status_code == 422
    assert "value_of_a_locked_round" in response.content.decode()
    assert StatedValue.objects.get(pk=locked.pk).value == 21


def test_records_that_are_asked_for_wait_too(answered, secretariat):
    ask(actor=COMMAND_LINE, asked=answered.round, organisation="mihon-city", indicators=[], kinds=["meeting"])
    items = [item for item in waiting_for(secretariat, dt.date(2024, 6, 1)) if item.kind == "round"]
    assert [item.slug for item in items] == [
        f"mihon-2023/{slug}" for slug in ("mihon-city", "mihon-university", "mihon-works")
    ]
