from hypothesis import given
from hypothesis import strategies as st

from renkei.matching.engine.texts import LONGEST, Language, Notice, read_text


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_letter_moves(title: str, body: str) -> None:
    text = read_text(title, body)
    joined = f"{title}\n{body}" if title else body
    assert len(text.whole) == len(joined)
    assert text.whole[text.body_start :].strip() == "" or len(text.whole) - text.body_start == len(body)
    assert all(one in (other, " ") for one, other in zip(text.whole, joined, strict=True))


def test_cutting_is_said() -> None:
    text = read_text("", "光" * 100_000)
    assert len(text.whole) == LONGEST
    assert Notice.CUT in text.notices


def test_what_is_no_text_becomes_blank_and_is_said() -> None:
    text = read_text("", "鮮度\x00を\ud800測る")
    assert text.whole == "鮮度 を 測る"
    assert text.notices == (Notice.CLEANED,)


def test_languages() -> None:
    assert read_text("", "DNAの損傷を測る").language is Language.JAPANESE
    assert (
        read_text("", "We measure the freshness (鮮度) of milk in closed bottles.").language
        is Language.ENGLISH
    )
    assert read_text("", "milk", "ja").language is Language.JAPANESE


def test_empty_short_and_foreign_texts_are_named() -> None:
    assert read_text("", "").notices == (Notice.EMPTY,)
    assert read_text("", "☕ 2024 !!").notices == (Notice.EMPTY,)
    assert read_text("", "光").notices == (Notice.SHORT,)
    assert read_text("", "Мы измеряем свежесть молока").notices == (Notice.OTHER_LANGUAGE,)
    assert read_text("", "우유의 신선도를 측정합니다").notices == (Notice.OTHER_LANGUAGE,)
    assert Notice.OTHER_LANGUAGE in read_text("", "我们测量牛奶的新鲜度" * 4).notices
