"""Pages of events, programmes, ventures and joint research, from records of the test's own."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from renkei.budgets.models import Amount
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.core.merging.models import Forward
from renkei.core.privacy.enums import Whose
from renkei.directory.models import Organisation
from renkei.events.models import Event, EventSeries
from renkei.governance.models import Body, Meeting
from renkei.indicators.models import Indicator, Milestone
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.periods import Period
from renkei.news.models import NewsItem
from renkei.programmes.models import Programme
from renkei.research.models import JointProject, JointProjectPartner, ResearchResult
from renkei.ventures.models import Venture, VentureCount
from renkei.ventures.rules import ventures_of_companies_not_public
from tests.builders import both, make, make_many
from tests.portal.questions import body_of
from tests.portal.subjects import lines_in, text, the_cluster, the_pillar

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def cluster(db):
    the_cluster()


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
    assert not {"平成20年", "2008"} & set(re.findall("平成20年|2008", text(client, "/ja/programmes/untold/")))


def test_a_page_speaks_of_its_source_only_where_there_is_one(client):
    source = make(Document, "source", title=both("見本資料", "Source"))
    for slug, document in (("told", source), ("untold", None)):
        make(Programme, slug, title=both("静かな制度", "Silent programme"), document=document)
        make(Event, slug, title=both("静かな会", "Silent event"), fiscal_year=2022, document=document)
    assert "The source does not say how to apply" in text(client, "/en/programmes/told/")
    assert "The source says no more" in text(client, "/en/events/told/")
    for path in ("programmes", "events"):
        page = text(client, f"/en/{path}/untold/")
        assert "source" not in page.partition("<main")[2].lower(), path
        assert "office named here" not in page
    make(Programme, "clear", title=both("明らかな制度"), applying=both("学校を通じて。"), document=source)
    assert "書かれていません" not in text(client, "/ja/programmes/clear/")


def test_series_beyond_the_page_of_programmes_are_said_to_be_elsewhere(client):
    rows = [{"slug": f"s{n:02}", "title": both("会"), "for_students": True} for n in range(21)]
    make_many(EventSeries, rows[:20])
    assert "ほかの行事は" not in text(client, "/ja/programmes/")
    make_many(EventSeries, rows[20:])
    page = text(client, "/ja/programmes/")
    assert "ほかの行事は" in page
    assert "/events/series/s20/" not in page
    assert 'href="/ja/events/series/s20/"' in text(client, "/ja/events/")


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


def test_what_changed_last_stands_first_whether_it_entered_or_left(client, monkeypatch):
    monkeypatch.setattr("renkei.portal.views.ventures.MOST_CHANGES", 2)
    make(
        Indicator,
        "ventures.formed",
        label=both("数"),
        definition=both("定義"),
        unit="venture",
        kind="cumulative",
    )
    days = {"old": ("2010", "2012"), "new": ("2021", ""), "left": ("2011", "2020"), "none": ("", "")}
    for name, (begins, ends) in days.items():
        make(Organisation, name, name=both(f"会社{name}"), kind="company")
        make(Venture, name, organisation_id=name)
        reason = both("閉じた") if ends else both("")
        counted = {"counted_from": begins, "counted_until": ends, "reason": reason}
        make(VentureCount, f"c-{name}", venture_id=name, indicator_id="ventures.formed", **counted)
    page = text(client, "/ja/ventures/")
    changes = page.partition('id="changes"')[2].partition('id="companies"')[0]
    assert re.findall(r'<h3><a href="/ja/ventures/(\w+)/">', changes) == ["new", "left", "left"]
    assert "会社ごとの頁に" in changes
    assert "平成24年" in text(client, "/ja/ventures/old/")
    monkeypatch.setattr("renkei.portal.views.ventures.MOST_CHANGES", 4)
    assert "会社ごとの頁に" not in text(client, "/ja/ventures/")


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
        assert "契約777" not in page
        assert "7,770" not in page
        assert "7770000" not in page
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


def test_filters_that_leave_nothing_say_so_and_how_to_go_on(client):
    the_pillar()
    common = {"pillar_id": "one", "basis": "actual_final"}
    make(Amount, "a", amount=1, fiscal_year=2023, party_id="maker", **common)
    make(Event, "e", title=both("会"), fiscal_year=2022)
    make(Event, "f", title=both("会"), fiscal_year=2021)
    make(EventSeries, "s", title=both("毎年の会"))
    project = a_project("shown", public_title=both("食品の研究"))
    make(ResearchResult, "paper", project=project, kind="paper", title=both("論文"), day="2023-05")
    for path, words in (
        ("money/amounts/?party=none", "条件に合う金額はありません"),
        ("events/?series=s", "条件に合う行事はありません"),
        ("research/?state=finished", "条件に合う"),
        ("research/results/?kind=prize", "条件に合う"),
    ):
        page = text(client, f"/ja/{path}")
        assert words in page, path
        assert f'href="/ja/{path.partition("?")[0]}"' in page.partition("<main")[2], path
    assert lines_in(client, "/ja/money/amounts.csv?party=none") == []


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
