import json
from itertools import pairwise

import pytest
import typst
from hypothesis import example, given
from hypothesis import strategies as st

from renkei.core.blocks.typesetting import fonts
from renkei.core.drawings.measure import width_of, wrapped

LETTERS = st.text(alphabet="推進会議とバイオクラスター、。）（（公財）・ A-z1ー", max_size=60)
NOT_FIRST, NOT_LAST = "、。）・ー", "（"


def by_typst(text, weight):
    """Return the width the typesetter gives a text with the fonts of the installation."""
    source = (
        f'#set text(font: "Noto Sans CJK JP", size: 100pt, weight: "{weight}", cjk-latin-spacing: none)\n'
        f"#context [#metadata(measure(text({json.dumps(text, ensure_ascii=False)})).width.pt())<width>]"
    )
    found = typst.query(
        source.encode(),
        "<width>",
        field="value",
        one=True,
        font_paths=fonts(),
        ignore_system_fonts=True,
    )
    return float(found)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "text", ["山形県バイオクラスター", "①研究令和", "Vice-chair: 35,000 yen", "Keio AV", "• one – two"]
)
def test_texts_are_as_wide_as_in_the_typeface(text, bold):
    measured = by_typst(text, "bold" if bold else "regular")
    # The typesetter draws some letters together; a box has more room than that beside its text.
    assert width_of(text, 100, bold=bold) == pytest.approx(measured, rel=0.04)


@example(text="1 、・", most=30, even=False)
@example(text="1（ と", most=30, even=False)
@given(LETTERS, st.integers(30, 200), st.booleans())
def test_lines_keep_all_letters_and_begin_and_end_as_they_may(text, most, even):
    lines = wrapped(text, most, 12.5, even=even)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for before, after in pairwise(lines):
        assert after[0] not in NOT_FIRST
        assert before[-1] not in NOT_LAST


@given(LETTERS, st.integers(60, 200))
def test_even_lines_are_no_more_than_full_ones(text, most):
    assert len(wrapped(text, most, 12.5, even=True)) <= len(wrapped(text, most, 12.5))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("山形県バイオクラスター形成推進会議", ["山形県バイオクラスター", "形成推進会議"]),
        ("共通で取り組むべき事項の合意形成", ["共通で", "取り組むべき事項の", "合意形成"]),
        ("公益財団法人庄内地域産業振興センター", ["公益財団法人", "庄内地域産業振興", "センター"]),
        ("県商工労働部工業戦略技術振興課", ["県商工労働部", "工業戦略技術振興課"]),
        ("Managing-corporation function", ["Managing-", "corporation function"]),
        ("Committee for Promoting Results", ["Committee for", "Promoting Results"]),
    ],
)
def test_lines_end_between_words(text, lines):
    assert wrapped(text, 156, 14, bold=True, even=True) == lines


def test_a_word_that_is_too_long_is_cut_rather_than_lost():
    lines = wrapped("A" * 90, 100, 14)
    assert "".join(lines) == "A" * 90
    assert len(lines) > 1


def test_nothing_has_no_lines():
    assert wrapped("  \n ", 100, 14) == []
