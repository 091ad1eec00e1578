"""A table of documents by terms, kept as one sparse matrix that is built anew when documents came or went."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray


class Postings:
    """Columns are terms. `column(term)` gives the documents that hold it and their values."""

    def __init__(self, rows: Iterable[Mapping[str, float]]) -> None:
        self.vocabulary: dict[str, int] = {}
        starts, terms, values = array("i", [0]), array("i"), array("f")  # four bytes each
        for row in rows:
            terms.extend(self.vocabulary.setdefault(term, len(self.vocabulary)) for term in row)
            values.extend(row.values())
            starts.append(len(terms))
        shape = (len(starts) - 1, len(self.vocabulary))
        counts = (np.array(values, np.float32), np.array(terms, np.int32), np.array(starts, np.int32))
        self.matrix: Any = sparse.csr_array(counts, shape=shape).tocsc()
        self.documents = shape[0]

    def frequencies(self) -> NDArray[np.int64]:
        """Return in how many documents each term occurs."""
        return np.asarray(np.diff(self.matrix.indptr), np.int64)

    def rarity(self) -> NDArray[np.float32]:
        """Return BM25's weight of each term."""
        return rarity(self.frequencies(), self.documents)

    def scale(self, by_document: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return for every stored value the entry of its document."""
        return np.asarray(by_document[self.matrix.indices], np.float32)

    def column(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float32]] | None:
        number = self.vocabulary.get(term)
        if number is None:
            return None
        first, last = self.matrix.indptr[number], self.matrix.indptr[number + 1]
        return self.matrix.indices[first:last], self.matrix.data[first:last]

    def times(self, queries: Sequence[Mapping[str, float]]) -> NDArray[np.float32]:
        """Return for every query the weighted sum of its terms' columns: (queries, documents)."""
        rows, columns, weights = [], [], []
        for row, query in enumerate(queries):
            for term, weight in query.items():
                number = self.vocabulary.get(term)
                if number is not None:
                    rows.append(row)
                    columns.append(number)
                    weights.append(weight)
        shape = (len(queries), len(self.vocabulary))
        wanted = sparse.csr_array((np.array(weights, np.float32), (rows, columns)), shape=shape)
        return np.asarray((wanted @ self.matrix.T).todense(), np.float32)


def rarity(frequencies: NDArray[np.int64], documents: int) -> NDArray[np.float32]:
    """Return log(1 + (n - f + 0.5) / (f + 0.5)): how much a term says that f of n documents hold."""
    return np.log1p((documents - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)
