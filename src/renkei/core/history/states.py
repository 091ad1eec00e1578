"""Earlier states of records, as the history keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from renkei.core.accounts.permissions import CONFIDENTIAL, Verb, grants_for
from renkei.core.accounts.reach import shown_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record


def events_of(model: type[Any]) -> Any:
    """Return the events of a table, to be narrowed."""
    return model.pgh_event_model.objects


def told_to(actor: Actor, model: type[Record], events: Any) -> Any:
    """Return those events of a kind of record that the actor may see.

    An event is shown by the holder the record had then and by every one it has had since: what is closed today
    closes its past, and what was closed then stays so. What is shared or public shows no history.
    """
    kind = str(model._meta.model_name)
    grants = grants_for(actor, Verb.HISTORY, kind)
    shown = shown_by(grants, shared=False, confided=kind in CONFIDENTIAL)
    if not shown:
        return events
    closed = events_of(model).filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gte=OuterRef("pgh_id"))
    return events.filter(~Exists(closed.exclude(shown)))


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
