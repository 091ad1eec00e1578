import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.matching.engine.sounds import katakana_sound, sounds, spelling_sound
from renkei.matching.engine.words import Splitter, sentences

SPLITTER = Splitter()


@pytest.fixture
def splitter() -> Splitter:
    return SPLITTER


def test_words_of_both_scripts_in_order(splitter: Splitter) -> None:
    text = "Sjögren症候群の②ＤＮＡを測る。"
    found = [(word.key, text[word.start : word.end]) for word in splitter.words(text)]
    assert found == [
        ("sjogren", "Sjögren"),
        ("症候", "症候"),
        ("群", "群"),
        ("2dna", "②ＤＮＡ"),
        ("測る", "測る"),
    ]


@given(st.text(alphabet=st.sampled_from("光測るを。DNAé ﷺ㌔ｶﾞ\n1.5x"), max_size=80))
def test_places_lie_in_the_text_in_order(text: str) -> None:
    words = SPLITTER.words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)


def test_english_words_by_stem_without_stop_words(splitter: Splitter) -> None:
    assert splitter.stems("the replacements of our sensors") == ["replac", "sensor"]


@pytest.mark.parametrize(
    ("word", "spelling"),
    [
        ("ジストロフィー", "dystrophy"),
        ("シェーグレン", "Sjögren"),
        ("アミロイドーシス", "amyloidosis"),
        ("ラミー", "Lamy"),
    ],
)
def test_a_word_sounds_like_its_spelling(word: str, spelling: str) -> None:
    assert katakana_sound(word) == spelling_sound(spelling)


def test_sounds_are_threes_of_consonants() -> None:
    assert sounds("ラミー症候群", japanese=True) == {"^rn", "rn$"}
    assert sounds("of Lamy", japanese=False) == {"^rn", "rn$"}


def test_sentences_of_both_languages() -> None:
    text = "題名\n光で測る。速い！ We use light. It is e.g. cheap."
    found = [text[start:end] for start, end in sentences(text)]
    assert found == ["題名", "光で測る。", "速い！", "We use light.", "It is e.g. cheap."]
