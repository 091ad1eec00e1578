import re
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum.jp import in_ as stdnum_individual

from renkei.kernel.cleaning import clean, digits, is_my_number, key, looks_like_formula, slug_from
from renkei.kernel.variants import VARIANT_KANJI

KAMI = "\ufa19"  # the compatibility ideograph of a name, which composition would replace


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    clean(text).encode()


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30))
def test_letters_numbers_and_signs_survive(text):
    assume(unicodedata.is_normalized("NFC", text))
    assert clean(text) == text


def test_what_people_wrote_stays_as_written():
    text = f"㈱{KAMI}谷　髙﨑①②～〜ー－　ｶﾞﾝ　Ａ\t1\n2 𠮷 👩‍🔬 葛\U000e0100"
    assert clean(text) == text


def test_what_nobody_sees_goes():
    assert clean("a\x00\x07b\x1f\x7f\x9fc") == "abc"
    assert clean("\ufeff見\u200b本\u2060\u202e") == "見本"
    assert clean("山\u200d田\u200c") == "山田"
    assert clean("\u200d山") == "山"
    assert clean("cat\u00ada\ud800logue") == "catalogue"


def test_line_ends_become_one_kind():
    assert clean("a\r\nb\rc\nd\u2028e\u2029f\x85g") == "a\nb\nc\nd\ne\nf\ng"


def test_decomposed_letters_are_composed():
    assert clean("か\u3099e\u0301") == "がé"
    assert clean(f"か\u3099{KAMI}か\u3099") == f"が{KAMI}が"


@given(st.text())
@example("\u1f80\u0345")
@example("\u0345\u03b1")
@example("ﬀ\u0301 ŉ")
def test_a_key_is_its_own_key(text):
    assert key(key(text)) == key(text)


@given(st.text())
def test_cleaning_does_not_change_the_key(text):
    assert key(clean(text)) == key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙﨑", "高崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("齋藤", "斉藤"),
        ("澤田", "沢田"),
        ("𠮷野", "吉野"),
        (f"{KAMI}谷", "神谷"),
        ("見本　太郎", "見本太郎"),
        ("見本 太郎", "見本太郎"),
        ("㈱見本", "(株)見本"),
        ("ﾃﾞｰﾀ", "データ"),
        ("デ−タ", "データ"),
        ("Ｓｅｅｄ　Ｆｏｒｕｍ", "seed forum"),
        ("Seed\n  Forum ", "SEED FORUM"),
        ("STRASSE", "straße"),
        ("1‐2－3", "1-2-3"),
        ("10〜20", "10～20"),
        ("㍻", "平成"),
        ("葛\U000e0100城", "葛城"),
        ("が", "か\u3099"),
    ],
)
def test_texts_that_compare_as_one(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ビール", "ビル"), ("seed forum", "seedforum"), ("がん", "かん"), ("1-2", "12")]
)
def test_texts_that_stay_apart(one, other):
    assert key(one) != key(other)


def test_every_variant_leads_to_a_form_of_its_own():
    assert not set(VARIANT_KANJI) & {ord(form) for form in VARIANT_KANJI.values()}
    assert all(unicodedata.is_normalized("NFKC", chr(variant)) for variant in VARIANT_KANJI)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("１２３－４５６７", "1234567"),
        ("12,345", "12345"),
        ("△３", "-3"),
        ("▲ 1,000", "-1000"),
        ("−5", "-5"),
        ("  ", ""),
        ("12a", "12a"),
        ("1.5", "1.5"),
    ],
)
def test_plain_digits(text, plain):
    assert digits(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        " =1",
        "＝1",
        "@SUM(A1)",
        "＠x",
        "\ufeff=1",
        "\t=1",
        "\rx",
        "\nx",
        "+cmd|' /C calc'!A0",
        "-cmd",
        "-2+3+cmd",
        "－（A1）",
        "+A1",
        "-1-2",
        "--1",
        "+81x",
    ],
)
def test_cells_a_spreadsheet_could_run(text):
    assert looks_like_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "+",
        "見本",
        "-3",
        "－３",
        "+3",
        "-1,000",
        "-0.5",
        "-.5",
        "+1e6",
        "-5%",
        "- 5",
        "+81 (03)1234-5678",
        "+81312345678",
        "a=b",
        "△3",
        "1-2",
    ],
)
def test_cells_that_only_look_at_it(text):
    assert not looks_like_formula(text)


@given(st.text())
def test_a_slug_is_always_a_slug(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_from(text))
    assert len(slug_from(text)) <= 60
    assert slug_from(text) == slug_from(text)


def test_slugs():
    assert slug_from("Seed Forum (2023)") == "seed-forum-2023"
    assert slug_from("Ｃａｆé d'Été") == "cafe-dete"
    assert slug_from("x" * 59 + " y") == "x" * 59
    assert slug_from("見本") == slug_from("　見 本 ") != slug_from("標本")
    assert slug_from("見本").startswith("item-")


@given(st.text("0123456789", min_size=12, max_size=12))
def test_individual_numbers_as_python_stdnum(number):
    assert is_my_number(number) == stdnum_individual.is_valid(number)
    assert is_my_number(f"{number[:4]}-{number[4:8]} {number[8:]}") == is_my_number(number)


def test_individual_numbers_are_found_where_they_are_named():
    assert is_my_number("１２３４　５６７８　９０１８")
    assert is_my_number("見本太郎（マイナンバー 123456789018）")
    assert is_my_number("My Number: 1234-5678-9018")
    assert not is_my_number("個人番号は持参")
    assert not is_my_number("文書番号 123456789018")
    assert not is_my_number("個人番号 1234567890181")
    assert not is_my_number("123456789017")
    assert not is_my_number("")


def test_other_numbers_are_no_individual_numbers_even_near_the_words():
    assert is_my_number("個人番号 1 2 3 4 5 6 7 8 9 0 1 8")
    assert is_my_number("個 人　番 号：1234 5678 9018")
    assert not is_my_number("2015 2016 2017")
    assert not is_my_number("マイナンバーカード 2015 2016 2017")
    assert not is_my_number("マイナンバーカード 1234 5678 9018 2345")
    assert not is_my_number("個人番号 8390001006530（法人番号）")
    assert not is_my_number("個人番号 1 2 3 4 5 6 7 8 9 0 1 8 3")
