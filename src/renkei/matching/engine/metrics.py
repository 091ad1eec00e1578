"""Measures of a ranking against judgements: nDCG, recall and reciprocal rank."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CORPUS, QUERIES, JUDGEMENTS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"  # the files of a judged set
MEASURES = ("ndcg@10", "recall@10", "recall@50", "mrr@10")


def measures(ranking: Sequence[str], judged: Mapping[str, int]) -> dict[str, float]:
    """Return the four measures of one query. `ranking` holds at least fifty documents or all there are.

    nDCG with gain = judgement and discount log2(place + 1); documents judged 0 are not relevant.
    """
    relevant = {document: gain for document, gain in judged.items() if gain > 0}
    ideal = sorted(relevant.values(), reverse=True)[:10]
    found = [relevant.get(document, 0) for document in ranking[:10]]
    first = next((place for place, gain in enumerate(found, 1) if gain), 0)
    return {
        "ndcg@10": _gain(found) / _gain(ideal) if ideal else 0.0,
        "recall@10": _recall(ranking[:10], relevant),
        "recall@50": _recall(ranking[:50], relevant),
        "mrr@10": 1 / first if first else 0.0,
    }


def _gain(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def _recall(ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    return sum(document in relevant for document in ranking) / len(relevant) if relevant else 0.0
