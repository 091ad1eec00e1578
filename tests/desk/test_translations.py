"""What is left to translate: the list of the office, the mark on a record, and the line on its public page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.directory.models import Organisation
from renkei.governance.models import Body
from renkei.kernel.localised import Localised
from tests.builders import both, make
from tests.cast import narrowed, signed_in_as
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
LEFT = "/desk/translations/"


def change(record, **values):
    record.refresh_from_db()
    return change_record(
        actor=COMMAND_LINE, kind=kind_of(record), slug=record.pk, revision=record.revision, values=values,
        reason="test",
    )  # fmt: skip


@pytest.fixture
def council():
    make(Cluster, "cluster", name=both("見本クラスター", "Mihon Cluster"))
    return make(Body, "mihon-council", name=both("見本推進会議", "Mihon Council"), legal_type="committee")


@pytest.fixture
def papers(council):
    for number in range(3):
        note = Localised({"ja": "説明"}) if number == 0 else Localised()
        make(Document, f"paper-{number}", title=Localised({"ja": f"資料{number}"}), description=note)
    make(Document, "closed", title=Localised({"ja": "部内の資料"}), publication="internal")
    change(council, name=both("見本協議会", "Mihon Council"))
    return council


def rows(page):
    return [[str(cell.value) for cell in row] for row in page.context["table"].rows]


def test_the_list_names_what_is_older_first_and_then_what_is_missing(desk, papers):
    found = rows(desk.get(LEFT))
    assert [row[:4] for row in found] == [
        ["見本協議会", "会議体", "名称", "英語を改める"],
        *([f"資料{number}", "資料", "標題、説明" if number == 0 else "標題", "英語を書く"] for number in range(3)),
    ]  # fmt: skip
    page = desk.get(LEFT)
    assert (page.context["older"], page.context["missing"]) == (1, 3)
    link = page.context["table"].rows[0][3].url
    assert link == "/desk/governance/body/mihon-council/edit/#id_name@en"
    assert 'id="id_name@en"' in desk.get(link.partition("#")[0]).text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=body", 1), ("kind=document", 3), ("wanted=older", 1), ("wanted=missing", 3), ("scope=all", 5),
        ("kind=document&scope=all", 4), ("kind=nothing&wanted=nothing&page=99&scope=x", 4), ("kind=seat", 0),
    ],
)  # fmt: skip
def test_it_is_narrowed_by_kind_sort_and_scope(desk, papers, query, count):
    page = desk.get(f"{LEFT}?{query}")
    assert page.status_code == 200
    assert len(rows(page)) == count
    assert count or "訳の残りはありません" in page.text


def test_it_is_paged(desk, council):
    for number in range(51):
        make(Document, f"paper-{number:02}", title=Localised({"ja": f"資料{number}"}))
    assert len(rows(desk.get(LEFT))) == 50
    assert len(rows(desk.get(f"{LEFT}?page=2&kind=document"))) == 1
    assert "?kind=document&amp;page=2" in desk.get(f"{LEFT}?kind=document").text


def test_it_asks_no_question_for_a_row(desk, papers):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            desk.get(LEFT)
        return len(caught)

    asked()
    few = asked()
    for number in range(10, 20):
        change(make(Document, f"paper-{number}", title=both("題", "Title")), title=both("新", "Title"))
    assert asked() == few


def test_everybody_sees_what_they_may_change(papers):
    make(Organisation, "mihon-city", name=both("見本市", "Mihon City"), kind="municipality")
    make(Document, "own", title=Localised({"ja": "市の資料"}), holder="mihon-city")
    assert [row[0] for row in rows(signed_in_as(narrowed("secretariat")).get(LEFT))] == ["市の資料"]
    assert rows(signed_in("reader").get(LEFT)) == []
    assert Client().get(LEFT)["Location"].startswith("/desk/sign-in/")


def test_the_record_page_marks_the_older_language_until_it_follows(desk, papers):
    address = kind_of("body").desk_address("mihon-council")
    assert desk.get(address).text.count("もう一方より古い") == 1
    change(papers, name=both("見本協議会", "Mihon Board"))
    assert "もう一方より古い" not in desk.get(address).text


def test_a_text_found_still_right_is_marked_no_more(desk, papers):
    address = kind_of("body").desk_address("mihon-council")
    older = desk.get(address).text.partition('name="number" value="')[2].partition('"')[0]
    assert "このままでよい" not in signed_in("reader").get(address).text
    assert signed_in("reader").post(f"{address}text/", {"field": "name", "number": older}).status_code == 404
    assert "変わりました" in desk.post(f"{address}text/", {"field": "name", "number": "x"}, follow=True).text
    page = desk.post(f"{address}text/", {"field": "name", "number": older}, follow=True)
    assert "もう一方より古い" not in page.text
    assert len(rows(desk.get(LEFT))) == 3
    assert "newer-text" not in Client().get("/en/bodies/mihon-council/").text


def test_a_public_page_leads_to_the_newer_language_and_only_there(papers):
    client = Client()
    english = client.get("/en/bodies/mihon-council/").text
    assert "The Japanese text of this page is newer" in english
    assert '<a href="/ja/bodies/mihon-council/" lang="ja" hreflang="ja">日本語で読む</a>' in english
    assert "newer-text" not in client.get("/ja/bodies/mihon-council/").text
    assert "newer-text" not in client.get("/en/documents/paper-0/").text
    change(papers, name=both("見本協議会", "Mihon Board"))
    assert "newer-text" not in client.get("/en/bodies/mihon-council/").text


def test_pages_of_the_settings_texts_tell_of_theirs(council):
    cluster = Cluster.objects.get()
    cluster = change(cluster, access=both("駅から5分", "Five minutes"), description=both("文", "Text"))
    cluster = change(cluster, access=both("駅から5分", "Five minutes from the station"))
    client = Client()
    assert "英語のほうが新しく" in client.get("/ja/access/").text
    assert "newer-text" not in client.get("/ja/").text
    assert "newer-text" not in client.get("/en/access/").text
    change(cluster, description=both("新しい文", "Text"))
    assert "The Japanese text of this page is newer" in client.get("/en/").text
