import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.desk.asking import read_question
from renkei.desk.lists import pager
from renkei.directory.models import Organisation
from renkei.governance.models import Meeting
from tests.desk.conftest import both, record, signed_in

pytestmark = pytest.mark.django_db
MEETINGS = "/desk/governance/meeting/"
ORGANISATIONS = "/desk/directory/organisation/"


def shown(response):
    """The first cell of each row."""
    return [str(row[0].value) for row in response.context["table"].rows]


def many_meetings(count):
    with journal(actor=COMMAND_LINE, action="fill"):
        Meeting.objects.bulk_create(
            Meeting(
                slug=f"meeting-{number:06}",
                body_id="mihon-council",
                held_on=dt.date(2000, 1, 1) + dt.timedelta(days=number % 9000),
                title=both(f"会議{number}", f"Meeting {number}"),
            )
            for number in range(count)
        )


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        response = client.get(address)
    assert response.status_code == 200
    return len(caught)


def test_a_list_leads_from_each_row_to_its_record(desk, mihon):
    response = desk.get(MEETINGS)
    assert [row[0].url for row in response.context["table"].rows] == [
        "/desk/governance/meeting/mihon-council-2022/",
        "/desk/governance/meeting/mihon-council-2021/",
    ]
    assert "見本推進会議" in response.text


@pytest.mark.parametrize(
    ("sort", "first"), [("held_on", "2021-07-05"), ("-held_on", "2022-07-04"), ("nonsense", "2022-07-04")]
)
def test_a_list_is_sorted_by_its_columns_only(desk, mihon, sort, first):
    assert shown(desk.get(MEETINGS, {"sort": sort}))[0] == first


def test_a_list_says_how_it_is_sorted_and_filtered(desk, mihon):
    response = desk.get(MEETINGS, {"sort": "held_on", "state": "held"})
    assert 'aria-sort="ascending"' in response.text
    assert "状態：開催済み" in response.text
    assert shown(response) == ["2021-07-05"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"body": "mihon-council"}, 2),
        ({"body": "nowhere"}, 0),
        ({"state": "planned"}, 1),
        ({"state": "impossible"}, 2),
        ({"publication": "public"}, 0),
        ({"document": "-"}, 2),
        ({"held_on__gt": "2022-01-01"}, 2),
        ({"body__name": "x"}, 2),
        ({"page": "-1"}, 2),
        ({"page": "9999999999999999999999"}, 2),
    ],
)
def test_filters_are_those_of_the_columns_and_nothing_else(desk, mihon, query, count):
    response = desk.get(MEETINGS, query)
    assert response.status_code == 200
    assert response.context["table"].total == count


@pytest.mark.parametrize(
    "word", ["見本市", "ミホンシ", "みほんし", "ﾐﾎﾝｼ", "mihon city", "MIHON　CITY", "mihon-city"]
)
def test_a_search_does_not_mind_kana_and_width(desk, mihon, word):
    assert shown(desk.get(ORGANISATIONS, {"q": word})) == ["見本市"]


@pytest.mark.parametrize("word", ["en", "ja", "%", "_", "'", "{", "\\"])
def test_a_search_sees_texts_and_not_how_they_are_stored(desk, mihon, word):
    """The languages' tags, signs of patterns and quotes are words like any other."""
    assert word not in "".join(shown(desk.get(ORGANISATIONS, {"q": word})))


def test_an_empty_answer_says_what_to_do(english_desk, mihon):
    response = english_desk.get(MEETINGS, {"q": "no such meeting"})
    assert "No Meetings match" in response.text
    assert "Remove the filters" in response.text


def test_pages_follow_each_other_without_gap_or_overlap(desk, mihon):
    many_meetings(118)
    slugs = []
    for number in (1, 2, 3):
        table = desk.get(MEETINGS, {"page": number, "state": "held"}).context["table"]
        slugs += [row[0].url for row in table.rows]
        assert table.total == 119
    assert len(slugs) == len(set(slugs)) == 119
    assert len(desk.get(MEETINGS, {"page": 99, "state": "held"}).context["table"].rows) == 19


def test_a_list_asks_the_database_the_same_for_much_and_for_little(desk, mihon):
    few = queries_of(desk, MEETINGS)
    many_meetings(1000)
    many = queries_of(desk, MEETINGS)
    filtered = queries_of(desk, f"{MEETINGS}?state=held&body=mihon-council&q=会議&sort=title&page=3")
    assert 5 < few == many <= 15
    assert filtered <= 15


@pytest.mark.parametrize(
    "address", ["/desk/budgets/item/", "/desk/governance/relation/", "/desk/indicators/statedvalue/"]
)
def test_no_list_asks_once_per_row(desk, mihon, address):
    record("pillar", "p1", number=1, title=both("柱", "Pillar"))
    words = {"label": both("視察者", "Visitors"), "definition": both("数", "Number")}
    record("indicator", "events.visitors", unit="person", kind="flow", **words)
    add_rows(range(1))
    few = queries_of(desk, address)
    add_rows(range(1, 8))
    assert queries_of(desk, address) == few <= 15


def add_rows(numbers):
    """Rows of three kinds that point to others."""
    item = {"pillar_id": "p1", "fiscal_year": 2020, "side": "results", "kind": "activity", "state": "done"}
    relation = {"kind": "guidance", "from_body_id": "mihon-council", "to_organisation_id": "mihon-city"}
    value = {"indicator_id": "events.visitors", "publisher_id": "mihon-city", "document_id": "mihon-report"}
    for n in numbers:
        text = both(f"項目{n}", f"Item {n}")
        record("item", f"item-{n}", text=text, meeting_id="mihon-council-2021", **item)
        record("relation", f"relation-{n}", **relation)
        place = both("1頁", "page 1")
        record(
            "statedvalue", f"value-{n}", fiscal_year=2000 + n, state="exact", value=n, place=place, **value
        )


def test_strangers_are_asked_to_sign_in_and_come_back(client, mihon):
    response = client.get(f"{MEETINGS}?state=held")
    assert response.status_code == 302
    assert response["Location"] == "/desk/sign-in/?next=/desk/governance/meeting/%3Fstate%3Dheld"


@pytest.mark.parametrize(
    ("form", "start"), [("csv", b"\xef\xbb\xbfslug,"), ("csv-cp932", b"slug,"), ("xlsx", b"PK")]
)
def test_a_download_holds_the_rows_that_are_shown(desk, mihon, form, start):
    response = desk.get(f"{MEETINGS}_download/{form}/", {"state": "planned"})
    assert response.status_code == 200
    assert response.streaming == (form != "csv-cp932")  # which has to know first what it cannot hold
    content = response.getvalue()
    assert content.startswith(start)
    if form != "xlsx":
        assert b"mihon-council-2022" in content
        assert b"mihon-council-2021" not in content


def test_what_the_old_encoding_cannot_hold_is_said_before_it_is_lost(desk, mihon):
    record("organisation", "mihon-shop", name=both("見本𠮷屋", "Yoshi"), kind="company")
    address = f"{ORGANISATIONS}_download/csv-cp932/"
    warned = desk.get(address)
    assert "𠮷" in warned.text
    assert "attachment" not in warned.get("Content-Disposition", "")
    assert "〓".encode("cp932") in desk.get(address, {"anyway": "1"}).content


def test_an_unknown_form_of_download_is_not_found(desk, mihon):
    assert desk.get(f"{MEETINGS}_download/exe/").status_code == 404


def test_lookup_finds_identifiers_by_name(desk, mihon):
    response = desk.get("/desk/lookup/organisation/", {"q": "大学"})
    assert shown(response) == ["mihon-university"]
    assert desk.get("/desk/lookup/nothing/").status_code == 404


def test_search_looks_into_every_kind(english_desk, mihon):
    response = english_desk.get("/desk/search/", {"q": "mihon council"})
    found = {group.kind.slug: [hit.url for hit in group.hits] for group in response.context["groups"]}
    assert found["body"] == ["/desk/governance/body/mihon-council/"]
    assert "/desk/governance/meeting/mihon-council-2022/" in found["meeting"]
    assert "Nothing found" in english_desk.get("/desk/search/", {"q": "zzz"}).text


def test_search_is_a_bounded_number_of_queries(desk, mihon):
    assert queries_of(desk, "/desk/search/?q=見本") <= 15


def test_a_readers_people_are_seen_but_not_their_history(mihon):
    reader = signed_in("reader")
    record(
        "person",
        "mihon-taro",
        family_name="見本",
        given_name="太郎",
        controller_id="mihon-city",
        purpose="名簿",
    )
    assert reader.get("/desk/directory/person/").status_code == 200
    page = reader.get("/desk/directory/person/mihon-taro/")
    assert page.status_code == 200
    assert page.context["happened"] == []
    assert reader.get("/desk/directory/person/mihon-taro/history/").status_code == 404


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 2, [1, 2]),
        (1, 9, [1, 2, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
        (3, 4, [1, 2, 3, 4]),
    ],
)
def test_the_pager_shows_the_ends_and_what_is_near(page, pages, numbers):
    found = pager(page, pages, lambda number: f"?page={number}")
    assert [link.number for link in found.links] == numbers
    assert bool(found.previous_url) == (page > 1)
    assert bool(found.next_url) == (page < pages)


def test_a_question_is_written_back_as_it_was_read():
    kind = kind_of("meeting")
    asked = read_question(
        kind, {"q": " 会議  第2回 ", "state": "held", "sort": "-held_on", "junk": "1", "page": "3"}
    )
    assert asked.query() == {"q": "会議 第2回", "state": "held", "sort": "-held_on"}
    assert asked.page == 3
    assert read_question(kind, asked.query()).query() == asked.query()


def test_names_are_sorted_in_the_language_of_the_page(mihon):
    record("organisation", "aaa", name=both("わ", "Alpha"), kind="company")
    record("organisation", "zzz", name=both("あ", "Zulu"), kind="company")
    query = {"kind": "company", "sort": "name"}
    assert [
        row[0].url[-4:-1] for row in signed_in("reader", "en").get(ORGANISATIONS, query).context["table"].rows
    ] == ["aaa", "zzz"]
    assert [
        row[0].url[-4:-1] for row in signed_in("reader", "ja").get(ORGANISATIONS, query).context["table"].rows
    ] == ["zzz", "aaa"]
    assert Organisation.objects.count() == 4
