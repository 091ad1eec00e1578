"""Why a seed was proposed: words both texts hold, words that translate each other, and the seed's nearest sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.matching.engine.embedder import Kind
from renkei.matching.engine.words import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from renkei.matching.engine.engine import Engine
    from renkei.matching.engine.lexicon import Reading, Translation
    from renkei.matching.engine.texts import Text
    from renkei.matching.engine.words import Word

MOST_TERMS = 10
LEAST_TELLING = 3.0  # rarity of a word that one in twenty of all texts holds: a more common one is no reason
MOST_SENTENCES = 24


@dataclass(frozen=True)
class Span:
    """A place in a text, counted in letters of `title + line break + body`."""

    start: int
    end: int


@dataclass(frozen=True)
class SharedTerm:
    term: str
    weight: float
    need: tuple[Span, ...]
    seed: tuple[Span, ...]


@dataclass(frozen=True)
class TranslatedPair:
    """`source` is "dictionary" or "glossary": who says that one means the other."""

    need_term: str
    seed_term: str
    weight: float
    source: str
    need: Span
    seed: Span


@dataclass(frozen=True)
class Explanation:
    shared: tuple[SharedTerm, ...]
    translated: tuple[TranslatedPair, ...]
    passage: Span | None
    manifest: str


def explain(
    engine: Engine,
    need: Text,
    seed: Text,
    rarity: Callable[[str], float],
    *,
    with_passage: bool = True,
) -> Explanation:
    """Return the reasons for a pair. `rarity` gives the weight of a word among the seeds (`Index.rarity`).

    Words that belong to no subject, because many of the seeds or of the sample's texts hold them, are no reason, and
    numbers are none. The cluster's own terms always are one. The passage costs the reading of every sentence of the
    seed.
    """
    asked, found = engine.lexicon.read(need.whole), engine.lexicon.read(seed.whole)
    telling = _Telling(rarity, engine.background.usual)
    return Explanation(
        shared=_shared(need, asked, found, telling),
        translated=_translated(need, seed, asked, found, telling),
        passage=_passage(engine, need, seed) if with_passage else None,
        manifest=engine.manifest.id,
    )


@dataclass(frozen=True)
class _Telling:
    """What words say as reasons."""

    rarity: Callable[[str], float]
    usual: Container[str]

    def __call__(self, word: str) -> bool:
        return word not in self.usual and not word.isnumeric() and self.rarity(word) >= LEAST_TELLING

    def weight(self, words: Iterable[str]) -> float:
        return sum(map(self.rarity, words))


def _places(words: Sequence[Word]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        places[word.key].append(place)
    return places


def _shared(need: Text, asked: Reading, found: Reading, telling: _Telling) -> tuple[SharedTerm, ...]:
    in_need, in_seed = _places(asked.words), _places(found.words)
    terms = []
    for key in filter(telling, in_need.keys() & in_seed.keys()):
        first = asked.words[in_need[key][0]]
        terms.append(
            SharedTerm(
                need.whole[first.start : first.end],
                round(telling.rarity(key), 6),
                _spans(asked.words, in_need[key]),
                _spans(found.words, in_seed[key]),
            )
        )
    terms.sort(key=lambda term: (-term.weight, term.term))
    return tuple(terms[:MOST_TERMS])


def _spans(words: Sequence[Word], places: Sequence[int]) -> tuple[Span, ...]:
    return tuple(Span(words[place].start, words[place].end) for place in places)


def _translated(
    need: Text, seed: Text, asked: Reading, found: Reading, telling: _Telling
) -> tuple[TranslatedPair, ...]:
    pairs: dict[tuple[Span, Span], TranslatedPair] = {}
    for translation, other, forward in (
        *((one, found, True) for one in asked.translations),
        *((one, asked, False) for one in found.translations),
    ):
        met = _met(translation, other.words, _places(other.words))
        if met is None:
            continue
        own, there = Span(translation.start, translation.end), met
        at_need, at_seed = (own, there) if forward else (there, own)
        keys = translation.keys if forward else tuple(_keys_at(other, there))
        if not translation.glossary and not any(map(telling, keys)):
            continue
        weight = translation.weight * telling.weight(keys)
        pair = TranslatedPair(
            need.whole[at_need.start : at_need.end],
            seed.whole[at_seed.start : at_seed.end],
            round(weight, 6),
            "glossary" if translation.glossary else "dictionary",
            at_need,
            at_seed,
        )
        known = pairs.get((at_need, at_seed))
        if known is None or known.source != "glossary":
            pairs[at_need, at_seed] = pair
    return _widest(pairs)


def _keys_at(reading: Reading, span: Span) -> list[str]:
    return [word.key for word in reading.words if span.start <= word.start and word.end <= span.end]


def _met(translation: Translation, words: Sequence[Word], places: Mapping[str, list[int]]) -> Span | None:
    """Return where the first alternative stands that the words hold one after the other."""
    for keys in translation.alternatives:
        for place in places.get(keys[0], ()):
            run = words[place : place + len(keys)]
            if tuple(word.key for word in run) == keys:
                return Span(run[0].start, run[-1].end)
    return None


def _widest(pairs: Mapping[tuple[Span, Span], TranslatedPair]) -> tuple[TranslatedPair, ...]:
    """Leave out pairs inside another one, and a second mention of the same two words."""
    ordered = sorted(
        pairs.values(),
        key=lambda pair: (-(pair.need.end - pair.need.start), -pair.weight, pair.need.start, pair.seed.start),
    )
    kept: list[TranslatedPair] = []
    for pair in ordered:
        if not any(
            _inside(pair.need, other.need) and _inside(pair.seed, other.seed) for other in kept
        ) and not any(
            (pair.need_term, pair.seed_term) == (other.need_term, other.seed_term) for other in kept
        ):
            kept.append(pair)
    kept.sort(key=lambda pair: (pair.source != "glossary", -pair.weight, pair.need.start))
    return tuple(kept[:MOST_TERMS])


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _passage(engine: Engine, need: Text, seed: Text) -> Span | None:
    """Return the sentence of the seed nearest to the need's vector; its title where there is no other."""
    found = [Span(*place) for place in sentences(seed.whole)]
    places = ([place for place in found if place.start >= seed.body_start] or found)[:MOST_SENTENCES]
    if len(places) < 2:  # noqa: PLR2004 - one sentence is the nearest
        return places[0] if places else None
    wanted = engine.background.centred(
        engine.embedder.encode([need.whole], Kind.QUERY), Kind.QUERY, need.language
    )
    vectors = engine.embedder.encode([seed.whole[place.start : place.end] for place in places], Kind.PASSAGE)
    near = engine.background.centred(vectors, Kind.PASSAGE, seed.language) @ wanted[0]
    scores = [round(float(score), 6) for score in near]
    return places[scores.index(max(scores))]
