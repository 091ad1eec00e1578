"""Cutting a text into the model's pieces: the same as the reference does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from renkei.matching.engine import pieces

if TYPE_CHECKING:
    from pathlib import Path

VOCABULARY = [
    ("<s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -3.0),
    ("牛", -6.0),
    ("乳", -6.5),
    ("牛乳", -7.0),
    ("▁牛乳", -9.5),
    ("の", -2.0),
    ("鮮度", -8.0),
    ("▁milk", -7.5),
    ("milk", -9.0),
    ("mi", -5.0),
    ("lk", -5.5),
    ("a", -4.0),
    ("b", -4.0),
    ("ab", -8.0),
]
TEXTS = [
    "",
    " ",
    "query: 牛乳の鮮度",
    "milk milk牛乳",
    "ﷺ" * 50,
    "☕🚀a𠮷𠮷b",
    "▁▁a ▁b",
    "<s> <unk> abab",
    "牛" * 3_000,
]


@pytest.fixture(scope="module")
def reference() -> Tokenizer:
    made = Tokenizer(models.Unigram(VOCABULARY, unk_id=1, byte_fallback=False))
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    return made


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> pieces.Pieces:
    folder: Path = tmp_path_factory.mktemp("pieces")
    pieces.write(VOCABULARY, 1, folder)
    return pieces.Pieces(folder)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_texts_are_cut_as_by_the_reference(ours: pieces.Pieces, reference: Tokenizer, text: str) -> None:
    plain = " ".join(text.split())
    assert ours.numbers(plain) == reference.encode(plain, add_special_tokens=False).ids


@given(st.lists(st.sampled_from([*"牛乳の鮮度milkab▁ x", "ﷺ"]), max_size=30).map("".join))
def test_any_text_is_cut_as_by_the_reference(ours: pieces.Pieces, reference: Tokenizer, text: str) -> None:
    plain = " ".join(text.split())
    assert ours.numbers(plain) == reference.encode(plain, add_special_tokens=False).ids
