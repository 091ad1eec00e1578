"""Earlier states of records, as the history keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.records.models import Record


def events_of(model: type[Any]) -> Any:
    """Return the events of a table, to be narrowed."""
    return model.pgh_event_model.objects


def same_content(one: Any, other: Any, model: type[Any]) -> bool:
    """Say whether two states, rows or events, hold the same; their revision aside."""
    return all(getattr(one, name) == getattr(other, name) for name in content_of(model))


def content_of(model: type[Any]) -> Iterator[str]:
    """Yield the attributes that make the content of a row and that its history holds; its revision aside."""
    remembered = {item.attname for item in model.pgh_event_model._meta.concrete_fields}
    names = (item.attname for item in model._meta.concrete_fields if item.name != "revision")
    return (name for name in names if name in remembered)


def is_as_it_was(record: Record, revision: int) -> bool:
    """Say whether a record holds what it held at a revision, also after changes that were taken back."""
    if record.revision == revision:
        return True
    then = events_of(type(record)).filter(pgh_obj_id=record.pk, revision=revision).order_by("-pgh_id").first()
    return then is not None and same_content(record, then, type(record))


def who_wrote_last(record: Any) -> str:
    """Return the name of whoever changed a record last, or an empty text where none is known."""
    last = (
        events_of(type(record))
        .filter(pgh_obj_id=record.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")
        .first()
    )
    return str(last.pgh_context.metadata.get("actor", "")) if last and last.pgh_context else ""
