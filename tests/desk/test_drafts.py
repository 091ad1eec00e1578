"""Next year's draft on the desk: one press with its preview, what is missing, taking it back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from renkei.budgets.models import Amount, Item, Measure
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.accounts.models import User
from renkei.core.history.journal import journal
from renkei.directory.models import RoleAssignment
from renkei.indicators.models import StatedValue
from renkei.kernel.periods import Period
from renkei.reports.editions import begin_edition
from renkei.reports.enums import Need
from renkei.rounds.models import Round
from tests.builders import both, make
from tests.desk.conftest import signed_in
from tests.reports.mihon import everything
from tests.reports.planning import indicator, plan, planned

pytestmark = pytest.mark.django_db
DRAFT = "/desk/reports/draft/yearly/2021/"
NEXT = "/desk/reports/draft/yearly/2020/next/"
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}"


@pytest.fixture
def records(db):
    everything()
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(pk__in=["japanese-only", "photograph"]).delete()
    plan()


@pytest.fixture
def foundation(db):
    """The secretariat of the foundation alone."""
    with journal(actor=COMMAND_LINE, action="test"):
        user = User.objects.create(username="fund-office", language="ja")
        RoleAssignment.objects.create(
            user=user,
            role="secretariat",
            organisation_id="mihon-fund",
            period=Period(dt.date(2000, 1, 1), None),
        )
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def due():
    return {"due_on": (timezone.localdate() + dt.timedelta(days=30)).isoformat()}


def test_from_the_preview_to_the_draft_and_back(records, desk):
    preview = desk.get(NEXT)
    counted = [[cell.value for cell in row][2:] for row in preview.context["added"].rows]
    assert counted == [[1, 6, 1], [1, 6, 1]]
    assert "見本県" in preview.text
    assert not Item.objects.filter(carried_from__isnull=False).exists()
    made = desk.post(NEXT, due())
    assert made["Location"] == DRAFT
    draft = desk.get(DRAFT)
    assert "下書きをつくりました" in draft.text
    assert "推進会議の開催。" in draft.text
    assert "/desk/rounds/yearly-2021-results/mihon-prefecture/" in draft.text
    again = desk.post(NEXT, due(), follow=True)
    assert "もうつくってあります" in again.text
    act = draft.context["act"]
    refused = desk.post(f"/desk/reports/draft/acts/{act}/", {"reason": ""})
    assert refused.status_code == 422
    back = desk.post(f"/desk/reports/draft/acts/{act}/", {"reason": "早すぎた"}, follow=True)
    assert "この下書きは取り消されました" in back.text
    assert not Item.objects.filter(carried_from__isnull=False).exists()
    assert not Round.objects.exists()
    assert "この年度の下書きはまだありません" in desk.get(DRAFT).text
    assert desk.get(DRAFT).context["act"] == ""


def test_a_missing_day_changes_nothing(records, desk):
    refused = desk.post(NEXT, {"due_on": "いつか"})
    assert refused.status_code == 422
    assert not Item.objects.filter(carried_from__isnull=False).exists()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_list_is_narrowed_by_what_is_to_be_done(records, language):
    desk = signed_in("secretariat", language)
    desk.post(NEXT, due())
    page = desk.get(DRAFT, {"what": "typed"})
    rows = [row[0].value.text("ja") for row in page.context["sentences"].rows]
    assert rows == ["[[figure:research.joint_projects@2022]]件を目指す。2021年度から。"]
    everything_left = desk.get(DRAFT, {"what": "nonsense", "page": "99"})
    assert everything_left.status_code == 200
    assert everything_left.context["what"] == ""
    counted = {fact.cell.url: fact.cell.value for fact in page.context["counts"]}
    assert counted["?what=typed#sentences"] == 1
    words = {"ja": "打ち込まれた年", "en": "Year typed in"}
    assert words[language] in page.text


def test_a_year_without_a_draft_says_so(records, desk):
    page = desk.get("/desk/reports/draft/yearly/2030/")
    assert "この年度の下書きはまだありません" in page.text
    assert page.status_code == 200


def test_without_a_plan_it_says_what_to_do(db, desk):
    everything()
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(side="plan").delete()
        StatedValue.objects.all().delete()
    page = desk.get(NEXT)
    assert "この年度の計画がまだ登録されていません" in page.text
    assert "下書きをつくる</button>" not in page.text


def test_nothing_is_missing_when_everything_is_done(records, desk):
    desk.post(NEXT, due())
    done = {"publication": "public", "state": "done", "text": both("書き直した。", "Written anew.")}
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(carried_from__isnull=False).update(**done)
        Measure.objects.filter(carried_from__isnull=False).update(publication="public")
    page = desk.get(DRAFT)
    assert "手を入れる文は残っていません" in page.text
    assert "写真はそろっています" in page.text
    assert "足りないものはありません" not in page.text  # figures are
    for each in page.context["found"].figures:
        family = "actual_final" if "actual" in each.code else "budget_initial"
        pillar = each.code.split(".")[-1]
        if each.code.startswith("budgets") and pillar in {"first", "second"}:
            make(Amount, f"{pillar}-{family.replace('_', '-')}-{each.fiscal_year}", pillar_id=pillar,
                 fiscal_year=each.fiscal_year, basis=family, amount=1000, document_id="annual-report")  # fmt: skip
    indicator_value(2021)
    indicator_value(2022)
    left = desk.get(DRAFT)
    assert left.context["found"].figures == ()
    assert "足りないものはありません" in left.text


def indicator_value(year):
    stated = {"fiscal_year": year, "state": "exact", "value": 20, "publisher_id": "mihon-prefecture"}
    source = {"document_id": "annual-report", "place": both("1頁", "page 1")}
    make(StatedValue, f"joint-{year}", indicator_id="research.joint_projects", **stated, **source)


@pytest.mark.parametrize("role", ["reader", "finance", "coordinator", "auditor"])
def test_who_may_not_make_it_finds_nothing(records, role):
    client = signed_in(role)
    assert client.get(NEXT).status_code == 404
    assert client.post(NEXT, due()).status_code == 404
    assert not Item.objects.filter(carried_from__isnull=False).exists()


def test_an_office_of_one_organisation_finds_nothing(records, desk, foundation):
    desk.post(NEXT, due())
    act = desk.get(DRAFT).context["act"]
    assert foundation.get(NEXT).status_code == 404
    assert foundation.get(f"/desk/reports/draft/acts/{act}/").status_code == 404
    assert foundation.post(f"/desk/reports/draft/acts/{act}/", {"reason": "x"}).status_code == 404
    seen = foundation.get(DRAFT)
    assert seen.status_code == 200
    assert seen.context["make_url"] == ""


def test_a_stranger_is_asked_to_sign_in(records):
    for address in (NEXT, DRAFT):
        assert Client().get(address)["Location"].startswith("/desk/sign-in/")


@pytest.mark.parametrize("address", [
    "/desk/reports/draft/brief/2020/next/", "/desk/reports/draft/yearly/2015/next/", "/desk/reports/draft/none/2020/",
    "/desk/reports/draft/yearly/2998/next/", "/desk/reports/draft/yearly/99999999999/",
    "/desk/reports/draft/yearly/2/", "/desk/reports/draft/yearly/0/next/",
    "/desk/reports/draft/acts/00000000-0000-0000-0000-000000000000/",
])  # fmt: skip
def test_what_is_not_there_is_not_found(records, desk, address):
    assert desk.get(address).status_code == 404


def test_hostile_text_stays_text(records, desk):
    planned("plan-2021-hostile", both(HOSTILE, HOSTILE))
    desk.post(NEXT, due())
    page = desk.get(DRAFT)
    assert "&lt;script&gt;alert(" in page.text
    assert "<script>alert(" not in page.text
    assert "|add:" in page.text


def test_an_edition_leads_to_its_draft_and_to_next_year(records, desk):
    begin_edition(actor=COMMAND_LINE, kind="yearly", year=2020, at=timezone.localdate())
    for address in ("/desk/editions/yearly-2020-1/", "/desk/reports/files/yearly/2020/"):
        page = desk.get(address).text
        assert NEXT in page
        assert "/desk/reports/draft/yearly/2020/" in page
    assert NEXT not in signed_in("reader").get("/desk/editions/yearly-2020-1/").text


def test_queries_do_not_grow(records, desk):
    desk.post(NEXT, due())

    def counted():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(DRAFT).status_code == 200
        return len(captured)

    counted()
    first = counted()
    for number in range(12):
        indicator(f"test.more_{number}", value=number, publisher_id="mihon-prefecture")
        planned(f"more-{number}", both(f"[[figure:test.more_{number}]]"), fiscal_year=2021, side="results")
    assert counted() == first
    assert desk.get(DRAFT).context["found"].count(Need.TRANSLATION) == 12
