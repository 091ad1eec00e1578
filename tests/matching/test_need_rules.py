"""What a text about a problem lacks, and whether a text tells who the firm is: pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.matching.anonymity import core_of, known_words, named_in
from renkei.matching.need_rules import hints, lacking, plain, short_title, written_in

LONG = (
    "Our frozen surimi loses 15 % of its weight as drip after thawing. We want to bring this down to 5 % by March,"
    " without any further additives, in the present production line."
)


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("", "ja", []),
        ("困っています", "ja", ["short", "object", "number", "time"]),
        (
            "We have a problem with our product and want to improve it.",
            "en",
            ["short", "object", "number", "time"],
        ),
        ("助けて", "en", ["short", "object", "number", "time"]),
        ("🐟", "ja", ["short", "object", "number", "time"]),
        (
            "米粉パンが2日で固くなる。来年3月までに何とかしたい。小麦粉は使わず、冷凍もしない方法がよい。いまは手作業で焼いている。",
            "ja",
            [],
        ),
        (
            LONG,
            "en",
            [],
        ),
        ("米粉パンが固くなる。", "ja", ["short", "number", "time"]),
    ],
)
def test_what_a_text_lacks(text: str, language: str, codes: list[str]) -> None:
    assert lacking(text, language) == codes


def test_a_day_given_elsewhere_is_a_time() -> None:
    assert "time" not in lacking("米粉パンが固くなる。", "ja", has_day=True)


@given(st.text(max_size=300), st.sampled_from(["ja", "en"]))
def test_any_text_is_judged(text: str, language: str) -> None:
    codes = lacking(text, language)
    assert [code for code, _ in hints(codes)] == codes
    assert written_in(text, language) in {"ja", "en"}
    assert len(short_title(text)) <= 60
    assert "[[" not in plain(text)
    assert "]]" not in plain(text)


def test_only_hints_there_are_come_out() -> None:
    assert [code for code, _ in hints(["short", "<script>", "short"])] == ["short"]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("株式会社 架空フーズ", "架空フーズ"),
        ("㈱架空フーズ", "架空フーズ"),
        ("架空フーズ（株）", "架空フーズ"),
        ("Kaku Foods Co., Ltd.", "Kaku Foods"),
        ("Kaku Foods, Inc.", "Kaku Foods"),
        ("Kaku Foods K.K.", "Kaku Foods"),
        ("一般社団法人架空協会", "架空協会"),
        ("カブシキガイシャ カクウフーズ", "カクウフーズ"),
    ],
)
def test_a_name_without_its_legal_form(name: str, core: str) -> None:
    assert core_of(name) == core


@given(
    st.sampled_from(["架空フーズ", "Kaku Foods", "カクウフーズ"]), st.text(max_size=20), st.text(max_size=20)
)
def test_a_name_is_found_wherever_it_stands(name: str, before: str, after: str) -> None:
    known = known_words([f"{name} 株式会社"], [], [], [], [])
    assert named_in({"summary": f"{before} 「{name}」 {after}"}, known)


def test_a_latin_name_is_a_whole_word() -> None:
    known = known_words(["ABC Corp."], [], [], ["x@gmail.com"], [])
    assert not named_in({"summary": "fabcd and gmail"}, known)
    assert named_in({"summary": "ABC's plant"}, known)
