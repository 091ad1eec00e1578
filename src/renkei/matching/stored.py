"""What is kept of needs and seeds in the database, as the engine's records and as a source for a matcher."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import connection
from django.db.models import Count, Max

from renkei.matching.engine.ranking import SIGN
from renkei.matching.engine.reading import Prepared
from renkei.matching.models import PreparedText
from renkei.matching.texts import glossary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

REST = ("words", "groups", "sounds")
BATCH = 500


def mark_of(manifest: str) -> str:
    """Return the state of what is kept for an engine: it changes with every text that is made ready, in one query."""
    kept = PreparedText.objects.filter(manifest=manifest).aggregate(count=Count("pk"), last=Max("pk"))
    return f"{manifest}:{kept['count']}:{kept['last'] or 0}"


def record_of(row: PreparedText) -> dict[str, Any]:
    """Return what the engine wrote down of a text (`Prepared.to_record`)."""
    vector = np.asarray(row.vector, "<f4")
    return {
        "manifest": row.manifest,
        "language": row.language,
        "vector": base64.b64encode(vector.tobytes()).decode("ascii"),
        **{name: row.rest[name] for name in REST},
    }


def values_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that hold an engine's record."""
    vector = np.frombuffer(base64.b64decode(record["vector"]), "<f4")
    return {"vector": vector.tolist(), "rest": {name: record[name] for name in REST}}


class StoredTexts:
    """The source of a matcher (`renkei.matching.process.source.Source`): reads, and gives its connection back."""

    def glossary(self) -> list[tuple[str, str]]:
        return glossary()

    def mark(self, manifest: str) -> str:
        return mark_of(manifest)

    def numbers(self, manifest: str) -> Mapping[tuple[str, str], int]:
        rows = PreparedText.objects.filter(manifest=manifest)
        found = {
            (kind, f"{slug}{SIGN}{language}"): number
            for number, kind, slug, language in rows.values_list("pk", "kind", "slug", "language")
        }
        _give_back()
        return found

    def texts(self, numbers: Sequence[int]) -> Iterator[tuple[str, str, Prepared]]:
        for first in range(0, len(numbers), BATCH):
            rows = PreparedText.objects.filter(pk__in=numbers[first : first + BATCH])
            for row in rows:
                yield row.kind, f"{row.slug}{SIGN}{row.language}", Prepared.from_record(record_of(row))
        _give_back()


def _give_back() -> None:
    """Close the connection of this thread, which may end; not one in the middle of a transaction."""
    if not connection.in_atomic_block:
        connection.close()
