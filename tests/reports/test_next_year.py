"""Next year's draft: the plan carried over, a round for what is missing, one act that can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Context

from renkei.budgets.models import Item, Measure
from renkei.core.accounts.actors import COMMAND_LINE, STRANGER, Actor, Role
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of, kinds
from renkei.core.records.services import change_record
from renkei.core.tables.undo import undo_act
from renkei.indicators.models import StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.reports.checks import check_edition
from renkei.reports.editions import begin_edition
from renkei.reports.enums import Need
from renkei.reports.missing import missing_of
from renkei.reports.next_year import make_next_year, next_year
from renkei.reports.service import report
from renkei.rounds.models import Owner, Question, Round
from renkei.rounds.services import move_round
from tests.builders import both
from tests.reports.planning import DAY, DUE, YEAR, indicator, plan, planned

pytestmark = pytest.mark.django_db
RESULTS, PLAN = {"side": "results", "fiscal_year": 2021}, {"side": "plan", "fiscal_year": 2022}


@pytest.fixture
def records(clean_mihon):
    plan()


def made(actor=COMMAND_LINE):
    return make_next_year(YEAR, "yearly", actor=actor, at=DAY, due_on=DUE)


def seen(actor=COMMAND_LINE):
    return missing_of(2021, "yearly", actor=actor, at=DAY)


def change(slug, **values):
    row = Item.objects.get(pk=slug)
    kind = kind_of("item")
    return change_record(
        actor=COMMAND_LINE, kind=kind, slug=slug, revision=row.revision, values=values, reason="test"
    )


def test_the_plan_becomes_results_and_the_next_plan(records):
    made()
    assert set(Measure.objects.filter(**RESULTS).values_list("pk", "carried_from")) == {
        ("system-2021-results", "system-2021-plan")
    }
    results = {row.pk: row for row in Item.objects.filter(**RESULTS)}
    assert set(results) == {
        "planned-results-2021",
        "results-2021-agreed",
        "results-2021-done",
        "results-2021-figure",
        "results-2021-meeting",
        "results-2021-top",
    }
    below = results["results-2021-meeting"]
    assert (below.parent_id, below.measure_id) == ("results-2021-top", "system-2021-results")
    assert {row.pk: row.state for row in results.values() if row.state != "not_stated"} == {
        "results-2021-done": "done"
    }
    assert {row.publication for row in results.values()} == {"internal"}
    assert results["results-2021-done"].holder == "mihon-fund"
    following = {row.pk: row for row in Item.objects.filter(**PLAN)}
    assert "plan-2022-top" in following
    assert following["plan-2022-meeting"].parent_id == "plan-2022-top"
    assert {following[slug].state for slug in ("plan-2022-top", "planned-plan-2022")} == {"planned"}
    assert following["plan-2022-done"].state == "not_stated"


def test_years_in_placeholders_move_and_typed_ones_stay(records):
    made()
    assert Measure.objects.get(**PLAN).title == both("[[year:2022]]の体制", "The system in [[year:2022]]")
    text = Item.objects.get(pk="plan-2022-figure").text
    assert text["ja"] == "[[figure:research.joint_projects@2022]]件を目指す。2021年度から。"
    needs = {each.record.pk: each.needs for each in seen().sentences}
    assert Need.TYPED in needs["plan-2022-figure"]
    assert Need.TYPED not in needs["results-2021-figure"]


def test_a_meeting_of_the_old_year_leaves_its_place_open(records):
    made()
    later = Item.objects.get(pk="plan-2022-meeting")
    assert later.text == both("会議は〔要記入〕に開く。", "To meet on 〔to be filled in〕.")
    assert later.meeting_id is None
    same_year = Item.objects.get(pk="results-2021-meeting")
    assert same_year.meeting_id == "council-second"
    running = Item.objects.get(pk="plan-2022-agreed")
    assert running.agreement_id == "three-4"
    needs = {each.record.pk: each.needs for each in seen().sentences}
    assert needs["plan-2022-meeting"][:2] == (Need.OPEN, Need.REFERENCE)
    assert Need.REFERENCE in needs["results-2021-meeting"]


def test_an_agreement_that_has_ended_is_left_behind(records):
    change("plan-2021-agreed", fiscal_year=2021)
    with journal(actor=COMMAND_LINE, action="test"):
        from renkei.agreements.models import Agreement
        from renkei.kernel.periods import Period

        Agreement.objects.filter(pk="three-4").update(term=Period(dt.date(2019, 4, 1), dt.date(2022, 3, 31)))
    made()
    assert Item.objects.get(pk="plan-2022-agreed").agreement_id is None
    assert Item.objects.get(pk="plan-2022-agreed").text["ja"] == "〔要記入〕による。"
    assert Item.objects.get(pk="results-2021-agreed").agreement_id == "three-4"


def test_the_draft_is_a_report(records):
    made()
    assert report(2021, "yearly", language="ja", actor=STRANGER, at=DAY) is None
    found = report(2021, "yearly", language="ja", actor=COMMAND_LINE, at=DAY)
    assert [each.id for each in found.sections if each.id in {"results", "plan"}] == ["results", "plan"]


def test_pressing_twice_does_nothing_the_second_time(records):
    made()
    before = (
        Item.objects.count(),
        Measure.objects.count(),
        Question.objects.count(),
        Context.objects.count(),
    )
    assert made() == ""
    assert before == (
        Item.objects.count(),
        Measure.objects.count(),
        Question.objects.count(),
        Context.objects.count(),
    )
    assert next_year(YEAR, "yearly", actor=COMMAND_LINE, at=DAY).is_empty


def test_what_stands_there_is_left_and_named(records):
    planned("by-hand", both("手で書いた。"), fiscal_year=2021, side="results")
    planned("same-words", both("推進会議の開催。", "Meetings of the council."), fiscal_year=2022, side="plan")
    found = next_year(YEAR, "yearly", actor=COMMAND_LINE, at=DAY)
    assert {row.pk for row in found.carrying.standing} == {"by-hand", "same-words"}
    made()
    assert Item.objects.get(pk="by-hand").text == both("手で書いた。")
    assert not Item.objects.filter(pk="plan-2022-top").exists()
    assert Item.objects.get(pk="plan-2022-meeting").parent_id == "same-words"


def test_later_lines_of_the_plan_are_carried_by_a_later_press(records):
    made()
    planned("plan-2021-late", both("あとから。", "Later."))
    found = next_year(YEAR, "yearly", actor=COMMAND_LINE, at=DAY)
    assert [row.pk for row in found.carrying.items] == ["results-2021-late", "plan-2022-late"]


def test_a_round_asks_the_owner_of_what_is_missing(records):
    made()
    asked = Round.objects.get(pk="yearly-2021-results")
    assert (asked.state, asked.fiscal_year, asked.due_on) == ("draft", 2021, DUE)
    assert list(
        Question.objects.values_list("owner__round", "owner__organisation", "indicator").order_by(
            "owner__round"
        )
    ) == [
        ("yearly-2021-results", "mihon-prefecture", "research.joint_projects"),
        ("yearly-2022-plan", "mihon-prefecture", "research.joint_projects"),
    ]
    figures = {(each.code, each.fiscal_year): each for each in seen().figures}
    assert figures["research.joint_projects", 2021].question.owner.round_id == "yearly-2021-results"
    assert figures["budgets.actual.first", 2021].owner is None
    assert not figures["budgets.actual.first", 2021].can_be_asked


def test_a_figure_nobody_published_is_named_without_an_owner(records):
    indicator("test.unowned")
    planned("plan-2021-unowned", both("[[figure:test.unowned]]", "[[figure:test.unowned]]"))
    made()
    found = {(each.code, each.fiscal_year): each for each in seen().figures}
    assert found["test.unowned", 2021].owner is None
    assert not Question.objects.filter(indicator="test.unowned").exists()


def test_a_planned_value_is_no_result(records):
    with journal(actor=COMMAND_LINE, action="test"):
        row = StatedValue.objects.get(pk="joint-2020")
        row.pk, row.fiscal_year, row.basis, row.value = "joint-2021-planned", 2021, "planned", 20
        row.save(force_insert=True)
    found = next_year(YEAR, "yearly", actor=COMMAND_LINE, at=DAY)
    wanted = next(each for each in found.missing if each.code == "research.joint_projects")
    assert wanted.planned
    with journal(actor=COMMAND_LINE, action="test"):
        StatedValue.objects.filter(pk="joint-2021-planned").update(basis="result")
    found = next_year(YEAR, "yearly", actor=COMMAND_LINE, at=DAY)
    assert "research.joint_projects" not in {each.code for each in found.missing if each.fiscal_year == 2021}


def test_it_is_taken_back_as_a_whole(records, secretariat):
    before = set(Item.objects.values_list("pk", flat=True)), set(Measure.objects.values_list("pk", flat=True))
    act = made(secretariat)
    undo_act(act, actor=secretariat, reason="早すぎた")
    assert before == (
        set(Item.objects.values_list("pk", flat=True)),
        set(Measure.objects.values_list("pk", flat=True)),
    )
    assert not Round.objects.exists()
    assert not Owner.objects.exists()
    assert made(secretariat)


def test_it_is_not_taken_back_once_something_was_changed(records, secretariat):
    act = made(secretariat)
    change("results-2021-top", text=both("書き直した。", "Written anew."))
    with pytest.raises(RuleBroken) as refused:
        undo_act(act, actor=secretariat, reason="早すぎた")
    assert refused.value.code == "undo.changed_since"
    assert "results-2021-top" in refused.value.context["records"]
    assert Round.objects.exists()


def test_it_is_not_taken_back_once_its_round_is_open(records, secretariat):
    act = made(secretariat)
    move_round(actor=secretariat, asked=Round.objects.get(pk="yearly-2021-results"), verb="open")
    with pytest.raises(RuleBroken) as refused:
        undo_act(act, actor=secretariat, reason="早すぎた")
    assert refused.value.code == "undo.changed_since"
    assert Item.objects.filter(**RESULTS).exists()


@pytest.mark.parametrize("role", [Role.READER, Role.FINANCE, Role.COORDINATOR, Role.STRANGER])
def test_who_may_not_add_everywhere_is_refused(records, role):
    actor = Actor("somebody", frozenset({Role.STRANGER, role}), 9)
    with pytest.raises(RuleBroken) as refused:
        next_year(YEAR, "yearly", actor=actor, at=DAY)
    assert refused.value.code == "permission.refused"
    with pytest.raises(RuleBroken) as refused:
        made(actor)
    assert refused.value.code == "permission.refused"
    assert not Item.objects.filter(**RESULTS).exists()


def test_an_office_of_one_organisation_is_refused(records, city_office):
    with pytest.raises(RuleBroken) as refused:
        made(city_office)
    assert refused.value.code == "permission.refused"


@pytest.mark.parametrize(
    ("kind", "year", "code"), [("brief", 2020, "draft.kind"), ("yearly", 2015, "report.not_found")]
)
def test_a_report_without_both_sides_or_records_is_refused(records, kind, year, code):
    with pytest.raises(RuleBroken) as refused:
        make_next_year(year, kind, actor=COMMAND_LINE, at=DAY, due_on=DUE)
    assert refused.value.code == code


def test_nothing_but_measures_items_and_rounds_is_written(records):
    """No value, amount, date or meeting: whatever else there is stays as it was."""
    others = [kind.model for kind in kinds() if kind.slug not in {"measure", "item"}]
    before = {model: set(model._default_manager.values_list("pk", "revision")) for model in others}
    made()
    assert before == {model: set(model._default_manager.values_list("pk", "revision")) for model in others}
    for row in [*Item.objects.exclude(carried_from=None), *Measure.objects.exclude(carried_from=None)]:
        assert row.document_id is None
        assert not row.place
        assert row.public_from is row.public_until is None


def test_hostile_text_is_carried_as_text(records):
    hostile = "<script>alert(1)</script>{{ 7|add:7 }} #set page(1) =1+1 【[2021]】"
    planned("plan-2021-hostile", both(hostile, hostile))
    made()
    assert Item.objects.get(pk="results-2021-hostile").text["ja"] == hostile


def test_what_is_done_goes_from_the_list(records):
    made()
    change(
        "results-2021-top", text=both("会議を開いた。", "The council met."), state="done",
        publication="public", publication_decided_by="office",
    )  # fmt: skip
    assert "results-2021-top" not in {each.record.pk for each in seen().sentences}


def test_a_changed_sentence_whose_translation_is_old_is_told(records):
    made()
    change("results-2021-top", text=both("会議を開いた。", "Meetings of the council."))
    needs = {each.record.pk: each.needs for each in seen().sentences}["results-2021-top"]
    assert Need.BEHIND in needs
    assert Need.UNCHANGED not in needs


def test_last_years_photograph_is_told_until_there_is_a_new_one(records):
    planned("picture-2020", both("会議", "The meeting"), fiscal_year=2020, side="results", kind="picture")
    made()
    assert [each.record.pk for each in seen().photographs] == ["picture-2020"]
    planned("picture-2021", both("会議", "The meeting"), fiscal_year=2021, side="results", kind="picture")
    assert seen().photographs == ()


def test_checks_tell_unchanged_sentences_and_open_places(records):
    made()
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(carried_from__isnull=False).update(publication="public")
        Measure.objects.filter(carried_from__isnull=False).update(publication="public")
    edition = begin_edition(actor=COMMAND_LINE, kind="yearly", year=2021, at=DAY)
    found = check_edition(edition, DAY).findings
    unchanged = {each.record[1]: each for each in found if each.rule == "unchanged"}
    assert "results-2021-top" in unchanged
    assert unchanged["results-2021-top"].anchor
    assert not unchanged["results-2021-top"].is_error
    assert {each.language for each in found if each.rule == "open_place"} == {"ja", "en"}
    change("results-2021-top", text=both("会議を開いた。", "The council met."))
    found = check_edition(edition, DAY).findings
    assert "results-2021-top" not in {each.record[1] for each in found if each.rule == "unchanged"}


def queries(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_queries_do_not_grow_with_the_plan(records):
    def preview():
        return next_year(YEAR, "yearly", actor=COMMAND_LINE, at=DAY)

    first = queries(preview)
    for number in range(12):
        planned(
            f"plan-2021-more-{number}", both(f"文{number}", f"Text {number}"), measure_id="system-2021-plan"
        )
        indicator(f"test.more_{number}", value=number, publisher_id="mihon-prefecture")
    assert queries(preview) == first
    made()
    one = queries(seen)
    for number in range(12):
        planned(f"results-more-{number}", both(f"[[figure:test.more_{number}]]", f"[[figure:test.more_{number}]]"),
                fiscal_year=2021, side="results")  # fmt: skip
    assert queries(seen) == one
    edition = begin_edition(actor=COMMAND_LINE, kind="yearly", year=2021, at=DAY)
    assert edition is not None
