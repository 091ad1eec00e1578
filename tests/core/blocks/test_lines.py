"""Longer texts, line by line."""

from __future__ import annotations

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.blocks.lines import lines
from renkei.core.blocks.model import Fallback, ListBlock, Paragraph, Place
from renkei.core.blocks.plain import blocks_to_text
from renkei.core.blocks.resolve import resolve
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from tests.core.blocks.fakes import asked

PLACE = Place("reportsection", "summary", "text")


def told(text, language="ja", year=2017):
    request = asked(fiscal_year=year, language=language)
    return resolve(lines(request, Localised({"ja": text}), PLACE), request)


def test_a_line_is_a_paragraph_and_marked_lines_are_items():
    made = told("はじめに\n・一つ\n　・その中\n・二つ\n\nおわりに")
    assert [type(block) for block in made] == [Paragraph, ListBlock, Paragraph]
    assert blocks_to_text(made) == "はじめに\n- 一つ\n  - その中\n- 二つ\nおわりに"


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n"])
def test_nothing_said_is_nothing_printed(text):
    assert told(text) == ()


def test_a_hyphen_inside_a_line_is_no_mark():
    assert blocks_to_text(told("2017-18\n-5 度\n- 五度")) == "2017-18\n-5 度\n- 五度"


def test_years_count_from_the_one_told_of():
    said = "[[year:last]]、[[year:this]]、[[year:next]]"
    assert blocks_to_text(told(said)) == "平成28年度、平成29年度、平成30年度"
    assert blocks_to_text(told(said, year=2018)) == "平成29年度、平成30年度、令和元年度"


def test_a_missing_language_is_marked_line_by_line():
    made = told("一行目\n・項目", language="en")
    assert isinstance(made[0].spans[0], Fallback)
    assert isinstance(made[1].items[0].spans[0], Fallback)
    assert blocks_to_text(made) == "一行目\n- 項目"


def test_a_malformed_placeholder_tells_its_character():
    with pytest.raises(RuleBroken) as refused:
        lines(asked(actor=COMMAND_LINE), Localised({"ja": "一行目\nここに[[壊れたもの]]"}), PLACE)
    assert refused.value.context["place"].position == len("一行目\nここに") + 1
