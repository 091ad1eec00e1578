"""The yearly refresh: who may ask, what the researcher says, what the office takes over, what stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.accounts.models import User
from renkei.core.history.journal import journal
from renkei.core.jobs.long import carry_out
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused, change_record
from renkei.directory.models import RoleAssignment
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period
from renkei.matching.enums import LinkPurpose
from renkei.matching.models import ApplicationField, PrivateLink, Seed, SeedField, SeedRefresh
from renkei.matching.refresh_rules import CORRECTED, TEXTS, changes, next_due, read_value, snapshot
from renkei.matching.refreshing import NO_ADDRESS, NOT_ASKED, standing, tally, to_refresh
from renkei.matching.seed_jobs import ASK, REMIND, start_asking
from renkei.matching.services.links import read_link, token_of
from renkei.matching.services.refreshes import (
    ask_refresh,
    confirm_unchanged,
    propose_corrections,
    set_aside,
    take_over,
)
from tests.builders import both, make
from tests.matching.seeding import ADDRESS, INSTITUTE, NOW, OTHER, READER, TODAY, YEAR, a_seed, institute
from tests.working import do_jobs

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def seed():
    institute()
    return a_seed()


def asked(seed, at=NOW):
    ask_refresh(actor=INSTITUTE, seed=seed, year=YEAR, at=at)
    return PrivateLink.objects.get(seed=seed, purpose=LinkPurpose.REFRESH_SEED, revoked_at=None)


def corrected(seed, **values):
    return snapshot(seed) | values


def code(refused):
    return refused.value.code


def present(seed):
    return Seed.objects.get(pk=seed.pk)


def test_the_letter_goes_to_the_researcher_in_both_languages_with_a_link_that_works(seed):
    link = asked(seed)
    do_jobs()
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    token = token_of(link)
    assert f"/ja/seeds/refresh/{token}" in letter.body
    assert f"/en/seeds/refresh/{token}" in letter.body
    assert "架空酵母の研究 seed" in letter.body
    assert "Fictional yeasts seed" in letter.body
    assert read_link(token, LinkPurpose.REFRESH_SEED, NOW + 59 * DAY).seed == seed
    with pytest.raises(RuleBroken) as over:
        read_link(token, LinkPurpose.REFRESH_SEED, NOW + 60 * DAY)
    assert code(over) == "link.expired"


def test_what_is_kept_of_the_mail_holds_no_link(seed):
    from renkei.core.notices.models import Notice

    token = token_of(asked(seed))
    do_jobs()
    assert token not in Notice.objects.get().text


@pytest.mark.parametrize("actor", [OTHER, READER])
def test_nobody_else_may_ask(seed, actor):
    with pytest.raises(RuleBroken) as refused:
        ask_refresh(actor=actor, seed=seed, year=YEAR, at=NOW)
    assert code(refused) == "permission.refused"
    assert not SeedRefresh.objects.exists()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"state": "resting"}, "refresh.not_active"),
        ({"state": "ended"}, "refresh.not_active"),
        ({"refresh_address": ""}, "refresh.no_address"),
    ],
)
def test_who_cannot_be_asked_is_told_why(seed, values, expected):
    other = a_seed("another", **values)
    with pytest.raises(RuleBroken) as refused:
        ask_refresh(actor=INSTITUTE, seed=other, year=YEAR, at=NOW)
    assert code(refused) == expected
    assert not PrivateLink.objects.exists()


def test_a_reminder_keeps_the_link_that_still_works_and_renews_one_that_does_not(seed):
    first = asked(seed)
    assert asked(seed, NOW + 20 * DAY) == first
    second = asked(seed, NOW + 50 * DAY)
    assert second != first
    first.refresh_from_db()
    assert first.revoked_at is not None
    row = SeedRefresh.objects.get()
    assert (row.letters, row.reminded_at) == (3, NOW + 50 * DAY)


def test_a_letter_that_is_not_owed_any_more_is_not_sent(seed):
    confirm_unchanged(link=asked(seed), agrees=True, at=NOW)
    do_jobs()
    assert mail.outbox == []


def test_unchanged_renews_the_days_of_the_sheet_and_nothing_else(seed):
    before = snapshot(seed)
    confirm_unchanged(link=asked(seed), agrees=True, at=NOW, message="ありがとう")
    now = present(seed)
    assert snapshot(now) == before
    assert (now.refreshed_on, now.refresh_due) == (TODAY, dt.date(2027, 11, 25))
    row = SeedRefresh.objects.get()
    assert (row.state, row.message, row.answered_at) == ("confirmed", "ありがとう", NOW)
    with pytest.raises(RuleBroken) as refused:
        ask_refresh(actor=INSTITUTE, seed=now, year=YEAR, at=NOW)
    assert code(refused) == "refresh.answered"


def test_corrections_wait_for_the_office_and_hold_only_what_changes(seed):
    given = corrected(
        seed, title={"ja": "新しい題", "en": "Fictional yeasts seed"}, stage="field", fields=["medicine"]
    )
    propose_corrections(link=asked(seed), values=given, agrees=True, at=NOW)
    row = SeedRefresh.objects.get()
    assert row.proposal == {"title": given["title"], "stage": "field", "fields": ["medicine"]}
    assert row.base == {"title": seed.title.to_dict(), "stage": "prototype", "fields": ["food"]}
    assert snapshot(present(seed)) == snapshot(seed)


def test_nothing_changed_is_said_and_kept_nowhere(seed):
    link = asked(seed)
    outline = {name: text.replace("\n", "\r\n") for name, text in seed.outline.to_dict().items()}
    with pytest.raises(RuleBroken) as refused:
        propose_corrections(link=link, values=corrected(seed, outline=outline), agrees=True, at=NOW)
    assert code(refused) == "refresh.nothing_changed"
    assert SeedRefresh.objects.get().state == "asked"


def test_a_correction_that_breaks_a_rule_is_refused_with_its_field(seed):
    empty = corrected(seed, title={}, outline={})
    with pytest.raises(RecordRefused) as refused:
        propose_corrections(link=asked(seed), values=empty, agrees=True, at=NOW)
    assert {name for name, _ in refused.value.flaws} <= {"title", "outline"}
    assert SeedRefresh.objects.get().state == "asked"


def test_the_office_takes_all_over(seed):
    given = corrected(seed, title={"ja": "新しい題"}, wants_licence=True, fields=["food", "medicine"])
    propose_corrections(link=asked(seed), values=given, agrees=True, at=NOW)
    row = SeedRefresh.objects.get()
    take_over(actor=INSTITUTE, refresh=row, names=set(row.proposal), revision=seed.revision, at=NOW + DAY)
    now = present(seed)
    assert now.title == Localised({"ja": "新しい題"})
    assert now.wants_licence
    assert snapshot(now)["fields"] == ["food", "medicine"]
    assert now.refreshed_on == TODAY
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("taken", "institute")
    assert Seed.pgh_event_model.objects.filter(pgh_obj_id=seed.pk).count() >= 2


def test_the_office_takes_single_fields_over(seed):
    given = corrected(seed, title={"ja": "新しい題"}, stage="product", fields=[])
    propose_corrections(link=asked(seed), values=given, agrees=True, at=NOW)
    row = SeedRefresh.objects.get()
    take_over(
        actor=INSTITUTE, refresh=row, names={"stage", "researcher_name"}, revision=seed.revision, at=NOW
    )
    now = present(seed)
    assert (now.stage, now.title) == ("product", seed.title)
    assert SeedField.objects.filter(seed=seed).count() == 1
    row.refresh_from_db()
    assert row.proposal["title"] == {"ja": "新しい題"}  # it stays readable


def test_taking_over_is_refused_where_somebody_changed_the_sheet_since_it_was_shown(seed):
    propose_corrections(link=asked(seed), values=corrected(seed, stage="field"), agrees=True, at=NOW)
    change_record(
        actor=INSTITUTE, kind=kind_of("seed"), slug=seed.pk, revision=1, values={"stage": "basic"}, reason="x"
    )
    row = SeedRefresh.objects.get()
    with pytest.raises(RuleBroken) as refused:
        take_over(actor=INSTITUTE, refresh=row, names={"stage"}, revision=1, at=NOW)
    assert code(refused) == "record.stale"
    row.refresh_from_db()
    assert (row.state, present(seed).stage) == ("proposed", "basic")


@pytest.mark.parametrize("names", [set(), {"holder"}, {"researcher_name"}])
def test_only_what_was_proposed_can_be_taken_over(seed, names):
    propose_corrections(link=asked(seed), values=corrected(seed, stage="field"), agrees=True, at=NOW)
    with pytest.raises(RuleBroken) as refused:
        take_over(actor=INSTITUTE, refresh=SeedRefresh.objects.get(), names=names, revision=1, at=NOW)
    assert code(refused) == "refresh.nothing_chosen"


@pytest.mark.parametrize("actor", [OTHER, READER])
def test_nobody_else_decides(seed, actor):
    propose_corrections(link=asked(seed), values=corrected(seed, stage="field"), agrees=True, at=NOW)
    row = SeedRefresh.objects.get()
    for act in (
        lambda: take_over(actor=actor, refresh=row, names={"stage"}, revision=1, at=NOW),
        lambda: set_aside(actor=actor, refresh=row, at=NOW),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert code(refused) == "permission.refused"
    row.refresh_from_db()
    assert row.state == "proposed"


def test_what_is_set_aside_changes_nothing_and_is_decided_once(seed):
    propose_corrections(link=asked(seed), values=corrected(seed, stage="field"), agrees=True, at=NOW)
    row = set_aside(actor=INSTITUTE, refresh=SeedRefresh.objects.get(), at=NOW, reason="別の方に確認")
    assert (row.state, present(seed).stage) == ("set_aside", "prototype")
    with pytest.raises(RuleBroken) as refused:
        set_aside(actor=INSTITUTE, refresh=row, at=NOW)
    assert code(refused) == "workflow.no_such_step"


def test_whoever_no_longer_agrees_to_be_named_leaves_the_sheet_at_once(seed):
    link = asked(seed)
    propose_corrections(link=link, values=corrected(seed, stage="field"), agrees=False, at=NOW)
    now = present(seed)
    assert (now.researcher_name, now.name_agreed_on, now.stage) == (Localised(), None, "prototype")
    confirm_unchanged(link=link, agrees=True, at=NOW)
    now = present(seed)
    assert now.researcher_name == both("架空 あき", "KAKU Aki")
    assert now.name_agreed_on == TODAY


def test_a_public_sheet_names_nobody_who_did_not_agree(seed):
    with pytest.raises(RecordRefused) as refused:
        change_record(
            actor=INSTITUTE,
            kind=kind_of("seed"),
            slug=seed.pk,
            revision=1,
            values={"name_agreed_on": None},
            reason="x",
        )
    assert [(name, flaw.code) for name, flaw in refused.value.flaws] == [
        ("researcher_name", "seed.name_without_consent")
    ]


def test_the_year_is_counted_by_how_the_seeds_stand(seed):
    confirm_unchanged(link=asked(seed), agrees=True, at=NOW)
    asked(a_seed("owed"))
    a_seed("waits")
    a_seed("nowhere", refresh_address="")
    a_seed("resting", state="resting")
    a_seed("elsewhere", holder="other")
    rows = to_refresh(INSTITUTE, YEAR)
    found = tally(rows)
    assert (found.total, found.answered) == (4, 1)
    assert {name: number for name, number in found.counts.items() if number} == {
        "confirmed": 1, "asked": 1, NOT_ASKED: 1, NO_ADDRESS: 1,
    }  # fmt: skip
    assert [row.pk for row in standing(rows, NO_ADDRESS)] == ["nowhere"]
    assert [row.pk for row in standing(rows, NOT_ASKED)] == ["waits"]
    assert [row.pk for row in standing(rows, "asked")] == ["owed"]
    assert tally(to_refresh(INSTITUTE, YEAR + 1)).counts[NOT_ASKED] == 3
    assert tally(to_refresh(READER, YEAR)).total == 0


def office_user():
    with journal(actor=INSTITUTE, action="test"):
        user = User.objects.create(username="desk-of-institute", email="desk@institute.example.jp")
        RoleAssignment.objects.create(
            user=user, role="institute", organisation_id="institute", period=Period(dt.date(2026, 4, 1), None)
        )
    return user


def write(user, what):
    from renkei.directory.selectors import actor_of

    job = start_asking(actor=actor_of(user, TODAY), year=YEAR, what=what, at=NOW)
    carry_out(job.pk, lambda: NOW)
    job.refresh_from_db()
    return job


def test_the_job_writes_to_those_the_asker_may_write_to_once_and_reminds_after_a_week(seed, time_machine):
    a_seed("second")
    a_seed("nowhere", refresh_address="")
    a_seed("elsewhere", organisation_id="other", holder="other")
    user = office_user()
    job = write(user, ASK)
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert "2" in job.said.text("en")
    assert set(SeedRefresh.objects.values_list("seed_id", flat=True)) == {"seed", "second"}
    assert write(user, ASK).total == 0
    assert write(user, REMIND).total == 0
    time_machine.move_to(NOW + 8 * DAY)
    confirm_unchanged(link=PrivateLink.objects.get(seed="second"), agrees=True, at=NOW)
    assert write(user, REMIND).done == 1
    assert SeedRefresh.objects.get(seed="seed").letters == 2
    assert SeedRefresh.objects.get(seed="second").letters == 1


LANGUAGE_TEXT = st.dictionaries(
    st.sampled_from(("ja", "en")), st.sampled_from(("", " ", "酵母", "a\r\nb", "a\nb"))
)


@given(
    texts=st.dictionaries(st.sampled_from(TEXTS), LANGUAGE_TEXT), stage=st.sampled_from(("basic", "field"))
)
def test_what_is_taken_over_is_what_was_given(texts, stage):
    """Comparing and reading back agree: a proposal taken over leaves no change to propose."""
    blank = {name: {} for name in TEXTS} | {"stage": "basic", "fields": []}
    given_ = texts | {"stage": stage, "holder": "somebody"}
    found = changes(blank, given_)
    assert set(found) <= set(CORRECTED)
    taken = blank | {
        name: read_value(name, value).to_dict() if name in TEXTS else value for name, value in found.items()
    }
    assert changes(taken, given_) == {}


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_a_refresh_is_due_a_year_later(day):
    due = next_due(day)
    assert 364 < (due - day).days < 367
    assert (due.month, due.day) == (day.month, day.day) or (day.month, day.day) == (2, 29)


def test_the_database_refuses_a_step_the_table_does_not_know(seed):
    asked(seed)
    with pytest.raises(ProgrammingError, match="Invalid transition"), journal(actor=INSTITUTE, action="test"):
        SeedRefresh.objects.filter(seed=seed).update(state="taken")


def test_a_field_of_application_that_is_gone_is_no_hindrance(seed):
    make(ApplicationField, "gone", name=both("消える", "Gone"), position=9)
    given = corrected(seed, fields=["food", "gone"])
    propose_corrections(link=asked(seed), values=given, agrees=True, at=NOW)
    with journal(actor=INSTITUTE, action="test"):
        ApplicationField.objects.filter(pk="gone").delete()
    take_over(actor=INSTITUTE, refresh=SeedRefresh.objects.get(), names={"fields"}, revision=1, at=NOW)
    assert snapshot(present(seed))["fields"] == ["food"]
