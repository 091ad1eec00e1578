import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record, withdraw_record
from renkei.desk.events import history_of
from tests.desk.conftest import both, record, signed_in

pytestmark = pytest.mark.django_db
CITY = "/desk/directory/organisation/mihon-city/"
COUNCIL = "/desk/governance/body/mihon-council/"
UNIVERSITY = "/desk/directory/organisation/mihon-university/"


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address)
    assert response.status_code == 200
    return len(caught)


def test_both_languages_stand_side_by_side_and_a_missing_one_is_marked(desk, english_desk, mihon):
    page = english_desk.get(UNIVERSITY)
    assert '<span lang="ja">見本大学</span>' in page.text
    assert "Translation missing" in page.text
    assert "Add the translation" in page.text
    assert "訳がありません" not in desk.get(CITY).text


def test_what_belongs_to_a_record_and_what_points_to_it_is_counted(desk, mihon):
    page = desk.get(COUNCIL)
    related = page.context["related"]
    assert {part.pointing.kind.slug: part.pointing.count for part in related.parts} == {
        "mandate": 0,
        "seat": 1,
        "constituentgroup": 0,
        "meeting": 2,
    }
    city = desk.get(CITY).context["related"]
    assert {(each.kind.slug, each.name): each.count for each, _ in city.others} == {
        ("seat", "organisation"): 1,
        ("duty", "organisation"): 1,
    }
    assert ("/desk/governance/seat/?organisation=mihon-city") in [url for _, url in city.others]


def test_what_points_leads_to_a_list_of_just_those(desk, mihon):
    for each, url in desk.get(CITY).context["related"].others:
        assert desk.get(url).context["table"].total == each.count


def test_a_part_is_added_with_its_owner_filled_in(desk, mihon):
    url = next(
        part.new_url
        for part in desk.get(COUNCIL).context["related"].parts
        if part.pointing.kind.slug == "seat"
    )
    assert desk.get(url).context["form"]["body"].value() == "mihon-council"


def test_documents_stand_with_their_place(desk, mihon):
    page = desk.get(COUNCIL)
    assert [(item.url, item.place.text("ja"), item.restricted) for item in page.context["documents"]] == [
        ("/desk/core/document/mihon-report/", "3頁", True)
    ]


def test_a_record_costs_the_same_however_much_belongs_to_it(desk, mihon):
    few = queries_of(desk, COUNCIL)
    for number in range(12):
        record("seat", f"seat-{number}", body_id="mihon-council", role="member", organisation_id="mihon-city")
    assert queries_of(desk, COUNCIL) == few <= 15
    assert queries_of(desk, CITY) <= 15
    assert queries_of(desk, "/desk/agreements/agreement/mihon-agreement-1/") <= 15


def test_a_reader_sees_and_is_offered_nothing_to_change(mihon):
    page = signed_in("reader").get(CITY)
    assert page.status_code == 200
    assert page.context["links"] == []
    assert "加える：" not in page.text


def test_history_tells_what_stood_before_and_after(desk, mihon):
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of("organisation"),
        slug="mihon-city",
        revision=1,
        values={"name": both("新見本市", "Mihon City"), "parent_id": "mihon-university"},
        reason="合併した",
    )
    happened, more = history_of(kind_of("organisation"), "mihon-city", COMMAND_LINE)
    assert not more
    assert [str(event.verb) for event in happened] == ["変更", "登録"]
    assert [(str(change.label), change.before, change.after) for change in happened[0].changes] == [
        ("名称（日本語）", "見本市", "新見本市"),
        ("上位の組織", "", "mihon-university"),
    ]
    page = desk.get(f"{CITY}history/")
    assert "合併した" in page.text
    assert "<del>見本市</del>" in page.text
    assert "コマンド" in page.text


def test_history_goes_on_over_pages(desk, mihon):
    for number in range(1, 60):
        change_record(
            actor=COMMAND_LINE,
            kind=kind_of("organisation"),
            slug="mihon-city",
            revision=number,
            values={"kana": f"ミホン{number}"},
            reason="",
        )
    first, second = (desk.get(f"{CITY}history/", {"page": page}).context["happened"] for page in (1, 2))
    assert (len(first), len(second)) == (50, 10)
    assert [event.revision for event in (*first, *second)] == list(range(60, 0, -1))
    assert all(len(event.changes) == 1 for event in (*first, *second)[:-1])


def test_a_withdrawn_records_history_is_kept(desk, mihon):
    withdraw_record(
        actor=COMMAND_LINE, kind=kind_of("duty"), slug="mihon-evaluation", revision=1, reason="誤り"
    )
    assert desk.get("/desk/agreements/duty/mihon-evaluation/").status_code == 404
    page = desk.get("/desk/agreements/duty/mihon-evaluation/history/")
    assert page.status_code == 200
    assert "誤り" in page.text
    assert [str(event.verb) for event in page.context["happened"]] == ["取り下げ", "登録"]


def test_the_public_page_is_offered_for_what_is_public(desk, mihon):
    assert desk.get(CITY).context["public_url"].startswith("/ja/")
    assert desk.get(UNIVERSITY).context["public_url"] == ""
