import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.localised import Localised

TAGS = st.sampled_from(["ja", "en", "fr", "zh-Hant", "pt-BR"])
TEXTS = st.dictionaries(TAGS, st.text(max_size=8))


def test_the_language_asked_for_comes_first_then_the_fallbacks():
    title = Localised.both("見本", "Sample")
    assert title.text("en") == "Sample"
    assert title.resolve("fr") == ("見本", "ja")
    assert title.resolve("fr", ("en", "ja")) == ("Sample", "en")
    assert title.resolve("en-GB") == ("Sample", "en")


def test_any_language_is_better_than_none():
    assert Localised({"fr": "Exemple"}).resolve("ja") == ("Exemple", "fr")
    assert Localised().resolve("ja") == ("", "ja")


def test_empty_texts_are_absent():
    title = Localised({"ja": "見本", "en": " \n"})
    assert title.missing(["ja", "en", "fr"]) == ("en", "fr")
    assert title == Localised({"ja": "見本"})
    assert not Localised({"ja": ""})
    assert "en" not in title


def test_it_is_a_value():
    title = Localised.both("見本", "Sample")
    assert hash(title) == hash(Localised({"en": "Sample", "ja": "見本"}))
    assert copy.deepcopy(title) == title
    assert pickle.loads(pickle.dumps(title)) == title  # noqa: S301 - our own bytes
    assert eval(repr(title)) == title  # noqa: S307 - our own text
    assert str(title) == "見本"
    with pytest.raises(AttributeError):
        title.extra = "x"
    with pytest.raises(AttributeError):
        title._texts = {}


def test_the_dictionary_given_in_or_out_does_not_change_it():
    given_in = {"ja": "見本"}
    title = Localised(given_in)
    given_in["ja"] = "別"
    title.to_dict()["ja"] = "別"
    assert title["ja"] == "見本"


@pytest.mark.parametrize("tag", ["", "JA", "japanese", "ja_JP", "j"])
def test_keys_are_language_tags(tag):
    with pytest.raises(ValueError, match="language tag"):
        Localised({tag: "見本"})


def test_one_text_is_put_in_place_or_taken_out():
    title = Localised.both("見本", "Sample")
    assert title.with_text("en", "Example")["en"] == "Example"
    assert title.with_text("en", "").missing(["en"]) == ("en",)
    assert title.mapped(str.upper)["en"] == "SAMPLE"


def test_places_are_filled_in_each_language():
    sentence = Localised.both("{who}は{n}人", "{n} of {who}").filled(
        who=Localised.both("団体", "bodies"), n=3
    )
    assert sentence.to_dict() == {"ja": "団体は3人", "en": "3 of bodies"}
    assert Localised.both("{x}", "{x}").filled(x="{y}")["ja"] == "{y}"


@given(TEXTS, TAGS)
def test_what_is_resolved_is_really_there(texts, language):
    value = Localised(texts)
    text, found = value.resolve(language)
    assert (text == "" and not value) or value[found] == text
    assert Localised(value.to_dict()) == value
    assert set(value) | set(value.missing(texts)) == set(texts)
