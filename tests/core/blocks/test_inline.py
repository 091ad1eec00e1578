import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.blocks.inline import compiled, parse
from renkei.core.blocks.model import Fallback, Place, Placeholder, Text
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

WORDS = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]), max_size=12)
GOOD = st.sampled_from(
    [
        ("figure", "research.joint_projects"),
        ("meeting", "council-2020-05-01"),
        ("date", "2020-05-01"),
        ("date", "2020-05"),
        ("date", "2020"),
        ("period", "2020-05-01/2020-05-03"),
        ("period", "2020-05-01/.."),
        ("year", "2020"),
        ("ordinal", "20"),
        ("contact", "mihon@example.org"),
    ]
)


@given(st.lists(st.tuples(WORDS, GOOD), max_size=4), WORDS)
def test_every_piece_of_a_text_comes_out_once_and_in_order(pieces, end):
    text = "".join(f"{word}[[{name}:{argument}]]" for word, (name, argument) in pieces) + end
    found = parse(text, fiscal_year=2020)
    again = "".join(
        span.text if isinstance(span, Text) else f"[[{span.name}:{span.argument}]]" for span in found
    )
    assert again == text
    assert [(span.name, span.argument) for span in found if isinstance(span, Placeholder)] == [
        pair for _, pair in pieces
    ]


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_its_place(text):
    try:
        found = parse(text, Place("item", "a"))
    except RuleBroken as refused:
        assert refused.code == "placeholder.malformed"  # noqa: PT017 - either outcome is right
        position = refused.context["place"].position
        assert 1 <= position <= len(text)
    else:
        assert "".join(span.text for span in found if isinstance(span, Text)) in {text, ""} or any(
            isinstance(span, Placeholder) for span in found
        )


@pytest.mark.parametrize(
    "text",
    [
        "[[",
        "]]",
        "[[]]",
        "[[figure]]",
        "[[figure:]]",
        "[[figure:a b]]",
        "[[figure:A.B]]",
        "[[figure:a.b@17]]",
        "[[figure:a.b@2017@2018]]",
        "[[date:2020-02-30]]",
        "[[date:yesterday]]",
        "[[period:2020-05-03/2020-05-01]]",
        "[[year:17]]",
        "[[ordinal:{{7*7}}]]",
        "[[ordinal:<b>]]",
        "[[meeting:../secret]]",
        "[[Figure:a.b]]",
        "[[figure:a.b]",
        "a [[figure:a.b]] b ]] c",
    ],
)
def test_what_is_no_placeholder_is_refused(text):
    with pytest.raises(RuleBroken) as refused:
        parse(text, Place("item", "mihon", "text", "ja"))
    assert refused.value.code == "placeholder.malformed"
    assert refused.value.context["place"].slug == "mihon"
    assert "item:mihon" in refused.value.message.text("en")
    assert "文字目" in refused.value.message.text("ja")


def test_the_place_counts_characters_from_one():
    with pytest.raises(RuleBroken) as refused:
        parse("見本[[date:never]]")
    assert refused.value.context["place"].position == 3


def test_a_figure_is_asked_for_its_own_year_or_that_of_its_record():
    own, other = parse("[[figure:a.b@2016]][[figure:a.b]]", fiscal_year=2020)
    assert (own.fiscal_year, other.fiscal_year) == (2016, 2020)


def test_a_missing_translation_falls_back_and_says_where():
    (found,) = compiled(Localised({"ja": "見本[[year:2020]]"}), "en", Place("item", "mihon", "text"))
    assert isinstance(found, Fallback)
    assert found.language == "ja"
    assert found.place == Place("item", "mihon", "text", "en")


def test_a_text_of_placeholders_only_needs_no_translation():
    (found,) = compiled(Localised({"ja": "[[year:2020]]"}), "en")
    assert isinstance(found, Placeholder)


def test_an_empty_text_is_nothing():
    assert compiled(Localised(), "ja") == ()
