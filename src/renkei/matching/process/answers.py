"""What the matcher does for each request. Plain values in, plain values out; no sockets here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from renkei.matching.engine.bands import band, nothing_fits
from renkei.matching.engine.engine import best
from renkei.matching.engine.explain import explain
from renkei.matching.engine.reading import Prepared
from renkei.matching.engine.texts import Text, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from renkei.matching.engine.engine import Engine
    from renkei.matching.engine.index import Index, Parts

MOST = 200
PARTS = ("meaning", "words", "translated", "back_translated", "sounds")


class Matcher:
    """The engine with the seeds it was fed. One request at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._seeds: dict[str, Prepared] = {}
        self._index: Index | None = None
        self._requests: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "status": self.status,
            "prepare": self.prepare,
            "glossary": self.glossary,
            "feed": self.feed,
            "match": self.match,
            "explain": self.explain,
        }

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a request. Raises KeyError, TypeError or ValueError for a request of another shape."""
        return self._requests[request["do"]](request)

    def status(self, _request: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "manifest": self.engine.manifest.id,
            "seeds": len(self._seeds),
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
        """Take seeds in (`seeds`: identifier and record) and out (`drop`), or all anew with `replace`."""
        taken = {str(key): Prepared.from_record(record) for key, record in request.get("seeds", {}).items()}
        self.engine.check(taken)
        kept = {} if request.get("replace") else self._seeds
        dropped = set(request.get("drop", ()))
        self._seeds = {key: seed for key, seed in {**kept, **taken}.items() if key not in dropped}
        self._index = None
        return {"seeds": len(self._seeds)}

    @property
    def index(self) -> Index:
        if self._index is None:
            self._index = self.engine.index(self._seeds)
        return self._index

    def match(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return for every need its best seeds: merged, of its own language, of the other language.

        `needs` are records; `count` of each list (at most MOST); `only`, where given, the identifiers to choose from.
        """
        needs = [Prepared.from_record(record) for record in request["needs"]]
        self.engine.check({str(place): need for place, need in enumerate(needs)})
        count = min(int(request.get("count", 20)), MOST)
        index = self.index
        only = request.get("only")
        chosen = None if only is None else set(only)
        allowed = [place for place, key in enumerate(index.ids) if chosen is None or key in chosen]
        parts = index.compare(needs)
        totals = parts.total()
        found = []
        for row, need in enumerate(needs):
            japanese = need.language == "ja"
            same = [place for place in allowed if bool(index.languages[place]) == japanese]
            other = [place for place in allowed if bool(index.languages[place]) != japanese]
            lists = {
                name: [self._line(parts, totals, row, places[at]) for at in best(totals[row, places], count)]
                if places
                else []
                for name, places in (("merged", allowed), ("same_language", same), ("other_language", other))
            }
            first = lists["merged"][0]["band"] if lists["merged"] else None
            found.append({**lists, "nothing_fits": nothing_fits(first)})
        return {"manifest": self.engine.manifest.id, "seeds": len(index), "matches": found}

    def _line(self, parts: Parts, totals: Any, row: int, place: int) -> dict[str, Any]:
        score = float(totals[row, place])
        return {
            "seed": self.index.ids[place],
            "score": score,
            "band": str(band(score, self.engine.manifest.constants, len(self.index))),
            "parts": {name: round(float(getattr(parts, name)[row, place]), 6) for name in PARTS},
        }

    def explain(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the reasons for a pair of texts."""
        return asdict(explain(self.engine, _text(request["need"]), _text(request["seed"]), self.index.rarity))


def _text(given: Mapping[str, Any]) -> Text:
    return read_text(str(given.get("title", "")), str(given.get("body", "")), str(given.get("language", "")))
