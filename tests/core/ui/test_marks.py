"""Every number a reader meets is marked, and leads somewhere where it can."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.ui import marks
from renkei.kernel.localised import Localised
from renkei.kernel.spans import Period


@dataclass(frozen=True)
class Answer:
    text: object
    value: Decimal | None
    evidence_url: str = ""


NINETEEN = Answer(Localised.both("19件", "19 projects"), Decimal(19), "/evidence/")


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("19件", ("", "19", "件")),
        ("約2,068人", ("約", "2,068", "人")),
        ("about 2,068 people", ("about", "2,068", "people")),
        ("5.41億円", ("", "5.41", "億円")),
        ("△8,991千円", ("", "△8,991", "千円")),
        ("-8,991 thousand yen", ("", "-8,991", "thousand yen")),
        ("未確定", ("", "", "未確定")),
        ("", ("", "", "")),
    ],
)
def test_a_printed_value_is_split_into_what_stands_before_the_number_and_after(printed, parts):
    assert marks.printed_parts(printed) == parts


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_machine_numbers_are_plain_and_exact(value):
    text = marks.machine_number(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert not (("." in text) and text.endswith("0"))


def test_whole_thousands_keep_their_noughts():
    assert marks.machine_number(Decimal(540961000)) == "540961000"
    assert marks.machine_number(Decimal("1E+3")) == "1000"


def test_a_figure_in_a_sentence_leads_to_its_evidence():
    with translation.override("ja"):
        html = marks.figure_inline(NINETEEN)
    assert '<a class="figure" data-number="figure" href="/evidence/">' in html
    assert '<data value="19" class="figure" data-number="figure">19</data></a>' in html
    assert html.endswith('<span class="figure-unit">件</span>')


def test_english_puts_a_space_before_the_unit():
    with translation.override("en"):
        assert '</a> <span class="figure-unit">projects</span>' in marks.figure_inline(NINETEEN)


def test_the_unit_can_be_left_to_the_head_of_a_column():
    assert "figure-unit" not in marks.figure_inline(NINETEEN, unit=False)


def test_about_stays_with_its_number():
    with translation.override("ja"):
        html = marks.figure_inline(Answer("約5人", Decimal(5)))
    assert html.startswith('<span class="figure-number">約<data value="5"')


def test_what_is_not_known_is_words_and_never_a_number():
    with translation.override("ja"):
        html = marks.figure_inline(Answer(Localised.both("未確定", "not yet known"), None, "/evidence/"))
    assert "<data" not in html
    assert "未確定" in html
    assert 'href="/evidence/"' in html


def test_the_text_of_an_answer_may_be_a_method():
    class Asked:
        value = Decimal(3)

        def text(self, language):
            return {"ja": "3社", "en": "3 companies"}[language]

    with translation.override("en"):
        assert "3</data>" in marks.figure_inline(Asked())


def test_a_text_without_a_translation_says_its_language():
    with translation.override("en"):
        assert marks.localised(Localised({"ja": "見本"})) == '<span lang="ja" class="fallback">見本</span>'
        assert marks.localised(Localised.both("見本", "Sample")) == "Sample"
        assert marks.localised({"ja": "見本", "en": ""}) == '<span lang="ja" class="fallback">見本</span>'


def test_a_number_in_a_name_is_an_ordinal():
    mark = '<span class="ordinal" data-number="ordinal">{}</span>'
    with translation.override("ja"):
        assert marks.names("第3期<協定>") == f"第{mark.format(3)}期&lt;協定&gt;"
        assert marks.names("2017/18年") == f"{mark.format('2017/18')}年"
        assert marks.names(None) == ""
        assert marks.names(marks.ordinal(3)) == mark.format(3)
    with translation.override("en"):
        assert marks.names(Localised({"ja": "第3期"})) == (
            f'<span lang="ja" class="fallback">第{mark.format(3)}期</span>'
        )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_texts_are_escaped(language):
    with translation.override(language):
        assert "<script" not in marks.localised(Localised({"ja": "<script>"}))
        assert "<script" not in marks.contact("<script>")
        assert "<script" not in marks.state("<script>")
        assert "<script" not in marks.figure_inline(Answer("1<script>", Decimal(1)))


def test_days_follow_language_and_era():
    day = date(2019, 5, 1)
    with translation.override("ja"):
        assert marks.day(day) == '<time datetime="2019-05-01" data-number="date">令和元年5月1日</time>'
        assert "2019年5月1日" in marks.day(day, era=False)
        assert marks.day(day, url="/record/").startswith('<a href="/record/"><time')
    with translation.override("en"):
        assert ">1 May 2019<" in marks.day(day)
    assert marks.day(None) == ""


def test_a_moment_shows_its_minute():
    with translation.override("en"):
        assert "29 July 2022 17:10" in marks.moment(datetime(2022, 7, 29, 17, 10))  # noqa: DTZ001


def test_fiscal_years_are_dates():
    with translation.override("ja"):
        assert marks.fiscal_year(2017) == '<time datetime="2017" data-number="date">平成29年度</time>'
        assert ">2017年度<" in marks.fiscal_year(2017, era=False)
    with translation.override("en"):
        assert ">AY2017<" in marks.fiscal_year(2017, style="AY")


def test_a_period_without_ends_is_not_shown():
    assert marks.period(Period(None, None)) == ""
    assert marks.period(None) == ""
    with translation.override("ja"):
        assert "平成29年4月1日" in marks.period(Period(date(2017, 4, 1), None))


def test_contacts_can_be_used_with_one_touch():
    assert 'href="tel:0123456789"' in marks.contact("0123-45-6789")
    assert 'href="mailto:office@example.jp"' in marks.contact("office@example.jp")
    assert 'href="https://example.jp/"' in marks.contact("https://example.jp/")
    assert "<a" not in marks.contact("見本県見本市1-2-3")
    assert "<a" not in marks.contact("javascript:alert(1)")


def test_a_state_is_a_shape_and_a_word():
    html = marks.state("公開中", "good")
    assert html.startswith('<span class="state good"><svg')
    assert html.endswith("公開中</span>")
    assert marks.state("公開中", "no such tone").startswith('<span class="state neutral">')
