"""The prepared engine on texts of the tests' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from renkei.matching.engine.bands import Band, band, nothing_fits
from renkei.matching.engine.embedder import Kind
from renkei.matching.engine.explain import explain
from renkei.matching.engine.lexicon import SudachiLexicon
from renkei.matching.engine.ranking import best
from renkei.matching.engine.reading import Prepared
from renkei.matching.engine.texts import read_text

if TYPE_CHECKING:
    from renkei.matching.engine.engine import Engine

SEEDS = {
    "milk-ja": (
        "牛乳の鮮度を光で測る",
        "近赤外光を使い、容器を開けずに牛乳の鮮度と細菌の数を推定する方法です。装置は小さく、工場に置けます。",
    ),
    "milk-en": (
        "Freshness of dairy products",
        "We estimate the freshness of milk with near-infrared light. The device is small and fits into a plant.",
    ),
    "weld-ja": ("溶接の欠陥の検査", "超音波と画像を組み合わせ、溶接の内部にある欠陥を見つけます。"),
    "weld-en": ("Inspection of welds", "Defects inside welds are found by combining ultrasound and images."),
    "wine-en": ("Yeasts for wine", "We select yeasts that give wine its aroma at low temperature."),
    "gait-ja": ("高齢者の歩行の分析", "歩き方の動画から転倒の危険を予測し、予防の運動を提案します。"),
}
BAD = [
    "",
    " ",
    "光",
    "a",
    "☕🚀👨‍👩‍👧",
    "\x00\x00",
    "牛乳\x00の鮮度",
    "ﷺ" * 50,
    "あ" * 100_000,
    "x" * 100_000,
    "Мы измеряем молоко",
    "\ud800",
]


@pytest.fixture(scope="module")
def seeds(engine: Engine) -> dict[str, Prepared]:
    return {key: engine.seed(read_text(*texts)) for key, texts in SEEDS.items()}


def ranking(engine: Engine, seeds: dict[str, Prepared], need: str) -> list[tuple[str, float]]:
    index = engine.index(seeds)
    scores = index.compare([engine.need(read_text("", need))]).total()[0]
    return [(index.ids[place], float(scores[place])) for place in best(scores, len(index))]


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        ("牛乳がどれくらい新鮮か、開けずに調べたい", {"milk-ja", "milk-en"}),
        ("We want to know how fresh milk is without opening the bottle.", {"milk-ja", "milk-en"}),
        ("溶接の内部の欠陥を検査したい", {"weld-ja", "weld-en"}),
    ],
)
def test_both_languages_are_found(
    engine: Engine, seeds: dict[str, Prepared], need: str, expected: set[str]
) -> None:
    found = ranking(engine, seeds, need)
    assert {key for key, _ in found[:2]} == expected
    assert band(found[0][1], engine.manifest.constants, len(found)) in {Band.STRONG, Band.POSSIBLE}


def test_nothing_fits_is_said(engine: Engine, seeds: dict[str, Prepared]) -> None:
    found = ranking(engine, seeds, "古い神社の屋根を直せる宮大工を紹介してほしい")
    assert nothing_fits(band(found[0][1], engine.manifest.constants, len(found)))


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_any_text_can_be_asked_and_offered(engine: Engine, seeds: dict[str, Prepared], text: str) -> None:
    need = read_text("", text)
    offered = {**seeds, "bad": engine.seed(read_text(text, ""))}
    index = engine.index(offered)
    scores = index.compare([engine.need(need)]).total()
    assert np.isfinite(scores).all()
    assert explain(engine, need, read_text(text, text), index.rarity).manifest == engine.manifest.id


def test_an_index_without_seeds_answers(engine: Engine) -> None:
    assert engine.index({}).compare([engine.need(read_text("", "光"))]).total().shape == (1, 0)


def test_the_same_every_time_and_alone_or_together(engine: Engine, seeds: dict[str, Prepared]) -> None:
    texts = [body for _, body in SEEDS.values()]
    together = engine.embedder.encode(texts, Kind.PASSAGE)
    alone = [engine.embedder.encode([text], Kind.PASSAGE)[0] for text in reversed(texts)]
    assert (together == np.array(alone)[::-1]).all()
    first = ranking(engine, seeds, "牛乳の鮮度")
    assert first == ranking(engine, dict(reversed(seeds.items())), "牛乳の鮮度")


def test_a_need_scores_the_same_among_other_needs(engine: Engine, seeds: dict[str, Prepared]) -> None:
    index = engine.index(seeds)
    needs = [engine.need(read_text("", text)) for text in ("牛乳の鮮度", "wine", "溶接")]
    together = index.compare(needs).total()
    alone = np.vstack([index.compare([need]).total() for need in needs])
    assert np.allclose(together, alone, atol=2e-6)


def test_ties_go_by_identifier(engine: Engine, seeds: dict[str, Prepared]) -> None:
    twins = {"b": seeds["wine-en"], "a": seeds["wine-en"], "c": seeds["gait-ja"]}
    assert [key for key, _ in ranking(engine, twins, "yeast for wine")] == ["a", "b", "c"]


def test_an_unrelated_seed_hardly_moves_the_others(engine: Engine, seeds: dict[str, Prepared]) -> None:
    before = dict(ranking(engine, seeds, "牛乳の鮮度を光で測りたい"))
    more = {
        **seeds,
        "other": engine.seed(read_text("", "江戸時代の藩の記録から当時の天候を復元する研究です。")),
    }
    after = dict(ranking(engine, more, "牛乳の鮮度を光で測りたい"))
    assert max(abs(before[key] - after[key]) for key in before) < 0.15


def test_a_word_of_the_title_counts_more(engine: Engine) -> None:
    texts = {"title": ("酵母の香り", "低い温度で働きます。"), "body": ("低い温度", "酵母の香りで働きます。")}
    seeds = {key: engine.seed(read_text(*text)) for key, text in texts.items()}
    words = engine.index(seeds).compare([engine.need(read_text("", "酵母"))]).words[0]
    assert words[1] > words[0] > 0  # by identifier: body, title


def test_a_name_is_heard_and_katakana_in_prose_is_not(engine: Engine) -> None:
    seed = engine.seed(read_text("", "Maroteaux-Lamy syndrome; its symptoms and the treatment of patients"))
    index = engine.index({"seed": seed})
    prose = "マロトーという方のホームページを見て、町の祭りの寄付を集める仕組みを知りたいと思いました。"
    name, said = (
        float(index.compare([engine.need(read_text("", text))]).sounds[0, 0]) for text in ("マロトー", prose)
    )
    assert name > 5 * said


def test_little_agreement_across_languages_is_chance(engine: Engine) -> None:
    seeds = {
        "all": engine.seed(read_text("", "milk freshness measurement")),
        "one": engine.seed(read_text("", "milk festival of the town")),
    }
    parts = engine.index(seeds).compare([engine.need(read_text("", "牛乳の鮮度の測定"))])
    every, one = (float((parts.translated + parts.back_translated)[0, place]) for place in (0, 1))
    assert every > 4 * one > 0


def test_what_is_kept_of_a_text_comes_back(engine: Engine, seeds: dict[str, Prepared]) -> None:
    back = {key: Prepared.from_record(seed.to_record()) for key, seed in seeds.items()}
    assert ranking(engine, back, "ワインの香り") == ranking(engine, seeds, "ワインの香り")


def test_texts_of_another_engine_are_refused(engine: Engine, seeds: dict[str, Prepared]) -> None:
    record = {**seeds["weld-ja"].to_record(), "manifest": "0" * 16}
    with pytest.raises(ValueError, match="prepared by 0000"):
        engine.index({"old": Prepared.from_record(record)})


def test_an_explanation_points_at_the_words(engine: Engine, seeds: dict[str, Prepared]) -> None:
    need = read_text("", "牛乳の鮮度を光で測りたい")
    index = engine.index(seeds)
    same = explain(engine, need, read_text(*SEEDS["milk-ja"]), index.rarity)
    whole = "\n".join(SEEDS["milk-ja"])
    assert {"牛乳", "鮮度"} <= {term.term for term in same.shared}
    for term in same.shared:
        assert {need.whole[span.start : span.end] for span in term.need} == {term.term}
        assert term.seed
    assert same.passage is not None
    assert whole[same.passage.start : same.passage.end].startswith("近赤外光を使い")

    other = explain(engine, need, read_text(*SEEDS["milk-en"]), index.rarity)
    whole = "\n".join(SEEDS["milk-en"])
    pairs = {(pair.need_term, pair.seed_term, pair.source) for pair in other.translated}
    assert {("牛乳", "milk", "dictionary"), ("光", "light", "dictionary")} <= pairs
    for pair in other.translated:
        assert need.whole[pair.need.start : pair.need.end] == pair.need_term
        assert whole[pair.seed.start : pair.seed.end] == pair.seed_term


@pytest.mark.parametrize(
    ("need", "seed", "reasons"),
    [
        (
            "新しい技術の研究と開発を進め、牛乳の鮮度を10分で知りたい",
            "牛乳の鮮度を測る技術を開発した研究。10人で利用する",
            {"牛乳", "鮮度"},
        ),
        (
            "We are developing new technology using yeast, about ten of them each year.",
            "Using yeast, a new method was developed; research like this takes about ten years.",
            {"yeast"},
        ),
    ],
)
def test_words_of_no_subject_are_no_reason(
    engine: Engine, seeds: dict[str, Prepared], need: str, seed: str, reasons: set[str]
) -> None:
    found = explain(engine, read_text("", need), read_text("", seed), engine.index(seeds).rarity)
    assert {term.term for term in found.shared} == reasons


def test_translations_of_no_subject_are_no_reason(engine: Engine, seeds: dict[str, Prepared]) -> None:
    need = read_text("", "研究と技術の開発により、牛乳を調べたい")
    seed = read_text("", "Research and development of technology for milk")
    found = explain(engine, need, seed, engine.index(seeds).rarity)
    assert {pair.need_term for pair in found.translated} == {"牛乳"}


def test_the_glossary_goes_before_the_dictionary(engine: Engine) -> None:
    plain = engine.lexicon
    need, seed = read_text("", "メタボロームを知りたい"), read_text("", "We offer metabolome analysis.")
    engine.use_glossary([("メタボローム解析", "metabolome analysis"), ("メタボローム", "metabolome")])
    try:
        found = explain(engine, need, seed, lambda _: 1.0)
    finally:
        engine.lexicon = plain
    assert isinstance(plain, SudachiLexicon)
    assert ("メタボローム", "metabolome", "glossary") in {
        (pair.need_term, pair.seed_term, pair.source) for pair in found.translated
    }
