"""Values computed by hand."""

from math import log2

import pytest

from renkei.matching.engine.metrics import measures


def test_of_one_relevant_document_at_place_three() -> None:
    found = measures(["a", "b", "c", "d"], {"c": 1})
    assert found == {
        "ndcg@10": pytest.approx(0.5),
        "recall@10": 1,
        "recall@50": 1,
        "mrr@10": pytest.approx(1 / 3),
    }


def test_gains_count_against_the_best_order() -> None:
    found = measures(["a", "b", "c"], {"a": 1, "c": 2})
    assert found["ndcg@10"] == pytest.approx((1 + 2 / 2) / (2 + 1 / log2(3)))
    assert found["mrr@10"] == 1


def test_beyond_place_ten_only_the_deeper_recall_counts() -> None:
    ranking = [f"d{place}" for place in range(1, 51)]
    found = measures(ranking, {"d11": 1, "d50": 1, "elsewhere": 1, "d1": 0})
    assert found == {"ndcg@10": 0, "recall@10": 0, "recall@50": pytest.approx(2 / 3), "mrr@10": 0}
