"""Measure the engine on folders of judged needs: corpus.jsonl, queries.jsonl and qrels.tsv in each."""

from __future__ import annotations

import csv
import json
import resource
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.engine.metrics import CORPUS, JUDGEMENTS, MEASURES, QUERIES, measures
from renkei.matching.engine.ranking import best
from renkei.matching.engine.texts import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from renkei.matching.engine.engine import Engine
    from renkei.matching.engine.reading import Prepared

DEEPEST = 50
BATCH = 64  # needs compared at once


class SetUnreadable(RuleBroken):
    """A folder is not a set of judged needs."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__("matching.evaluate", Localised.both(flaw.message("ja"), flaw.message("en")))


@dataclass(frozen=True)
class Entry:
    title: str
    text: str
    language: str


@dataclass(frozen=True)
class JudgedSet:
    name: str
    corpus: dict[str, Entry]
    queries: dict[str, Entry]
    judgements: dict[str, dict[str, int]]  # query, document, gain


def read_sets(folder: Path) -> list[JudgedSet]:
    """Return the set in `folder`, or the sets in its subfolders, by name. Raises SetUnreadable."""
    if not folder.is_dir():
        raise _broken(str(folder), "", "フォルダ", "a folder")
    if (folder / CORPUS).exists() or (folder / QUERIES).exists():
        return [_read_set(folder)]
    places = sorted(place for place in folder.iterdir() if place.is_dir() and not place.name.startswith("."))
    if not places:
        raise _broken(
            str(folder),
            "",
            f"{CORPUS}・{QUERIES}・{JUDGEMENTS} のあるフォルダ",
            f"folders with {CORPUS}, {QUERIES} and {JUDGEMENTS}",
        )
    return [_read_set(place) for place in places]


def _read_set(folder: Path) -> JudgedSet:
    for name in (CORPUS, QUERIES, JUDGEMENTS):
        if not (folder / name).is_file():
            raise _broken(str(folder / name), "", "このファイル", "this file")
    corpus, queries = dict(_entries(folder / CORPUS)), dict(_entries(folder / QUERIES))
    return JudgedSet(folder.name, corpus, queries, _judgements(folder / JUDGEMENTS, corpus, queries))


def _entries(path: Path) -> Iterator[tuple[str, Entry]]:
    seen: set[str] = set()
    for row, line in _lines(path):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            key = found["id"]
            entry = Entry(found.get("title") or "", found["text"], found.get("lang") or "")
        except (ValueError, KeyError, TypeError, AttributeError):
            expected = '{"id": …, "title": …, "text": …, "lang": "ja"|"en"}'
            raise _broken(str(path), line, expected, expected, row) from None
        if not (isinstance(key, str) and isinstance(entry.text, str) and isinstance(entry.title, str)):
            raise _broken(str(path), line, "id・title・text は文字列", "id, title and text as strings", row)
        if key in seen:
            raise _broken(str(path), key, "一度だけ使う id", "an id that is used once", row)
        seen.add(key)
        yield key, entry


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from enumerate(stream, 1)
    except UnicodeDecodeError:
        raise _broken(str(path), "", "UTF-8 の文字", "text in UTF-8") from None


def _judgements(
    path: Path, corpus: Mapping[str, Entry], queries: Mapping[str, Entry]
) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    rows = csv.reader((line for _, line in _lines(path)), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row, cells in enumerate(rows, 1):
        if not cells or (row == 1 and cells[0] in {"qid", "query-id"}):
            continue
        try:
            query, document, gain = cells[0], cells[1], int(cells[-1])
        except (IndexError, ValueError):
            expected = "qid ⇥ docid ⇥ 0 以上の整数", "qid ⇥ docid ⇥ a whole number from 0"
            raise _broken(str(path), "\t".join(cells), *expected, row) from None
        if query not in queries:
            raise _broken(str(path), query, f"{QUERIES} にある id", f"an id of {QUERIES}", row)
        if document not in corpus:
            raise _broken(str(path), document, f"{CORPUS} にある id", f"an id of {CORPUS}", row)
        found.setdefault(query, {})[document] = gain
    return found


def _broken(file: str, found: str, japanese: str, english: str, row: int | None = None) -> SetUnreadable:
    return SetUnreadable(
        Flaw("matching.evaluate", file=file, row=row, found=found, expected=Localised.both(japanese, english))
    )


def evaluate(
    engine: Engine, sets: Sequence[JudgedSet], *, union: bool, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Return the measures of every set, their mean nDCG, the seconds taken and the peak of memory in MB.

    With `union` every set's queries search the documents of all sets. Queries without a relevant document are left out.
    """
    begun = time.perf_counter()
    work = _Work(sum(len(found.corpus) + len(found.queries) for found in sets), progress)
    seeds = {
        (found.name, key): engine.seed(read_text(entry.title, entry.text, entry.language))
        for found in sets
        for key, entry in found.corpus.items()
        if work.one()
    }
    results = {}
    for found in sets:
        kept = seeds if union else {key: seed for key, seed in seeds.items() if key[0] == found.name}
        results[found.name] = _measure(engine, found, kept, work)
    means = [result["ndcg@10"] for result in results.values()]
    return {
        "sets": results,
        "mean_ndcg@10": round(float(np.mean(means)), 6) if means else 0.0,
        "seconds": round(time.perf_counter() - begun, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


class _Work:
    def __init__(self, total: int, progress: Callable[[int, int], None]) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def one(self) -> bool:
        self._done += 1
        self._progress(self._done, self._total)
        return True


def _measure(
    engine: Engine, found: JudgedSet, seeds: Mapping[tuple[str, str], Prepared], work: _Work
) -> dict[str, float]:
    names = {f"{place:09d}": key for place, key in enumerate(sorted(seeds))}
    index = engine.index({name: seeds[key] for name, key in names.items()})
    judged = {
        key: gains for key, gains in found.judgements.items() if any(gain > 0 for gain in gains.values())
    }
    rows: list[dict[str, float]] = []
    keys = [key for key in found.queries if work.one() and key in judged]
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        needs = [_need(engine, found.queries[key]) for key in batch]
        totals = index.compare(needs).total()
        for key, scores in zip(batch, totals, strict=True):
            ranking = [names[index.ids[place]] for place in best(scores, DEEPEST)]
            rows.append(measures([name if of == found.name else "" for of, name in ranking], judged[key]))
    return {name: round(float(np.mean([row[name] for row in rows])), 6) if rows else 0.0 for name in MEASURES}


def _need(engine: Engine, entry: Entry) -> Prepared:
    return engine.need(read_text(entry.title, entry.text, entry.language))
