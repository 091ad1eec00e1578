"""The pages of casework: what they show, to whom, and in how many queries."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from contextlib import contextmanager

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.services import create_user
from renkei.core.inbox.registry import waiting_for
from renkei.core.records.kinds import kind_of
from renkei.directory.models import Organisation, Person
from renkei.directory.services import assign_role, say_who
from renkei.kernel.errors import RuleBroken
from renkei.matching.board import Asked, cards_of, cases_asked
from renkei.matching.letters import letter_to_company, letter_to_researcher
from renkei.matching.models import Activity, Case, CaseStage
from renkei.matching.services.cases import close_case, move_case
from renkei.matching.services.handover import hand_over
from renkei.matching.services.parts import add_to_case, consent, introduce
from renkei.matching.services.records import holding_values
from renkei.matching.services.visits import Visit, log_visit
from tests.builders import both
from tests.cast import signed_in_as
from tests.matching.casework import AT, ICHI, NI, SHI, a_case, a_need, office, present

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15
DRAFT = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _november(db):
    with time_machine.travel(dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC), tick=False):
        office()
        yield


def signed(name, organisation, language="ja", role=Role.COORDINATOR):
    user = create_user(actor=COMMAND_LINE, name=name)
    place = Organisation.objects.get(pk=organisation)
    assign_role(actor=COMMAND_LINE, user=user, role=role, organisation=place)
    say_who(actor=COMMAND_LINE, user=user, person=Person.objects.get(pk=name))
    return signed_in_as(user, language)


@contextmanager
def at_most(number):
    with CaptureQueriesContext(
        connection,
    ) as taken:
        yield taken
    assert len(taken) <= number, [each["sql"][:120] for each in taken.captured_queries]


def logged(case, draft=DRAFT, **values):
    given = {
        "kind": "visit",
        "held_on": AT,
        "coordinator": Person.objects.get(pk="ichi"),
        "what": both("訪問した"),
    }
    return log_visit(actor=ICHI, draft=draft, at=AT, visit=Visit(case=case, **given | values)).activity


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_of_casework_opens_for_nothing_and_for_something(language):
    client = signed("ichi", "foundation", language)
    pages = [
        reverse(f"desk:{name}")
        for name in ("board", "open_case", "visit", "activities", "caseload", "hand_over", "capabilities")
    ]
    pages += [f"{reverse('desk:board')}?view=list", reverse("desk:month", args=["2026-11"])]
    for page in pages:
        assert client.get(page).status_code == 200, page
    case = a_case()
    logged(case, promised=both("送る"), promised_by=AT)
    for page in (
        *pages,
        reverse("desk:casework", args=[case.pk]),
        reverse("desk:lineage", args=["need", "need"]),
    ):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("view", ["", "?view=list", "?late=1", "?coordinator=me&field=x"])
def test_the_board_asks_no_more_for_many_cases_than_for_one(view):
    client = signed("ichi", "foundation")
    first = a_case("need-0")
    page = reverse("desk:board") + view
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for number in range(1, 6):
        a_case(f"need-{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) <= len(few)
    assert len(many) <= MOST_QUERIES
    assert first.pk


def test_a_card_is_moved_by_a_button_and_the_second_is_told_side_by_side():
    ichi, ni = signed("ichi", "foundation"), signed("ni", "foundation")
    case = a_case()
    board = ichi.get(reverse("desk:board")).text
    assert f'formaction="{reverse("desk:move_card", args=[case.pk])}?revision=1"' in board
    move = reverse("desk:move_card", args=[case.pk])
    asked = {"stage": "survey", "revision": 1, "back": reverse("desk:board")}
    moved = ichi.post(move, asked)
    assert moved["Location"] == f"{reverse('desk:board')}#{case.pk}"
    assert present(case).stage_id == "survey"
    told = ni.post(move, asked | {"stage": "meeting"})
    assert told.status_code == 409
    assert "survey" in told.text
    assert "meeting" in told.text
    assert present(case).stage_id == "survey"
    assert ni.post(move, asked | {"stage": "meeting", "revision": 2}).status_code == 302
    assert present(case).stage_id == "meeting"


def test_moving_leads_to_no_other_site():
    case = a_case()
    client = signed("ichi", "foundation")
    answer = client.post(
        reverse("desk:move_card", args=[case.pk]),
        {"stage": "survey", "revision": 1, "back": "https://example.com/"},
    )
    assert answer["Location"].startswith(reverse("desk:board"))


@pytest.mark.parametrize("private", [True, False])
def test_nothing_of_anothers_casework_is_on_any_page(private):
    """Neither names nor counts: but for the caseload, which says how many."""
    case = a_case("secret", title=both("秘密の件名", "Secret title"), holder_person="ichi" if private else "")
    Case.objects.get(pk=case.pk)
    activity = logged(case, what=both("秘密の訪問", "Secret visit"))
    others = [signed("shi", "other")]
    if private:
        others.append(signed("ni", "foundation"))
    for client in others:
        for name in ("board", "activities", "caseload", "visit", "hand_over"):
            page = client.get(reverse(f"desk:{name}"))
            assert "秘密" not in page.text, name
            assert case.pk not in page.text, name
        month = client.get(reverse("desk:month", args=["2026-11"]))
        assert "秘密" not in month.text
        assert {view.count.number for view in month.context["counts"]} <= {0, None}
        for name, slug in (("casework", case.pk), ("visit_saved", activity.pk)):
            assert client.get(reverse(f"desk:{name}", args=[slug])).status_code == 404
        assert client.post(reverse("desk:act_on_case", args=[case.pk, "move"])).status_code == 404
        for form in ("xlsx", "docx"):
            file = client.get(reverse("desk:month", args=["2026-11"]) + f"report.{form}")
            with zipfile.ZipFile(io.BytesIO(file.content)) as parts:
                assert not any("秘密".encode() in parts.read(name) for name in parts.namelist())
    loads = others[0].get(reverse("desk:caseload")).context["table"].rows
    assert loads == [] or all(row[4].value == 0 for row in loads)


def test_what_is_late_in_python_is_late_in_sql():
    answered = {"answered_on": AT}
    cases = [a_case(f"need-{number}", days_ago=days) for number, days in enumerate((1, 7, 8, 15, 30))]
    move_case(actor=ICHI, case=cases[3], revision=1, stage=CaseStage.objects.get(pk="meeting"), at=AT)
    logged(cases[0], promised=both("送る"), promised_by=AT - dt.timedelta(days=1), held_on=AT)
    logged(cases[3], draft="a" * 32)
    assert answered
    late = {row.pk for row in cases_asked(Asked(late=True), actor=ICHI, at=AT)}
    cards = cards_of([case.pk for case in cases], actor=ICHI, at=AT)
    assert late == {card.case.pk for card in cards if card.marks}
    assert late == {cases[0].pk, cases[2].pk, cases[4].pk}


def test_a_visit_needs_who_and_what_only():
    client = signed("ichi", "foundation")
    case = a_case()
    page = client.get(reverse("desk:visit") + f"?case={case.pk}")
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    wrong = client.post(reverse("desk:visit"), sent | {"about": ""})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"about", "what"}
    assert not Activity.objects.exists()
    done = client.post(reverse("desk:visit"), sent | {"what": "話を聞いた", "stage": "survey"})
    saved = Activity.objects.get()
    assert done["Location"].startswith(reverse("desk:visit_saved", args=[saved.pk]))
    assert (saved.coordinator_id, saved.held_on, saved.case_id) == ("ichi", AT, case.pk)
    assert present(case).stage_id == "survey"
    told = client.get(done["Location"])
    assert f'data-draft="{sent["draft"]}"' in told.text
    again = client.post(reverse("desk:visit"), sent | {"what": "話を聞いた"})
    assert "again=1" in again["Location"]
    assert Activity.objects.count() == 1


def test_a_name_that_is_no_organisation_is_kept_as_who_was_met():
    client = signed("ichi", "foundation")
    sent = {
        "draft": DRAFT,
        "other": "見知らぬ会社",
        "what": "電話",
        "kind": "call",
        "held_on": "2026-11-25",
        "coordinator": "ichi",
    }
    client.post(reverse("desk:visit"), sent)
    assert Activity.objects.get().who.text("ja") == "見知らぬ会社"
    client.post(reverse("desk:visit"), sent | {"draft": "b" * 32, "other": "架空のfirm"})
    assert Activity.objects.exclude(pk=f"activity-{DRAFT}").get().organisation_id == "firm"


def test_the_months_report_counts_with_its_lines():
    case = a_case(days_ago=10)
    logged(case)
    logged(case, draft="a" * 32, kind="call", held_on=AT)
    done = close_case(
        actor=ICHI,
        case=case,
        revision=present(case).revision,
        why=case.closing_reason or reason("advice"),
        at=AT,
    )
    client = signed("ichi", "foundation")
    page = client.get(reverse("desk:month", args=["2026-11"]) + "?coordinator=ichi")
    numbers = {view.count.code: view.count.number for view in page.context["counts"]}
    assert (numbers["visit"], numbers["call"], numbers["companies_met"]) == (1, 1, 1)
    assert (numbers["opened"], numbers["closed"], numbers["answer_days"]) == (1, 1, 10)
    assert done.pk in page.text
    assert client.get(reverse("desk:month", args=["2026-13"])).status_code == 404


def reason(slug):
    from renkei.matching.models import ClosingReason

    return ClosingReason.objects.get(pk=slug)


def test_what_is_late_waits_for_its_coordinator_and_after_a_week_for_the_others():
    case = a_case(days_ago=10)  # the answer was due three days ago
    assert case.answer_due == AT - dt.timedelta(days=3)

    def waits(actor, at):
        return any(
            item.slug == case.pk and "最初の回答" in item.text.text("ja") for item in waiting_for(actor, at)
        )

    assert waits(ICHI, AT)
    assert not waits(NI, AT)
    assert waits(NI, AT + dt.timedelta(days=4))
    assert not waits(SHI, AT + dt.timedelta(days=40))


def test_a_hand_over_is_seen_before_it_is_done_and_named_only_to_those_who_see_it():
    a_case("open")
    a_case("secret", title=both("秘密の件名", "Secret"), holder_person="ichi")
    ni = signed("ni", "foundation")
    asked = {"leaving": "ichi", "successor": "shi", "reason": "異動"}
    seen = ni.post(reverse("desk:hand_over"), asked)
    assert seen.status_code == 200
    assert "秘密" not in seen.text
    assert seen.context["found"].unseen == 2
    to_herself = ni.post(reverse("desk:hand_over"), asked | {"successor": "ni", "confirm": "1"})
    assert to_herself.status_code == 422
    assert not Case.objects.filter(coordinator="ni").exists()
    done = ni.post(reverse("desk:hand_over"), asked | {"confirm": "1"})
    assert done.status_code == 302
    assert set(Case.objects.values_list("coordinator", flat=True)) == {"shi"}
    act = done["Location"].rstrip("/").rpartition("/")[2]
    back = ni.post(reverse("desk:undo_hand_over", args=[act]), {"reason": "やり直し"})
    assert back.status_code == 302
    assert set(Case.objects.values_list("coordinator", flat=True)) == {"ichi"}
    assert set(Case.objects.exclude(holder_person="").values_list("holder_person", flat=True)) == {"ichi"}


def test_somebody_elses_work_is_not_to_be_handed_over():
    a_case("open")
    people = Person.objects.in_bulk()
    with pytest.raises(RuleBroken):
        hand_over(actor=SHI, leaving=people["ichi"], successor=people["shi"], reason="欲しい", at=AT)
    assert set(Case.objects.values_list("coordinator", flat=True)) == {"ichi"}


def test_a_case_too_long_in_its_stage_waits_and_a_letter_names_nobody_before_both_agree():
    case = a_case(days_ago=10)  # a week is usual in the first stage
    words = [item.text.text("ja") for item in waiting_for(ICHI, AT) if item.slug == case.pk]
    assert any(text.startswith("段階の目安が過ぎる") for text in words)
    made = add_to_case(
        actor=ICHI,
        case=case,
        kind="introduction",
        values={"researcher_id": "shi", "may_pass_on": both("臭いの出る時期だけ", "Only when it smells")},
    )
    assert holding_values(made) == holding_values(case)
    for agreed in (False, True):
        texts = [write(made, "ja") for write in (letter_to_company, letter_to_researcher)]
        assert all("臭いの出る時期だけ" in text for text in texts)
        assert not any("課題" in text for text in texts)
        assert ("shi" in texts[0], "架空のfirm" in texts[1]) == (agreed, agreed)
        if not agreed:
            with pytest.raises(RuleBroken):
                introduce(actor=ICHI, introduction=made, on=AT)
            consent(actor=ICHI, introduction=made, side="company", on=AT)
            with pytest.raises(RuleBroken):
                introduce(actor=ICHI, introduction=made, on=AT)
            made = consent(actor=ICHI, introduction=made, side="researcher", on=AT)
    assert introduce(actor=ICHI, introduction=made, on=AT).state == "made"


@pytest.mark.parametrize("act", ["plan", "move", "close", "answer", "reopen"])
def test_each_act_of_the_page_is_done_or_told_why_not(act):
    client, case = signed("ichi", "foundation"), a_case()
    asked = {"revision": 1, "next_step": "電話", "next_due": "2026-12-01", "stage": "survey", "why": "advice"}
    done = client.post(
        reverse("desk:act_on_case", args=[case.pk, act]), asked | {"reason": "続ける"}, follow=True
    )
    assert done.status_code == 200
    now = present(case)
    assert {
        "plan": now.next_due == dt.date(2026, 12, 1),
        "move": now.stage_id == "survey",
        "close": now.closing_reason_id == "advice",
        "answer": now.answered_on == AT,
        "reopen": now.revision == 1 and "進行中の案件です" in done.text,
    }[act]
    stale = client.post(reverse("desk:act_on_case", args=[case.pk, "plan"]), asked | {"revision": 99})
    assert stale.status_code == 409


def test_figures_of_casework_count_the_year_and_name_no_company():
    case = a_case(days_ago=10, title=both("秘密の件名", "Secret"))
    logged(case)
    client = signed("ichi", "foundation")
    for code, number in (("visits", 1), ("needs_received", 1), ("cases_opened", 1)):
        page = client.get(reverse("desk:evidence", args=[f"matching.{code}", 2026]))
        assert page.status_code == 200, code
        assert page.context["answer"].value == number, code
        assert "秘密" not in page.text
    answer = signed("shi", "other").get(reverse("desk:evidence", args=["matching.visits", 2026]))
    assert DRAFT not in answer.text


def test_a_need_leads_to_a_case_and_both_to_their_lineage():
    client = signed("ichi", "foundation")
    a_need("lonely")
    page = client.get(reverse("desk:record", args=["matching", "need", "lonely"]))
    start = f"{reverse('desk:open_case')}?need=lonely"
    assert start in page.text
    form = client.get(start).context["form"]
    made = client.post(start, {name: form[name].value() or "" for name in form.fields})
    case = Case.objects.get(need="lonely")
    assert made["Location"] == reverse("desk:casework", args=[case.pk])
    assert start not in client.get(reverse("desk:record", args=["matching", "need", "lonely"])).text
    for kind, slug in (("need", "lonely"), ("case", case.pk)):
        lineage = client.get(reverse("desk:lineage", args=[kind, slug]))
        assert kind_of("need").desk_address("lonely") in lineage.text or kind == "need"
        assert case.title.text("ja") in lineage.text
    assert signed("shi", "other").get(reverse("desk:lineage", args=["need", "lonely"])).status_code == 404
