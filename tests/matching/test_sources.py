"""Files of KAKEN and researchmap: what they hold is read, what is wrong is told with its line, nothing is believed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.kernel.errors import RuleBroken
from renkei.matching.sources.found import LONGEST_TEXT, MOST_ENTRIES
from renkei.matching.sources.reading import MOST_BYTES, decoded, read_source

AWARD = """
  <grantAward id="KAKENHI-PROJECT-99K90001" recordSet="kakenhi" projectType="project" awardNumber="99K90001">
    <urlList><url>https://kaken.example/grant/KAKENHI-PROJECT-99K90001/</url></urlList>
    <summary xml:lang="ja">
      <title>焼成食品の<i>微量</i>アレルゲン</title>
      <category path="000010" niiCode="10">基盤研究(C)</category>
      <institution niiCode="99999" sequence="1">見本大学</institution>
      <periodOfAward searchStartFiscalYear="2023" searchEndFiscalYear="2025">
        <startDate>2023-04-01</startDate></periodOfAward>
      <member sequence="1" eradCode="40000001" role="principal_investigator">
        <personalName sequence="1"><fullName>仮名 あき</fullName>
          <familyName yomi="カメイ">仮名</familyName></personalName>
      </member>
      <member sequence="2" role="co_investigator_buntan">
        <personalName><fullName>例示 うみ</fullName></personalName></member>
      <keywordList><keyword>アレルゲン</keyword><keyword>質量分析</keyword></keywordList>
      <paragraphList type="outline_of_research_initial">
        <paragraph>目印のペプチドを選ぶ。</paragraph><paragraph>二段落目。</paragraph></paragraphList>
    </summary>
    <summary xml:lang="en"><title>Trace allergens in baked food</title><category>Grant-in-Aid (C)</category></summary>
  </grantAward>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<grantAwards><grantAward awardNumber="99K90001"><summary xml:lang="ja"><title>&b;</title></summary>
</grantAward></grantAwards>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<grantAwards><grantAward awardNumber="99K90001"><summary xml:lang="ja"><title>&a;</title></summary>
</grantAward></grantAwards>"""
CSV = (
    "研究課題/領域番号,研究課題名,研究課題名 (英文),研究種目,研究機関,研究期間 (年度),研究代表者,"
    "キーワード,研究開始時の研究の概要\r\n"
    "99K90002,糖脂質の生産,Glycolipids,基盤研究(B),見本大学,2024-04-01 – 2027-03-31,例示 はる,"
    '酵母 / 界面活性剤,"油と糖から,つくる"\r\n'
    "99K90003,,,,,,,,\r\n"
    "？？,番号が変,,,,,,,\r\n"
)
PAPER = {
    "insert": {"type": "published_papers", "id": "90000001", "user_id": "R000000001"},
    "similar_merge": {
        "display": "disclosed",
        "paper_title": {"ja": "廃食用油からの糖脂質", "en": "Glycolipids from waste oil"},
        "authors": {"ja": [{"name": "例示 はる"}, {"name": "仮名 あき"}], "en": [{"name": "REIJI Haru"}]},
        "publication_name": {"ja": "見本発酵工学"},
        "publication_date": "2024-11",
        "identifiers": {"doi": ["10.99999/mihon.2024.1107"]},
    },
}
RIGHT = {
    "insert": {"type": "industrial_property_rights", "id": "90000002"},
    "merge": {
        "industrial_property_right_title": {"ja": "酵母株"},
        "application_number": "架空出願 第118号",
        "application_date": "2024-06-10",
        "inventors": {"ja": [{"name": "例示 はる"}]},
    },
}


def awards(*inside, declaration='<?xml version="1.0" encoding="UTF-8"?>'):
    return f'{declaration}\n<grantAwards total="1" start="1">{"".join(inside)}\n</grantAwards>'


def lines(*items):
    return "\n".join(
        item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in items
    )


def refusal(content):
    with pytest.raises(RuleBroken) as refused:
        read_source(content)
    message = refused.value.message
    assert message.text("ja")
    assert message.text("en") != message.text("ja")
    return refused.value.code


def test_a_project_of_kaken_is_read_in_both_languages():
    found = read_source(awards(AWARD).encode())
    (entry,) = found.entries
    assert found.problems == ()
    assert (found.source, entry.kind, entry.identifier) == ("kaken", "project", "KAKENHI-PROJECT-99K90001")
    assert entry.title.to_dict() == {"ja": "焼成食品の微量アレルゲン", "en": "Trace allergens in baked food"}
    assert entry.people.to_dict() == {"ja": "仮名 あき"}
    assert entry.keywords.to_dict() == {"ja": "アレルゲン、質量分析"}
    assert entry.outline.to_dict() == {"ja": "目印のペプチドを選ぶ。\n二段落目。"}
    assert entry.institution.text("ja") == "見本大学"
    assert (entry.appeared, entry.number) == ("2023", "99K90001")


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp932", "Shift_JIS"), ("utf-16", "UTF-16")],
)
def test_the_same_xml_in_any_usual_encoding_is_the_same(encoding, named):
    content = awards(AWARD, declaration=f'<?xml version="1.0" encoding="{named}"?>').encode(encoding)
    assert read_source(content).entries == read_source(awards(AWARD).encode()).entries


def test_errors_of_single_projects_are_told_by_their_number_and_the_others_come_in():
    nameless = '<grantAward awardNumber="99K90004"><summary xml:lang="ja"></summary></grantAward>'
    unnumbered = '<grantAward><summary xml:lang="ja"><title>番号なし</title></summary></grantAward>'
    odd = '<grantAward awardNumber="../etc"><summary xml:lang="ja"><title>変</title></summary></grantAward>'
    found = read_source(awards(AWARD, nameless, unnumbered, odd, AWARD).encode())
    assert [each.identifier for each in found.entries] == ["KAKENHI-PROJECT-99K90001"]
    assert [(each.line, each.found) for each in found.problems] == [
        (2, "KAKENHI-PROJECT-99K90004"), (3, "番号なし"), (4, "../etc"), (5, "KAKENHI-PROJECT-99K90001"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_xml_with_entities_is_refused(content):
    assert refusal(content.encode()) == "source.unsafe"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "source.empty"),
        (b"  \n ", "source.empty"),
        (b"<grantAwards/>", "source.empty"),
        (b"<html><body>x</body></html>", "source.empty"),
        (b"<grantAwards><grantAward>", "source.not_xml"),
        (b"<<<", "source.not_xml"),
        (b"PK\x03\x04workbook", "source.unknown"),
        (b"%PDF-1.7", "source.unknown"),
        (b"\x89PNG\r\n", "source.unknown"),
        ("名前,年齢\n仮名,3".encode(), "source.unknown"),
        (b"plain words", "source.unknown"),
        ("研究課題名,年\n題,2024".encode(), "source.no_columns"),
        (b"\x81\xff\xfe\x00bad \x80\x81\x82\xff", "source.not_text"),
        (b"{}", "source.not_researchmap"),
        (b"[1, 2]", "source.not_researchmap"),
        (b'{"a": ' * 100_000, "source.not_researchmap"),
        (b"{" + b" " * MOST_BYTES, "source.too_large"),
    ],
    ids=range(17),
)
def test_what_is_no_such_file_is_refused_with_words(content, code):
    assert refusal(content) == code


def test_a_csv_of_kaken_is_read_and_its_bad_lines_told():
    for encoding in ("utf-8", "utf-8-sig", "cp932"):
        found = read_source(CSV.encode(encoding, "replace"))
        (entry,) = found.entries
        assert entry.identifier == "KAKENHI-PROJECT-99K90002"
        assert entry.keywords.text("ja") == "酵母、界面活性剤"
        assert entry.outline.text("ja") == "油と糖から,つくる"
        assert entry.appeared == "2024"
        assert [each.line for each in found.problems] == [3, 4]


def test_lines_of_researchmap_are_read_and_broken_ones_told():
    found = read_source(
        lines(
            PAPER,
            "{broken",
            RIGHT,
            "",
            {"insert": {"type": "teaching_experience", "id": "1"}, "merge": {}},
            "[]",
        ).encode()
    )
    paper, right = found.entries
    assert (paper.kind, paper.identifier, paper.number, paper.appeared) == (
        "paper", "90000001", "10.99999/mihon.2024.1107", "2024-11",
    )  # fmt: skip
    assert paper.people.to_dict() == {"ja": "例示 はる、仮名 あき", "en": "REIJI Haru"}
    assert (right.kind, right.number, right.appeared) == ("right", "架空出願 第118号", "2024-06-10")
    assert [each.line for each in found.problems] == [2, 6]


def test_what_is_not_disclosed_in_researchmap_is_not_taken():
    closed = {"insert": PAPER["insert"], "merge": PAPER["similar_merge"] | {"display": "closed"}}
    found = read_source(lines(closed, RIGHT).encode())
    assert [each.identifier for each in found.entries] == ["90000002"]
    assert found.problems[0].line == 1


def test_the_answer_of_researchmaps_interface_is_read_too():
    item = {
        "@id": "https://api.researchmap.example/x/published_papers/77",
        "paper_title": {"en": "A"},
        "rm:id": "77",
    }
    whole = {
        "@graph": [{"@type": "published_papers", "items": [item]}, {"@type": "research_areas", "items": [{}]}]
    }
    (entry,) = read_source(json.dumps(whole).encode()).entries
    assert (entry.identifier, entry.title.to_dict()) == ("77", {"en": "A"})
    alone = {
        "@type": "books_etc",
        "items": [{"@id": "https://x.example/books_etc/5", "book_title": {"ja": "本"}}],
    }
    assert read_source(json.dumps(alone).encode()).entries[0].identifier == "5"


def test_a_bad_date_is_told():
    wrong = {"insert": RIGHT["insert"], "merge": RIGHT["merge"] | {"application_date": "2024-13-45"}}
    found = read_source(lines(wrong).encode())
    assert (found.entries, found.problems[0].found) == ((), "2024-13-45")


def test_long_and_odd_texts_are_cut_and_cleaned():
    odd = {
        "insert": {"type": "misc", "id": "1"},
        "merge": {"paper_title": {"ja": "題\x00\x07名" + "長" * 9000}},
    }
    (entry,) = read_source(json.dumps(odd).encode()).entries
    assert entry.title.text("ja").startswith("題名長")
    assert len(entry.title.text("ja")) == LONGEST_TEXT


def test_no_more_entries_than_fit_are_kept_and_it_is_said_once():
    many = [
        {"insert": {"type": "misc", "id": str(n)}, "merge": {"paper_title": {"ja": "題"}}}
        for n in range(MOST_ENTRIES + 3)
    ]
    found = read_source(lines(*many).encode())
    assert len(found.entries) == MOST_ENTRIES
    assert len(found.problems) == 1


WORDS = (
    "insert", "merge", "type", "id", "@graph", "items", "@type", "paper_title", "authors", "ja", "identifiers", "doi",
    "display", "published_papers",
)  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(WORDS)
NESTED = st.recursive(
    PLAIN,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.sampled_from(WORDS), each, max_size=5),
)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=100).map(
            lambda text: f"<grantAwards><grantAward awardNumber='{text}'>{text}".encode()
        ),
        NESTED.map(lambda value: json.dumps(value).encode()),
    )
)
def test_no_content_breaks_the_reader(content):
    codes = []
    try:
        read_source(content)
    except RuleBroken as refused:
        codes.append(refused.code)
    assert all(code.startswith("source.") for code in codes)


def test_a_text_is_decoded_and_never_guessed():
    assert decoded("髙①".encode("cp932")) == "髙①"
    with pytest.raises(RuleBroken):
        decoded(b"\x81\xff\x80\xfd")
