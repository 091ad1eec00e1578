"""Organisations and people recorded twice: found, compared, merged or kept apart, at the desk."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.merging.models import KeptApart
from renkei.core.merging.registry import sameness_of
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.directory.models import Organisation, SameKey
from renkei.kernel.localised import Localised
from renkei.kernel.variants import VARIANT_KANJI
from tests.desk.conftest import both, record, signed_in

pytestmark = pytest.mark.django_db
LIST = "/desk/directory/organisation/_duplicates/"
PAIR = f"{LIST}mihon-city/mihon-shi/"


def organisation(slug, name, english="", **values):
    return record(
        "organisation",
        slug,
        name=Localised({"ja": name, "en": english} if english else {"ja": name}),
        kind="company",
        **values,
    )


@pytest.fixture
def twice(mihon):
    return organisation("mihon-shi", "見本 市", website="https://mihon.example/", publication="public")


def pairs(kind="organisation"):
    return {(pair.one, pair.other): pair.ways for pair in sameness_of(kind).pairs(0, 50)[0]}


def key(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT renkei_name_key(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社 見本製作所", "㈱見本製作所"),
        ("見本製作所（株）", "見本製作所株式会社"),
        ("髙橋﨑工業有限会社", "高橋崎工業"),
        ("ﾐﾎﾝ電機", "ミホン電機"),
        ("みほん", "カブシキガイシャ　ミホン"),
        ("Mihon Works Co., Ltd.", "MIHON WORKS"),
        ("国立大学法人見本大学", "見本大学"),
        ("一般財団法人見本会", "公益財団法人 見本会"),
    ],
)
def test_names_in_other_writing_have_one_key(db, one, other):
    assert key(one) == key(other)


def test_every_variant_character_is_folded_and_different_names_stay_different(db):
    """A variant added to the kernel needs a migration of the database's own function."""
    for variant, plain in VARIANT_KANJI.items():
        assert key(chr(variant)) == key(plain), chr(variant)
    assert len({key(text) for text in ("見本市", "見本町", "見本", "株式会社", "")}) == 5


def test_pairs_are_found_by_website_name_earlier_name_and_kana(mihon):
    organisation("a-1", "甲商店", website="https://www.a.example/", kana="コウショウテン")
    organisation("a-2", "乙商店", website="http://a.example")
    organisation("b-1", "㈱丙田")
    organisation("b-2", "丙田株式会社")
    organisation("c-1", "丁川")
    organisation("c-2", "戊山")
    record("datedname", "c-2-was", organisation_id="c-2", name=both("丁川", "Tei"))
    organisation("d-1", "こうしょうてん")
    organisation("d-2", "別の店", kana="こうしょうてん")
    found = pairs()
    assert found[("a-1", "a-2")] == ("website",)
    assert found[("b-1", "b-2")] == ("name",)
    assert found[("c-1", "c-2")] == ("name",)
    assert found[("a-1", "d-2")] == ("kana",)
    assert len(found) == 4


def test_keys_follow_their_rows(mihon):
    found = organisation("b-1", "㈱丙田")
    assert set(SameKey.objects.filter(slug="b-1").values_list("way", "key")) == {("name", "丙田")}
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of("organisation"),
        slug="b-1",
        revision=1,
        values={"name": Localised({"ja": "戊田"})},
        reason="直す",
    )
    assert set(SameKey.objects.filter(slug="b-1").values_list("way", "key")) == {("name", "戊田")}
    assert found.pk == "b-1"


def test_names_one_letter_apart_are_found_on_request_and_numbered_ones_are_not(mihon):
    organisation("s-1", "見本第一小学校")
    organisation("s-2", "見本第二小学校")
    organisation("s-3", "見本第一小学佼")
    organisation("t-1", "やまがたメディカル研究所")
    organisation("t-2", "やまがたメディカ研究所")
    near = {(pair.one, pair.other) for pair in sameness_of("organisation").near()}
    assert near == {("s-1", "s-3"), ("t-1", "t-2")}


def test_many_records_of_one_name_give_no_flood_of_pairs(mihon):
    for number in range(12):
        organisation(f"x-{number:02}", "不明")
    assert len(pairs()) == 11 + 10  # each with the first and with the one before it, not 66


@pytest.mark.parametrize("language", ["ja", "en"])
def test_two_are_compared_and_merged_and_it_is_taken_back(twice, language):
    desk = signed_in("administrator", language)
    assert LIST in desk.get("/desk/directory/organisation/").text
    page = desk.get(LIST)
    assert PAIR in page.text
    compared = desk.get(PAIR)
    names = re.findall(r'name="(take:[^"]+)"', compared.text)
    assert {"take:website", "take:name@ja", "take:kana"} <= set(names)
    data = {
        "kept": "mihon-city",
        "revision:mihon-city": "1",
        "revision:mihon-shi": "1",
        "take:website": "mihon-shi",
        "take:kana": "mihon-city",
        "merge": "1",
    }
    assert desk.post(PAIR, data).status_code == 422  # no reason
    done = desk.post(PAIR, data | {"reason": "同じ市"})
    assert done.status_code == 302
    kept = Organisation.objects.get(pk="mihon-city")
    assert (kept.website, kept.kana, kept.name["ja"]) == ("https://mihon.example/", "ミホンシ", "見本市")
    result = desk.get(done["Location"])
    assert "mihon-shi" in result.text
    old = desk.get("/desk/directory/organisation/mihon-shi/")
    assert (old.status_code, old["Location"]) == (302, "/desk/directory/organisation/mihon-city/")
    assert (
        "/desk/directory/organisation/mihon-city/"
        in desk.get("/desk/directory/organisation/mihon-shi/history/").text
    )
    public = Client().get(f"/{language}/organisations/mihon-shi/")
    assert (public.status_code, public["Location"]) == (302, f"/{language}/organisations/mihon-city/")
    assert "同じ市" in desk.get("/desk/directory/organisation/mihon-city/history/").text
    act = done["Location"].rstrip("/").rsplit("/", 1)[-1]
    assert done["Location"] in desk.get(f"/desk/acts/{act}/").text
    assert desk.post(done["Location"], {"reason": ""}).status_code == 422
    assert desk.post(done["Location"], {"reason": "別だった"}).status_code == 302
    assert Organisation.objects.get(pk="mihon-shi").website == "https://mihon.example/"
    assert Organisation.objects.get(pk="mihon-city").website == ""
    assert desk.get(done["Location"]).status_code == 200
    assert Client().get(f"/{language}/organisations/mihon-shi/").status_code == 200


def test_the_address_of_a_merged_record_leads_nowhere_where_the_kept_one_is_not_public(twice):
    desk = signed_in("administrator")
    data = {
        "kept": "mihon-university",
        "revision:mihon-university": "1",
        "revision:mihon-shi": "1",
        "reason": "同じ",
        "merge": "1",
    }
    assert desk.post(f"{LIST}mihon-shi/mihon-university/", data).status_code == 302
    assert Client().get("/ja/organisations/mihon-shi/").status_code == 404


def test_not_the_same_is_remembered_with_its_reason(desk, twice):
    assert desk.post(PAIR, {"apart": "1", "reason": ""}).status_code == 422
    assert desk.post(PAIR, {"apart": "1", "reason": "市と市役所の売店"}).status_code == 302
    assert KeptApart.objects.get().reason == "市と市役所の売店"
    again = desk.get(LIST)
    assert PAIR not in again.text
    assert "市と市役所の売店" in again.text
    assert "市と市役所の売店" in desk.get(PAIR).text


def test_who_changed_it_meanwhile_is_not_overrun(twice):
    desk = signed_in("administrator")
    data = {
        "kept": "mihon-city",
        "revision:mihon-city": "7",
        "revision:mihon-shi": "1",
        "reason": "同じ",
        "merge": "1",
    }
    assert desk.post(PAIR, data).status_code == 422
    assert desk.post(PAIR, data | {"kept": "nobody"}).status_code == 422
    assert Organisation.objects.filter(pk="mihon-shi").exists()


def test_it_is_not_there_for_who_may_not_change_and_for_other_kinds(twice):
    assert signed_in("reader").get(LIST).status_code == 404
    desk = signed_in("secretariat")
    assert desk.get("/desk/governance/meeting/_duplicates/").status_code == 404
    assert desk.get(f"{LIST}mihon-city/mihon-city/").status_code == 404
    assert desk.get(f"{LIST}mihon-city/nobody/").status_code == 404
    assert desk.get(f"{LIST}merged/00000000-0000-4000-8000-000000000000/").status_code == 302


def test_the_queries_of_the_list_do_not_grow_with_the_pairs(desk, twice):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(LIST).status_code == 200
        return len(captured)

    asked()
    first = asked()
    for number in range(4):
        organisation(f"p-{number}", f"ペア{number}社")
        organisation(f"q-{number}", f"ペア{number}社")
    assert len(pairs()) == 5
    assert asked() == first


def test_adding_something_that_is_there_already_is_asked_about_once(desk, twice):
    data = {
        "slug": "mihon-2",
        "name@ja": "見本市",
        "kind": "municipality",
        "revision": "0",
        "publication": "internal",
    }
    asked = desk.post("/desk/directory/organisation/_new/", data)
    assert asked.status_code == 200
    assert {url for _, url in asked.context["alike"]} == {
        "/desk/directory/organisation/mihon-city/",
        "/desk/directory/organisation/mihon-shi/",
    }
    assert not Organisation.objects.filter(pk="mihon-2").exists()
    assert desk.post("/desk/directory/organisation/_new/", data | {"not-the-same": "1"}).status_code == 302
    assert Organisation.objects.filter(pk="mihon-2").exists()
