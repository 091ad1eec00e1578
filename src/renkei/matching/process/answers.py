"""What the matcher does for each request. Plain values in, plain values out; no sockets here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from renkei.matching.engine.bands import band, nothing_fits
from renkei.matching.engine.explain import explain
from renkei.matching.engine.ranking import Owners, Ranking, owner_of
from renkei.matching.engine.reading import Prepared
from renkei.matching.engine.texts import Text, read_text
from renkei.matching.process.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from renkei.matching.engine.engine import Engine
    from renkei.matching.engine.index import Index, Parts
    from renkei.matching.engine.ranking import Hit
    from renkei.matching.process.source import Source

MOST = 200
BATCH = 32  # needs compared at once
PARTS = ("meaning", "words", "translated", "back_translated", "sounds")
SAME = {"merged": None, "same_language": True, "other_language": False}


class Matcher:
    """The engine with the needs and seeds it was fed. One request at a time.

    A record may have a text in each language: its identifiers are then `name@ja` and `name@en`, and answers name
    the record. Where there is a `source`, the matcher reads from it whatever it does not hold yet.
    """

    def __init__(self, engine: Engine, source: Source | None = None) -> None:
        self.engine = engine
        self._source = source
        self._mark: str | None = None
        self._numbers: dict[tuple[str, str], int] = {}
        self._held: dict[str, dict[str, Prepared]] = {"need": {}, "seed": {}}
        self._index: Index | None = None
        self._owners = Owners([])
        self._usual: dict[str, float] | None = None
        self._requests: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "status": self.status,
            "prepare": self.prepare,
            "glossary": self.glossary,
            "feed": self.feed,
            "match": self.match,
            "match_needs": self.match_needs,
            "explain": self.explain,
            "reasons": self.reasons,
        }

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a request. Raises KeyError, TypeError or ValueError for a request of another shape.

        `mark`, where given, is the state of the source that the asker has seen: what is older is read anew first.
        """
        do = self._requests[request["do"]]
        self.read(request.get("mark"))
        return do(request)

    def warm(self) -> None:
        """Take in what the source holds before anybody asks."""
        if self._source is not None:
            self.read(self._source.mark(self.engine.manifest.id))
            self.index  # noqa: B018 - made now

    def read(self, mark: str | None) -> None:
        """Take in what came, changed or went in the source, unless its state is the one that was read last."""
        if self._source is None or mark is None or mark == self._mark:
            return
        self.engine.use_glossary(self._source.glossary())
        numbers = self._source.numbers(self.engine.manifest.id)
        changed = [number for key, number in numbers.items() if self._numbers.get(key) != number]
        held = {
            kind: {key: text for key, text in texts.items() if (kind, key) in numbers}
            for kind, texts in self._held.items()
        }
        for kind, key, text in self._source.texts(changed):
            held[kind][key] = text
        self._held, self._numbers = held, dict(numbers)
        self._index = self._usual = None
        self._mark = mark

    def status(self, _request: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "manifest": self.engine.manifest.id,
            "seeds": len(self._held["seed"]),
            "needs": len(self._held["need"]),
            "embedder": self.engine.manifest.embedder,
        }

    def prepare(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Make texts ready: `kind` is "need" or "seed", `texts` have title, body and language ("" to find out)."""
        make = {"need": self.engine.need, "seed": self.engine.seed}[request["kind"]]
        texts = [_text(given) for given in request["texts"]]
        return {
            "records": [make(text).to_record() for text in texts],
            "notices": [[str(notice) for notice in text.notices] for text in texts],
        }

    def glossary(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Use the pairs (Japanese, English) as the cluster's own terms from now on."""
        self.engine.use_glossary([(str(japanese), str(english)) for japanese, english in request["pairs"]])
        return {}

    def feed(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Take in `seeds` and `needs` (identifier and record), out `drop`, or all anew with `replace`."""
        dropped = set(request.get("drop", ()))
        held = {}
        for kind in self._held:
            given = request.get(f"{kind}s", {})
            taken = {str(key): Prepared.from_record(record) for key, record in given.items()}
            self.engine.check(taken)
            kept = {} if request.get("replace") else self._held[kind]
            held[kind] = {key: text for key, text in {**kept, **taken}.items() if key not in dropped}
        self._held = held
        self._index = self._usual = None
        return {"seeds": len(held["seed"]), "needs": len(held["need"])}

    @property
    def index(self) -> Index:
        if self._index is None:
            self._index = self.engine.index(self._held["seed"])
            self._owners = Owners(self._index.ids)
            give_back()
        return self._index

    def match(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return for every need its best seeds: merged, of its own language, of the other language.

        `needs` are records, or lists of records where a need has several languages; `count` of each list (at most
        MOST); `only`, where given, the identifiers of seeds to choose from.
        """
        needs = [self._read(given) for given in request["needs"]]
        found = []
        for first in range(0, len(needs), BATCH):
            found += self._matches(needs[first : first + BATCH], request)
        return {"manifest": self.engine.manifest.id, "seeds": len(self.index), "matches": found}

    def _matches(self, needs: Sequence[list[Prepared]], request: Mapping[str, Any]) -> list[dict[str, Any]]:
        asked = [text for texts in needs for text in texts]
        if not asked:
            return [_nothing() for _ in needs]
        parts = self.index.compare(asked)
        totals = parts.total()
        found, first = [], 0
        for texts in needs:
            rows = list(range(first, first + len(texts)))
            first += len(texts)
            pair = _Pairs(parts, rows, texts, self.index.ids, turned=False)
            same = _same(texts, self.index.languages)
            if not rows:
                found.append(_nothing())
                continue
            ranking = Ranking(totals[rows], same, self._owners, self.engine.manifest.constants.lean)
            usual = ranking.usual()
            found.append(self._lists(pair, ranking, request, _always(usual)))
        return found

    def match_needs(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the needs that a seed or another text fits best. `seed`: its records; the rest as in `match`.

        A pair scores the same as in `match`.
        """
        texts = self._read(request["seed"])
        held = self._held["need"]
        keys = sorted(held)
        guests = self.engine.guests({f"{place:03}": text for place, text in enumerate(texts)}, self.index)
        if not keys or not texts:
            return {"manifest": self.engine.manifest.id, "needs": len(keys), **_nothing()}
        parts = guests.compare([held[key] for key in keys])
        same = _same(texts, np.array([str(held[key].language) == "ja" for key in keys], bool))
        pair = _Pairs(parts, list(range(len(texts))), texts, keys, turned=True)
        ranking = Ranking(parts.total().T, same, Owners(keys), self.engine.manifest.constants.lean)
        lists = self._lists(pair, ranking, request, self._usual_of_needs().__getitem__)
        return {"manifest": self.engine.manifest.id, "needs": len(keys), **lists}

    def _usual_of_needs(self) -> dict[str, float]:
        """Return what every need that is held scores with the seeds on the average, measured once."""
        if self._usual is None:
            by_need: dict[str, list[Prepared]] = {}
            for key, text in sorted(self._held["need"].items()):
                by_need.setdefault(owner_of(key), []).append(text)
            self._usual = {}
            lean = self.engine.manifest.constants.lean
            for owner, texts in by_need.items():
                scores = self.index.compare(texts).total()
                ranking = Ranking(scores, _same(texts, self.index.languages), self._owners, lean)
                self._usual[owner] = ranking.usual()
        return self._usual

    def _read(self, given: Any) -> list[Prepared]:
        records = given if isinstance(given, list) else [given]
        texts = [Prepared.from_record(record) for record in records]
        self.engine.check({str(place): text for place, text in enumerate(texts)})
        return texts

    def _lists(
        self,
        pair: _Pairs,
        ranking: Ranking,
        request: Mapping[str, Any],
        usual: Callable[[str], float],
    ) -> dict[str, Any]:
        constants = self.engine.manifest.constants
        only = request.get("only")
        chosen = None if only is None else set(only)
        count = min(int(request.get("count", 20)), MOST)
        among = len(self._owners)
        lists: dict[str, Any] = {
            name: [
                pair.line(hit, str(band(hit.score, constants, among, usual(hit.owner))), constants.lean)
                for hit in hits
            ]
            for name, hits in ((each, ranking.hits(count, chosen, same=same)) for each, same in SAME.items())
        }
        first = lists["merged"][0]["band"] if lists["merged"] else None
        return {**lists, "nothing_fits": nothing_fits(first)}

    def explain(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the reasons for a pair of texts, with the seed's nearest sentence."""
        need, seed = _text(request["need"]), _text(request["seed"])
        return asdict(explain(self.engine, need, seed, self.index.rarity))

    def reasons(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the words that speak for each of some `pairs` (at most MOST), without looking for sentences."""
        pairs = [(_text(each["need"]), _text(each["seed"])) for each in request["pairs"][:MOST]]
        found = [
            explain(self.engine, need, seed, self.index.rarity, with_passage=False) for need, seed in pairs
        ]
        return {"pairs": [asdict(each) for each in found]}


class _Pairs:
    """The parts of the scores of texts that are asked (`rows`) with the texts they are compared with.

    `turned`: seeds ask, so that they are the columns of the parts.
    """

    def __init__(
        self, parts: Parts, rows: list[int], asked: Sequence[Prepared], ids: Sequence[str], *, turned: bool
    ) -> None:
        self._parts, self._rows, self._asked, self._ids, self._turned = parts, rows, asked, ids, turned

    def line(self, hit: Hit, found: str, lean: float) -> dict[str, Any]:
        row = self._rows[hit.asked]
        place = (hit.place, row) if self._turned else (row, hit.place)
        parts = {name: round(float(getattr(self._parts, name)[place]), 6) for name in PARTS}
        mine = str(self._asked[hit.asked].language)
        return {
            "need" if self._turned else "seed": hit.owner,
            "text": self._ids[hit.place],
            "asked_language": mine,
            "other_language": not hit.same_language,
            "score": hit.score,
            "band": found,
            "parts": {**parts, "lean": 0.0 if hit.same_language else -lean},
        }


def _always(value: float) -> Callable[[str], float]:
    return lambda _owner: value


def _same(asked: Sequence[Prepared], languages: Any) -> Any:
    japanese = np.array([str(text.language) == "ja" for text in asked], bool)
    return japanese[:, None] == languages[None, :]


def _nothing() -> dict[str, Any]:
    return {**{name: [] for name in SAME}, "nothing_fits": True}


def _text(given: Mapping[str, Any]) -> Text:
    return read_text(str(given.get("title", "")), str(given.get("body", "")), str(given.get("language", "")))
