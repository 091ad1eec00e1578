"""Pages of events, programmes, ventures, joint research and money, from records of the test's own."""

from __future__ import annotations

import csv
import datetime as dt
import re
from io import StringIO

import pytest
from django.utils import timezone

from renkei.budgets.models import Amount, Fund, Pillar
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.core.merging.models import Forward
from renkei.core.privacy.enums import Whose
from renkei.core.records.cluster import Cluster
from renkei.directory.models import Organisation
from renkei.events.models import Event, EventSeries
from renkei.governance.models import Body, Meeting
from renkei.indicators.models import Indicator, Milestone
from renkei.kernel.periods import Period
from renkei.news.models import NewsItem
from renkei.programmes.models import Programme
from renkei.research.models import JointProject, JointProjectPartner, ResearchResult
from renkei.ventures.models import Venture, VentureCount
from renkei.ventures.rules import ventures_of_companies_not_public
from tests.builders import both, make
from tests.portal.questions import body_of

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def cluster(db):
    make(Cluster, "mihon", name=both("見本クラスター", "Mihon"))
    make(Organisation, "maker", name=both("見本製作所", "Mihon Works"), kind="company")


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def the_pillar():
    make(Pillar, "one", number=1, title=both("第一の柱", "Pillar one"))


def test_an_event_tells_the_days_of_its_milestone_and_leads_there(client):
    day = make(
        Milestone, "held", title=both("開催"), happened="2022-08-22", ended="2022-08-24", year_kind="exact"
    )
    make(Event, "summit", title=both("見本の会", "Sample meeting"), fiscal_year=2022, milestone=day)
    for path in ("/ja/events/", "/ja/events/summit/"):
        page = text(client, path)
        assert "令和4年8月22日〜24日" in page
        assert 'href="/ja/milestones/held/"' in page


def test_the_days_of_a_milestone_that_is_not_public_are_not_told(client):
    day = make(
        Milestone,
        "held",
        title=both("開催"),
        happened="2022-08-22",
        year_kind="exact",
        publication="internal",
    )
    make(Event, "summit", title=both("見本の会"), fiscal_year=2022, milestone=day)
    page = text(client, "/ja/events/summit/")
    assert "8月22日" not in page
    assert "記載なし" in page


def test_an_event_is_to_come_until_its_last_day_is_over(client):
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    make(Event, "running", title=both("続く会"), fiscal_year=2030, opens=str(today - day), closes=str(today))
    make(Event, "over", title=both("終えた会"), fiscal_year=2030, opens=str(today - day))
    make(Event, "month", title=both("今月の会"), fiscal_year=2030, opens=str(today)[:7])
    page = text(client, "/ja/events/")
    ahead, _, held = page.partition('id="held"')
    assert "続く会" in ahead
    assert "今月の会" in ahead
    assert "終えた会" in held
    assert "終えた会" not in ahead


def test_a_series_without_the_right_to_be_named_is_not_named_by_its_edition(client):
    series = make(EventSeries, "hidden", title=both("内々の会"), publication="internal")
    make(Event, "open", title=both("公開の会"), fiscal_year=2022, series=series)
    assert "内々の会" not in text(client, "/ja/events/open/") + text(client, "/ja/events/")


def test_a_programme_says_that_the_source_tells_no_way_to_apply(client):
    make(Programme, "silent", title=both("静かな制度", "Silent programme"))
    make(Programme, "clear", title=both("明らかな制度"), applying=both("学校を通じて。"))
    assert "does not say how to apply" in text(client, "/en/programmes/silent/")
    assert "書かれていません" not in text(client, "/ja/programmes/clear/")


def test_a_venture_leaves_the_count_with_its_reason_and_its_definition(client):
    indicator = make(
        Indicator,
        "ventures.formed",
        label=both("会社の数"),
        definition=both("数え方"),
        unit="venture",
        kind="cumulative",
    )
    venture = make(Venture, "works", organisation_id="maker", founded="2015")
    make(
        VentureCount,
        "works-formed",
        venture=venture,
        indicator=indicator,
        counted_from="2015",
        counted_until="2020-03-31",
        reason=both("ほかの会社と一つになった。"),
    )
    page = text(client, "/ja/ventures/")
    assert "ほかの会社と一つになった。" in page
    assert page.index("数えなくなった") < page.index("数えはじめた")
    assert 'href="/ja/figures/ventures.formed/"' in page


def test_a_venture_whose_company_is_not_public_is_nowhere(client):
    hidden = make(Organisation, "hidden", name=both("内々の会社"), kind="company", publication="internal")
    make(Venture, "hidden-venture", organisation=hidden)
    assert "内々の会社" not in text(client, "/ja/ventures/")
    assert client.get("/ja/ventures/hidden-venture/").status_code == 404


def a_project(slug, **values):
    return make(
        JointProject,
        slug,
        title=both("秘密社との研究", "Research with Secret Ltd"),
        organisation_id="maker",
        period=Period(dt.date(2022, 4, 1), None),
        state="running",
        contract_number="契約777",
        fee=7770000,
        **values,
    )


def test_joint_research_shows_the_title_for_the_public_and_no_contract(client):
    project = a_project("shown", public_title=both("食品の研究", "Research on food"))
    secret = make(Organisation, "secret", name=both("秘密社"), kind="company", publication="internal")
    make(JointProjectPartner, "partner", project=project, organisation=secret)
    make(ResearchResult, "paper", project=project, kind="paper", title=both("見本の論文"), day="2023-05")
    for path in ("/ja/research/", "/ja/research/results/", "/ja/search/?q=食品"):
        page = text(client, path)
        assert "秘密社" not in page
        assert "777" not in page
    assert "食品の研究" in text(client, "/ja/research/")
    assert "見本の論文" in text(client, "/ja/research/")
    assert "食品の研究" in text(client, "/ja/research/results/")


def test_results_of_a_project_that_is_not_public_do_not_name_it(client):
    project = a_project("kept", publication="internal", public_title=both("まだ言えない研究"))
    make(ResearchResult, "paper", project=project, kind="paper", title=both("見本の論文"), day="2023-05")
    page = text(client, "/ja/research/results/")
    assert "見本の論文" in page
    assert "まだ言えない研究" not in page


def test_an_announcement_of_a_day_to_come_is_not_there_yet(client):
    today = timezone.localdate()
    for slug, title, day in (
        ("tomorrow", "明日の知らせ", today + dt.timedelta(days=1)),
        ("today", "今日の知らせ", today),
    ):
        make(NewsItem, slug, title=both(title), day=day, public_from=day)
    assert client.get("/ja/news/tomorrow/").status_code == 404
    for path in ("/ja/news/", "/ja/", "/ja/news.atom", "/ja/search/?q=知らせ", "/open-data/news.csv"):
        page = re.sub(r"<[^>]+>", "", body_of(client.get(path)).decode())
        assert "今日の知らせ" in page, path
        assert "明日の知らせ" not in page, path


@pytest.mark.parametrize(
    ("publication", "public_from", "flawed"),
    [
        ("public", None, True),
        ("public", dt.date(2026, 11, 24), True),
        ("public", dt.date(2026, 11, 25), False),
        ("internal", None, False),
    ],
)
def test_an_announcement_is_public_from_its_day_on_and_not_before(publication, public_from, flawed):
    day = dt.date(2026, 11, 25)
    item = NewsItem(title=both("見本"), day=day, publication=publication, public_from=public_from)
    assert [name for name, _ in item.row_flaws()] == ["public_from"] * flawed


@pytest.mark.parametrize(
    ("company", "venture", "flawed"),
    [
        ({}, {}, False),
        ({"publication": "internal"}, {}, True),
        ({"publication": "internal"}, {"publication": "internal"}, False),
        ({"public_until": dt.date(2026, 3, 31)}, {}, True),
        ({"public_until": dt.date(2026, 3, 31)}, {"public_until": dt.date(2026, 3, 31)}, False),
        ({"public_from": dt.date(2026, 4, 1)}, {"public_from": dt.date(2026, 3, 1)}, True),
    ],
)
def test_a_venture_is_public_no_longer_than_its_company(db, company, venture, flawed):
    make(Organisation, "firm", name=both("見本ベンチャー"), kind="company", **company)
    make(Venture, "venture", organisation_id="firm", **venture)
    found = [slug for slug, *_ in ventures_of_companies_not_public(Venture.objects.all())]
    assert found == ["venture"] * flawed


def test_what_bears_the_name_of_another_is_called_after_its_kind_where_that_is_hidden(client):
    make(Organisation, "firm", name=both("秘匿社"), kind="company", publication="internal")
    make(Venture, "venture", organisation_id="firm", business=both("見本品を売る"))
    make(Body, "board", name=both("秘匿会"), legal_type="committee", publication="internal")
    make(Meeting, "untitled", body_id="board", held_on=dt.date(2023, 7, 10))
    said = both("[[venture:venture]]と話した")
    make(Milestone, "talk", title=both("見本の会"), text=said, happened="2023-07")
    for path in ("/ja/milestones/", "/ja/search/?q=見本品", "/ja/meetings/untitled/"):
        assert "秘匿" not in text(client, path), path
    assert "ベンチャー企業と話した" in re.sub(r"<[^>]+>", "", text(client, "/ja/milestones/"))


def some_amounts():
    the_pillar()
    fund = make(Fund, "grant", name=both("見本の補助金", "Sample grant"))
    source = make(Document, "source", title=both("見本資料", "Source"))
    common = {"pillar_id": "one", "fiscal_year": 2023, "basis": "actual_final", "document": source}
    make(Amount, "stated", amount=4000000, party_id="maker", fund=fund, **common)
    make(Amount, "silent", amount=1000000, **common)
    make(Amount, "kept", amount=9990000, publication="internal", **(common | {"fiscal_year": 2021}))


def test_money_tells_each_year_and_what_is_not_on_record(client):
    some_amounts()
    page = text(client, "/ja/money/")
    assert "5,000" in page
    assert 'href="/ja/figures/budgets.actual.one/2023/"' in page
    assert "記録なし" in page
    assert 'href="/ja/money/amounts/?year=2023"' in page


def test_amounts_are_narrowed_by_what_they_state_and_by_what_they_do_not(client):
    some_amounts()
    stated, silent = (text(client, f"/en/money/amounts/?party={party}") for party in ("maker", "none"))
    assert "4,000" in stated
    assert "1,000<" not in stated
    assert "1,000" in silent
    assert "4,000" not in silent
    assert "9,990" not in text(client, "/en/money/amounts/")


def test_the_file_of_amounts_holds_whole_yen_under_a_mark_for_spreadsheets(client):
    some_amounts()
    answer = client.get("/en/money/amounts.csv?fund=grant")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    body = answer.content.decode()
    assert body.startswith("\ufeff")
    head, line = csv.reader(StringIO(body.removeprefix("\ufeff")))
    row = dict(zip(head, line, strict=True))
    assert (row["Amount"], row["Party"], row["Fund"]) == ("4000000", "Mihon Works", "Sample grant")
    assert row["Document"] == "Source"


@pytest.mark.parametrize(
    ("kind", "path", "model", "values"),
    [
        ("event", "events", Event, {"title": both("見本"), "fiscal_year": 2022}),
        ("eventseries", "events/series", EventSeries, {"title": both("見本")}),
        ("programme", "programmes", Programme, {"title": both("見本")}),
        ("venture", "ventures", Venture, {"organisation_id": "maker"}),
        ("newsitem", "news", NewsItem, {"title": both("見本"), "day": dt.date(2022, 5, 1)}),
    ],
)
def test_the_address_of_a_merged_record_leads_to_the_one_that_stays(client, kind, path, model, values):
    make(model, "stays", **values)
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Forward.objects.create(kind=kind, slug="gone", target="stays")
    answer = client.get(f"/ja/{path}/gone/")
    assert (answer.status_code, answer.headers.get("Location")) == (302, f"/ja/{path}/stays/")


def test_the_page_of_privacy_names_the_data_of_everybody_who_is_not_staff(client):
    text = client.get("/ja/privacy/").content.decode()
    for whose in Whose:
        assert (f"<td>{whose.label}</td>" in text) is (whose not in {Whose.STAFF, Whose.USER}), whose
