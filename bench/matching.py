"""Matching: reading texts, one need among ten and a hundred thousand seeds, all pairs, memory; quality on judged sets.

Seeds beyond the sample are made of it: its words as they are, its vectors a little turned. Where RENKEI_BENCH_SETS
names a folder of judged sets, the engine is measured on all together, beside BM25, the raw vectors and their RRF.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from renkei.matching.engine.engine import Engine
    from renkei.matching.engine.evaluate import JudgedSet
    from renkei.matching.engine.reading import Prepared

TIMES, NEEDS, SEEDS, STEP = 40, 1_000, 10_000, 500
ONE_MS = {10_000: 60, 100_000: 150}
READ_MS, PAIRS_SECONDS, PSS_MB = 20, 2, 600
TARGETS = {"jsquad": 0.93, "ddbj_mix": 0.86, "nando_mix": 0.60, "sbir_cotopic": 0.41, "tatoeba_mix": 0.92}
MEAN = 0.75
SETS = "RENKEI_BENCH_SETS"


def measure() -> Iterator[dict[str, Any]]:
    from renkei.config.commands.matching import engine_folder, prepare_engine  # noqa: PLC0415
    from renkei.matching.engine.engine import Engine  # noqa: PLC0415

    prepare_engine()
    engine = Engine(engine_folder())
    texts, read = _sample(engine)
    yield {
        "name": "read one text",
        "value": read,
        "unit": "ms",
        "target": READ_MS,
        "note": "50 texts/s or more",
    }
    yield from _one_need(engine, texts)
    yield _all_pairs(engine, texts)
    yield _memory(texts)
    if os.environ.get(SETS):
        yield from _quality(engine, Path(os.environ[SETS]))


def _sample(engine: Engine) -> tuple[list[Prepared], float]:
    """Return the sample's texts made ready as seeds, and the milliseconds each took."""
    from renkei.matching.engine.background import pairs  # noqa: PLC0415
    from renkei.matching.engine.texts import read_text  # noqa: PLC0415

    written = [text for pair in pairs() for text in pair]
    whole = [" ".join(written[first : first + 6 : 2]) for first in range(len(written) - 6)][:200]
    begun = time.perf_counter()
    made = [engine.seed(read_text("", text)) for text in whole]
    return made, 1000 * (time.perf_counter() - begun) / len(made)


def _grown(texts: Sequence[Prepared], count: int) -> dict[str, Prepared]:
    chance = np.random.default_rng(1)
    found = {}
    for number in range(count):
        text = texts[number % len(texts)]
        vector = text.vector + chance.normal(0, 0.02, len(text.vector)).astype(np.float32)
        found[f"seed-{number:06}"] = replace(text, vector=vector / np.linalg.norm(vector))
    return found


def _one_need(engine: Engine, texts: Sequence[Prepared]) -> Iterator[dict[str, Any]]:
    from renkei.matching.process.answers import Matcher  # noqa: PLC0415

    wish = "夏のあいだ倉庫に置いた製品の香りが落ちる。光と温度のどちらが効くのかを短い試験で知りたい。"
    for count, target in ONE_MS.items():
        matcher = Matcher(engine)
        matcher._held["seed"] = _grown(texts, count)  # a hundred thousand through JSON is another test
        begun = time.perf_counter()
        matcher.index  # noqa: B018 - made now
        built = time.perf_counter() - begun
        taken = []
        for number in range(TIMES):
            begun = time.perf_counter()
            text = {"title": "", "body": f"{wish}{number}", "language": "ja"}
            record = matcher.prepare({"kind": "need", "texts": [text]})["records"]
            matcher.match({"needs": record, "count": 20})
            taken.append(1000 * (time.perf_counter() - begun))
        yield {
            "name": f"one need, read and matched with {count:,} seeds, p95",
            "value": float(np.percentile(taken, 95)),
            "unit": "ms",
            "target": target,
            "note": f"index built in {built:.1f} s",
        }


def _all_pairs(engine: Engine, texts: Sequence[Prepared]) -> dict[str, Any]:
    from renkei.matching.process.answers import BATCH  # noqa: PLC0415

    index = engine.index(_grown(texts, SEEDS))
    needs = list(_grown(texts, NEEDS).values())
    begun = time.perf_counter()
    for first in range(0, NEEDS, BATCH):
        index.compare(needs[first : first + BATCH]).total()
    taken = time.perf_counter() - begun
    return {
        "name": f"{NEEDS:,} needs x {SEEDS:,} seeds",
        "value": taken,
        "unit": "s",
        "target": PAIRS_SECONDS,
    }


def _memory(texts: Sequence[Prepared]) -> dict[str, Any]:
    """Return the share of memory of a matcher process with ten thousand seeds."""
    from renkei.config.commands.matching import home  # noqa: PLC0415
    from renkei.matching.process.client import MatcherClient  # noqa: PLC0415

    renkei = Path(sys.executable).with_name("renkei")
    client = MatcherClient(home(), seconds=120)
    with subprocess.Popen([renkei, "matcher"], stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        for line in process.stderr or ():
            if "ready" in line:
                break
        seeds = {key: text.to_record() for key, text in _grown(texts, SEEDS).items()}
        for first in range(0, SEEDS, STEP):  # as a matcher reads them from the database
            client.feed(dict(list(seeds.items())[first : first + STEP]))
        client.match([{**texts[0].to_record()}])
        rows = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        process.terminate()
    kilobytes = next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return {
        "name": f"matcher with {SEEDS:,} seeds, PSS",
        "value": kilobytes / 1000,
        "unit": "MB",
        "target": PSS_MB,
    }


def _quality(engine: Engine, folder: Path) -> Iterator[dict[str, Any]]:
    """Yield nDCG@10 as what is missing to 1, so that less is better, as everywhere in this table."""
    from renkei.matching.engine.evaluate import read_sets  # noqa: PLC0415
    from renkei.matching.engine.texts import read_text  # noqa: PLC0415

    sets = read_sets(folder)
    seeds = {
        f"{found.name}\t{key}": engine.seed(read_text(entry.title, entry.text, entry.language))
        for found in sets
        for key, entry in found.corpus.items()
    }
    index = engine.index(seeds)
    vectors = np.array([seeds[key].vector for key in index.ids])

    def by_engine(need: Prepared) -> Any:
        return index.compare([need]).total()[0]

    def by_words(need: Prepared) -> Any:
        return index._words.times([dict.fromkeys(need.words, 1.0)])[0]  # BM25 alone

    def by_vector(need: Prepared) -> Any:
        return vectors @ need.vector

    def by_both(need: Prepared) -> Any:
        ranks = [np.argsort(np.argsort(-scores)) for scores in (by_words(need), by_vector(need))]
        return sum(1 / (60 + rank + 1) for rank in ranks)

    rankers = {"engine": by_engine, "BM25": by_words, "raw vectors": by_vector, "RRF": by_both}
    results: dict[str, list[float]] = {name: [] for name in rankers}
    for found in sets:
        for name, value in _of_set(engine, found, index.ids, rankers).items():
            results[name].append(value)
            target = 1 - TARGETS[found.name] if name == "engine" and found.name in TARGETS else None
            yield _missing(f"{found.name}, {name}", value, target)
    for name, values in results.items():
        yield _missing(
            f"mean of sets, {name}", float(np.mean(values)), 1 - MEAN if name == "engine" else None
        )


def _missing(name: str, ndcg: float, target: float | None) -> dict[str, Any]:
    return {
        "name": f"nDCG@10 missing: {name}",
        "value": 100 * (1 - ndcg),
        "unit": "%",
        "target": None if target is None else round(100 * target, 1),
        "note": f"nDCG@10 {ndcg:.3f}",
    }


def _of_set(
    engine: Engine, found: JudgedSet, ids: Sequence[str], rankers: Mapping[str, Callable[[Prepared], Any]]
) -> dict[str, float]:
    from renkei.matching.engine.metrics import measures  # noqa: PLC0415
    from renkei.matching.engine.ranking import best  # noqa: PLC0415
    from renkei.matching.engine.texts import read_text  # noqa: PLC0415

    values: dict[str, list[float]] = {name: [] for name in rankers}
    for key, entry in found.queries.items():
        gains = found.judgements.get(key, {})
        if not any(gain > 0 for gain in gains.values()):
            continue
        need = engine.need(read_text(entry.title, entry.text, entry.language))
        judged = {f"{found.name}\t{document}": gain for document, gain in gains.items()}
        for name, ranker in rankers.items():
            ranking = [ids[place] for place in best(np.asarray(ranker(need), np.float64), 50)]
            values[name].append(measures(ranking, judged)["ndcg@10"])
    return {name: float(np.mean(rows)) if rows else 0.0 for name, rows in values.items()}
