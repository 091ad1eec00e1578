"""Records of the tests' own: written with an author, published unless said otherwise."""

from __future__ import annotations

from typing import Any, TypeVar

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.records.models import Record
from renkei.kernel.localised import Localised

M = TypeVar("M", bound=Record)


def both(japanese: str, english: str = "") -> Localised:
    return Localised.both(japanese, english)


def make(model: type[M], slug: str, **values: Any) -> M:
    """Add a published record."""
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        return model._default_manager.create(slug=slug, **({"publication": "public"} | values))


def make_many(model: type[M], rows: list[dict[str, Any]]) -> None:
    """Add many published records in one go."""
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        model._default_manager.bulk_create([model(**({"publication": "public"} | row)) for row in rows])
