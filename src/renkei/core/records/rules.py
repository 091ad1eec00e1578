"""Rules that many kinds of record share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.core.records.models import Record


def exactly_one(record: Record, names: tuple[str, ...]) -> Iterable[tuple[str, RuleBroken]]:
    """Yield a flaw unless exactly one of the named foreign keys is set."""
    given = [name for name in names if getattr(record, f"{name}_id") is not None]
    if len(given) == 1:
        return
    labels = [getattr(record._meta.get_field(name), "verbose_name", name) for name in names]
    with override("ja"):
        japanese = "・".join(str(label) for label in labels)
    with override("en"):
        english = ", ".join(str(label) for label in labels)
    expected = Localised.both(f"{japanese} のうち、ちょうど一つ", f"exactly one of: {english}")
    yield names[0], RuleBroken("row.exactly_one", expected)


def in_some_language(record: Record, names: tuple[str, ...]) -> Iterable[tuple[str, RuleBroken]]:
    """Yield a flaw for each named text that stands in no language: for what people write in one or the other."""
    for name in names:
        if not getattr(record, name):
            expected = Localised.both("どれかの言語の文", "a text in one of the languages")
            yield name, RuleBroken("row.no_language", expected)
