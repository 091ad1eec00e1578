"""External funds: steps with their days, refusals, sums, deadlines; and the institutions' page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.accounts.actors import Role
from renkei.core.figures.service import answer, evidence
from renkei.core.inbox.registry import deadlines, waiting_for
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period
from renkei.kernel.workflow import state_after, verbs
from renkei.matching.enums import FundState
from renkei.matching.funds import Asked, funds_asked, in_order, sums_by_state, sums_of
from renkei.matching.models import (
    Capability,
    ExternalFund,
    ExternalFundPartner,
    JointActivity,
    JointActivityParty,
)
from renkei.matching.services.funds import step_fund
from renkei.matching.workflow import FUND
from tests.builders import both, make
from tests.desk.test_casework import signed
from tests.matching.casework import AT, AUDITOR, ICHI, NI, SHI, office

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _november(db: None) -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC), tick=False):
        office()
        yield


def a_fund(slug: str = "fund", **values: Any) -> ExternalFund:
    given_ = {
        "title": both(f"課題 {slug}"),
        "call": both("公募"),
        "lead_id": "centre",
        "holder": "foundation",
    }
    return make(ExternalFund, slug, **{"publication": "internal"} | given_ | values)


def stepped(fund: ExternalFund, step: str, *, on: dt.date = AT, **values: Any) -> ExternalFund:
    revision = ExternalFund.objects.get(pk=fund.pk).revision
    options: dict[str, Any] = {"actor": ICHI, "revision": revision, **values}
    return step_fund(fund=fund, step=step, on=on, **options)


def test_a_fund_goes_its_way_and_the_figures_follow() -> None:
    fund = a_fund()
    stepped(fund, "apply", on=dt.date(2026, 4, 1), amount=5_000_000)
    stepped(fund, "adopt", on=dt.date(2027, 3, 31), amount=4_000_000)
    stepped(fund, "start")
    done = stepped(fund, "end", result=both("試作品ができた"))
    assert (done.state, done.applied_on, done.decided_on) == (
        "ended",
        dt.date(2026, 4, 1),
        dt.date(2027, 3, 31),
    )
    assert done.result.text("ja") == "試作品ができた"

    def value(code: str, year: int) -> Any:
        found = answer(f"matching.{code}", year, actor=AUDITOR, at=dt.date(2027, 4, 1))
        return found.value if found else None

    codes = (
        "external_funds_applied",
        "external_fund_requested",
        "external_funds_adopted",
        "external_fund_amount",
    )
    assert [value(code, 2026) for code in codes] == [1, 5_000_000, 1, 4_000_000]
    assert [value(code, 2025) for code in codes] == [None] * 4
    lines = evidence("matching.external_fund_requested", 2026, actor=ICHI, at=AT)
    assert lines is not None
    assert [line.slug for line in lines.lines] == ["fund"]


@given(st.lists(st.sampled_from(["apply", "adopt", "reject", "start", "end", "drop", "plan"]), max_size=8))
def test_whatever_is_tried_money_is_won_only_by_who_applied(tried: list[str]) -> None:
    state, been = "planned", ["planned"]
    for step in tried:
        if step in verbs(FUND, state):
            state = state_after(FUND, state, step)
            been.append(state)
    if {"adopted", "running", "ended"} & set(been):
        assert "applied" in been
    assert set(been) <= set(FundState.values)


@pytest.mark.parametrize(
    ("step", "changed", "code"),
    [
        ("adopt", {}, "workflow.no_such_step"),
        ("apply", {"revision": 9}, "record.stale"),
        ("apply", {"actor": SHI}, "permission.refused"),
        ("apply", {"actor": AUDITOR}, "permission.refused"),
    ],
)
def test_a_refused_step_writes_nothing(step: str, changed: dict[str, Any], code: str) -> None:
    fund = a_fund()
    with pytest.raises(RuleBroken) as refused:
        stepped(fund, step, **changed)
    assert refused.value.code == code
    assert ExternalFund.objects.get().state == "planned"


def test_a_decision_before_the_application_is_refused_by_its_field() -> None:
    fund = a_fund()
    stepped(fund, "apply")
    with pytest.raises(RecordRefused) as refused:
        stepped(fund, "adopt", on=AT - DAY)
    assert [(name, flaw.code) for name, flaw in refused.value.flaws] == [
        ("decided_on", "fund.decided_before_applied")
    ]
    assert ExternalFund.objects.get().state == "applied"


def test_deadlines_and_ends_wait_for_the_holder_and_stand_in_the_calendar() -> None:
    a_fund("due", deadline=AT + 30 * DAY)
    a_fund("late", deadline=AT - DAY)
    a_fund("far", deadline=AT + 60 * DAY)
    a_fund("sent", deadline=AT + 3 * DAY, state="applied", applied_on=AT)
    running = {"state": "running", "applied_on": AT, "decided_on": AT}
    a_fund("ends", period=Period(AT - 90 * DAY, AT + 10 * DAY), **running)
    a_fund("open", period=Period(AT - 90 * DAY, None), **running)

    def waits(actor: Any) -> list[tuple[str, dt.date | None]]:
        return [(each.slug, each.day) for each in waiting_for(actor, AT) if each.kind == "externalfund"]

    expected = [("late", AT - DAY), ("ends", AT + 10 * DAY), ("due", AT + 30 * DAY)]
    assert waits(ICHI) == expected
    assert waits(NI) == expected
    assert waits(SHI) == []
    calendar = deadlines(ICHI, AT, AT, AT + 90 * DAY)
    assert [each.slug for each in calendar if each.kind == "externalfund"] == ["ends", "due", "far"]


def test_the_list_is_narrowed_ordered_and_added_up() -> None:
    a_fund("a", deadline=AT + 9 * DAY, amount_requested=3, field=None)
    a_fund("b", deadline=AT + 2 * DAY, amount_requested=5)
    a_fund(
        "c",
        state="adopted",
        applied_on=AT,
        decided_on=AT,
        amount_requested=7,
        amount_awarded=6,
        lead_id="firm",
    )
    a_fund("secret", holder="other", amount_requested=1_000)
    make(ExternalFundPartner, "p", fund_id="a", organisation_id="firm")

    def slugs(**asked: Any) -> list[str]:
        return [each.pk for each in in_order(funds_asked(Asked(**asked), actor=ICHI, at=AT, first_month=4))]

    assert slugs() == ["b", "a", "c"]
    assert slugs(state="adopted") == ["c"]
    assert slugs(member="firm") == ["a", "c"]
    assert slugs(q="課題 b") == ["b"]
    assert slugs(year=2026) == ["b", "a", "c"]
    assert slugs(year=2025) == []
    rows = funds_asked(Asked(), actor=ICHI, at=AT, first_month=4)
    total = sums_of(rows)
    assert (total.number, total.requested, total.awarded) == (3, 15, 6)
    assert {state: (each.number, each.requested) for state, each in sums_by_state(rows).items()} == {
        "planned": (2, 8),
        "adopted": (1, 7),
    }


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_show_what_there_is_and_ask_no_more_for_more(language: str) -> None:
    client = signed("ichi", "foundation", language)
    pages = [reverse("desk:funds"), reverse("desk:capabilities")]
    for page in pages:
        assert client.get(page).status_code == 200, page

    def fill(number: int) -> None:
        a_fund(f"fund-{number}", deadline=AT, amount_requested=1)
        make(ExternalFundPartner, f"p-{number}", fund_id=f"fund-{number}", organisation_id="firm")
        make(Capability, f"can-{number}", title=both(f"測る {number}"), organisation_id="centre")
        make(JointActivity, f"act-{number}", title=both(f"会 {number}"))
        make(JointActivityParty, f"party-{number}", activity_id=f"act-{number}", organisation_id="centre")

    fill(0)
    asked = []
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as few:
            client.get(page)
        asked.append(len(few))
    for number in range(1, 6):
        fill(number)
    for page, before in zip(pages, asked, strict=True):
        with CaptureQueriesContext(connection) as many:
            assert client.get(page).status_code == 200
        assert len(many) <= before, page
    assert len(client.get(pages[0]).context["table"].rows) == 6
    narrowed = client.get(pages[1], {"q": "測る 3", "institution": "centre"})
    assert len(narrowed.context["table"].rows) == 1
    assert client.get(pages[1], {"institution": "firm"}).context["activities"] == []


def test_a_step_is_recorded_from_its_page_and_what_is_wrong_is_said() -> None:
    client, fund = signed("ichi", "foundation"), a_fund()
    page, step = kind_of(fund).desk_address("fund"), reverse("desk:step_fund", args=["fund"])
    assert step in client.get(page).text
    wrong = client.post(step, {"revision": 1, "step": "apply", "day": "きのう"}, follow=True)
    assert "日付" in wrong.text
    assert ExternalFund.objects.get().state == "planned"
    sent = {"revision": 1, "step": "apply", "day": "令和8年11月20日", "amount": "３，０００"}
    assert client.post(step, sent)["Location"] == page
    now = ExternalFund.objects.get()
    assert (now.state, now.applied_on, now.amount_requested) == ("applied", dt.date(2026, 11, 20), 3000)
    assert signed("shi", "other").post(step, sent).status_code == 404
    assert step not in signed("ni", "foundation", role=Role.AUDITOR).get(page).text


def test_nothing_of_anothers_funds_is_on_the_page() -> None:
    make(Organisation, "ministry", name=both("秘密の省"), kind="government")
    a_fund("secret", title=both("秘密の課題"), holder="other", funder_id="ministry", lead_id="other")
    page = signed("ichi", "foundation").get(reverse("desk:funds"))
    assert "秘密" not in page.text
    assert page.context["by_state"] == []
    assert page.context["members"] == []
