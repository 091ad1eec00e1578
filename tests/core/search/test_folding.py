"""The searched form of a text is the same in the programme and in the database, however it is written."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.core.search.passages import folded
from renkei.core.search.question import grams, read
from renkei.core.search.years import tokens_of
from renkei.kernel.folding import fold
from renkei.kernel.variants import VARIANT_KANJI

JAPANESE = (
    st.characters(min_codepoint=0x3040, max_codepoint=0x30FF)
    | st.characters(min_codepoint=0xFF01, max_codepoint=0xFF9F)
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
    | st.sampled_from([chr(code) for code in VARIANT_KANJI])
    | st.sampled_from(list(" 　\n\t-‐―−ー〜～・（）㈱㍻㋿①㎡々〇〆ヶゕ゛゜\u3099\u309a"))
    | st.characters(min_codepoint=0x20, max_codepoint=0x17F)
    | st.characters(min_codepoint=0x391, max_codepoint=0x3C9)
)
TEXTS = st.lists(st.text(JAPANESE, max_size=30), min_size=1, max_size=20)


def in_database(texts):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT renkei_search_fold(t) FROM unnest(%s::text[]) WITH ORDINALITY AS u(t, n) ORDER BY n",
            [texts],
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_programme_and_database_fold_alike(texts):
    texts = [text.replace("\0", "") for text in texts]
    assert in_database(texts) == [fold(text) for text in texts]


@pytest.mark.django_db
def test_every_letter_with_a_capital_or_a_variant_folds_alike():
    letters = [chr(code) for code in (*range(0x20, 0x590), *range(0x1E00, 0x2000), *VARIANT_KANJI)]
    assert in_database(letters) == [fold(letter) for letter in letters]


@given(st.text(JAPANESE, max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(JAPANESE, max_size=40))
def test_the_places_of_letters_lead_back_into_the_text(text):
    form = folded(text)
    assert len(form.text) == len(form.starts) == len(form.ends)
    assert list(form.starts) == sorted(form.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(form.starts, form.ends, strict=True))


@pytest.mark.parametrize(
    "alike",
    [
        ("ブロック", "ﾌﾞﾛｯｸ", "ぶろっく", "ﾌ\uff9eロック"),
        ("斎藤", "齋藤", "斉藤", "齊藤"),
        ("髙﨑", "高崎", "髙崎"),
        ("渡邊", "渡辺", "渡邉"),
        ("鶴ヶ岡", "鶴ケ岡"),
        ("見本 太郎", "見本　太郎", "見本太郎"),
        ("Ｍｉｈｏｎ", "mihon", "MIHON"),
        ("Café", "CAFE", "cafe\u0301"),
        ("データ", "ﾃﾞｰﾀ", "デ―タ"),
        ("藝術學會", "芸術学会"),
    ],
)
def test_ways_of_writing_come_together(alike):
    assert len({fold(text) for text in alike}) == 1


@pytest.mark.parametrize(
    "word",
    [
        "H29",
        "Ｈ２９",
        "h.29",
        "平成29",
        "平成 29",
        "平成二十九年度",
        "平成29年度",
        "2017",
        "２０１７",
        "FY2017",
        "FY 2017",
        "2017年度",
        "㍻29年度",
    ],
)
def test_a_year_is_a_year_however_it_is_written(word):
    (found,) = read(word).words
    assert "f2017" in found.tokens


@pytest.mark.parametrize("word", ["R1", "令和元年度", "H31", "平成31年度", "2019", "㋿元年度"])
def test_one_year_may_have_two_names(word):
    (found,) = read(word).words
    assert "f2019" in found.tokens


def test_calendar_and_fiscal_years_are_told_apart_where_the_word_tells():
    assert tokens_of("平成29年") == ("c2017",)
    assert tokens_of("平成29年度") == ("f2017",)
    assert tokens_of("2017-05") == ("m2017-05",)
    assert tokens_of("平成29年5月10日") == ("d2017-05-10",)
    assert tokens_of("29") == tokens_of("ph29") == tokens_of("h290") == tokens_of("12017") == ()


def test_a_year_inside_a_word_is_taken_out_of_it():
    assert [word.text for word in read("平成29年度実績").words] == ["平成29年度", "実績"]
    assert [word.text for word in read("H29年度の共同研究").words] == ["h29年度", "の共同研究"]


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_within_limits(text):
    question = read(text)
    assert len(question.words) <= 6
    assert sum(len(word.text) for word in question.words) <= 100
    assert all(grams(word.text) for word in question.words)


@pytest.mark.parametrize("text", ["", "   ", "・・・", "！？", "()[]{}", "\u200b", "-"])
def test_signs_alone_ask_for_nothing(text):
    assert read(text).words == ()
