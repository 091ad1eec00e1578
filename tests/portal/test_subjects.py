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
from renkei.indicators.models import Indicator, Milestone
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.periods import Period
from renkei.news.models import NewsItem
from renkei.programmes.models import Programme
from renkei.research.models import JointProject, JointProjectPartner, ResearchResult
from renkei.ventures.models import Venture, VentureCount
from tests.builders import both, make, make_many

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


def parts_of(page):
    """Return the titles under "to come" and under "held", in their order."""
    before, _, held = page.partition('id="held"')
    ahead = before.partition('id="ahead"')[2]
    return [re.findall(r'<h3><a href="/ja/events/([^/"]+)/">', part) for part in (ahead, held)]


def test_an_event_is_to_come_until_its_last_day_is_over(client):
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    year = FiscalYear.of(today).start_year
    moment = {"title": both("会期"), "year_kind": "exact"}
    running = make(Milestone, "m-running", happened=str(today - 2 * day), ended=str(today), **moment)
    hidden = make(
        Milestone, "m-hidden", happened=str(today + 40 * day), **(moment | {"publication": "internal"})
    )
    past = make(Milestone, "m-past", happened=str(today - 3 * day), ended=str(today - day), **moment)
    fiscal = make(Milestone, "m-fiscal", happened=str(year), title=both("会期"), year_kind="fiscal")
    events = {
        "running": {"opens": str(today - day), "closes": str(today)},
        "till-this-month": {"opens": str(today - 40 * day), "closes": str(today)[:7]},
        "month": {"opens": str(today)[:7]},
        "this-year": {"opens": str(today.year)},
        "far": {"opens": str(today + 80 * day)},
        "milestone-running": {"milestone": running},
        "fiscal-year": {"milestone": fiscal},
        "some-day": {"fiscal_year": year + 1},
        "over": {"opens": str(today - day)},
        "last-month": {"opens": str(today.replace(day=1) - day)[:7]},
        "last-year": {"opens": str(today.year - 1)},
        "milestone-past": {"milestone": past},
        "milestone-hidden": {"milestone": hidden},
        "no-day": {},
    }
    for slug, values in events.items():
        make(Event, slug, title=both(slug), **({"fiscal_year": year} | values))
    ahead, held = parts_of(text(client, "/ja/events/"))
    names = list(events)
    assert set(ahead) == set(names[: names.index("over")])
    assert set(held) == set(names[names.index("over") :])
    assert [ahead.index(slug) for slug in ("milestone-running", "running", "far")] == sorted(
        ahead.index(slug) for slug in ("milestone-running", "running", "far")
    )
    assert held.index("over") < held.index("milestone-past") < held.index("last-year")


def test_events_are_listed_by_their_days_and_every_one_is_on_some_page(client):
    today = timezone.localdate()
    coming = [{"slug": f"a{days:02}", "opens": str(today + dt.timedelta(days=days))} for days in range(45)]
    make_many(Event, [{"title": both("会"), "fiscal_year": today.year, **each} for each in coming])
    later = make(Milestone, "m", title=both("会期"), happened="2019-05-02", year_kind="exact")
    make(Event, "b-milestone", title=both("会"), fiscal_year=2019, milestone=later)
    make(Event, "c-month", title=both("会"), fiscal_year=2019, opens="2019-05")
    make(Event, "a-day", title=both("会"), fiscal_year=2019, opens="2019-04-30")
    make(Event, "d-year", title=both("会"), fiscal_year=2019)
    pages = [parts_of(text(client, f"/ja/events/?page={number}")) for number in (1, 2, 3)]
    assert [slug for ahead, _ in pages for slug in ahead] == [each["slug"] for each in coming]
    assert [slug for _, held in pages for slug in held] == ["b-milestone", "c-month", "a-day", "d-year"]
    assert client.get("/ja/events/?page=4").status_code == 404


def test_a_series_without_the_right_to_be_named_is_not_named_by_its_edition(client):
    series = make(EventSeries, "hidden", title=both("内々の会"), publication="internal")
    make(Event, "open", title=both("公開の会"), fiscal_year=2022, series=series)
    assert "内々の会" not in text(client, "/ja/events/open/") + text(client, "/ja/events/")


def test_a_programme_begins_with_its_milestone_and_ends_on_its_own_day(client):
    start = make(
        Milestone, "began", title=both("開始"), happened="2009-04-01", ended="2009-04-03", year_kind="exact"
    )
    hidden = make(
        Milestone,
        "kept",
        title=both("開始"),
        happened="2008-05-01",
        year_kind="exact",
        publication="internal",
    )
    make(Programme, "told", title=both("終えた制度"), start=start, ended="2015-03")
    make(Programme, "untold", title=both("静かな制度"), start=hidden, ended="2016-03")
    for path in ("/ja/programmes/", "/ja/programmes/told/"):
        page = text(client, path)
        assert 'href="/ja/milestones/began/"' in page
        assert "平成27年3月" in page
        assert "4月3日" not in page
    assert "平成28年3月" in text(client, "/ja/programmes/untold/")
    assert "平成20年" not in text(client, "/ja/programmes/untold/")


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
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    make(NewsItem, "tomorrow", title=both("明日の知らせ"), day=tomorrow)
    make(NewsItem, "today", title=both("今日の知らせ"), day=timezone.localdate())
    assert client.get("/ja/news/tomorrow/").status_code == 404
    for path in ("/ja/news/", "/ja/"):
        page = text(client, path)
        assert "今日の知らせ" in page
        assert "明日の知らせ" not in page


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
