"""What happened to a record: who, when, why, and what stood before and after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from renkei.core.accounts.permissions import Verb, may
from renkei.core.history.states import events_of, told_to
from renkei.core.records.fields import LocalisedField, PeriodField
from renkei.core.ui import parts
from renkei.core.ui.text import bi, both
from renkei.desk import show
from renkei.kernel.localised import Localised
from renkei.kernel.money import JPY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind

VERBS = {
    "insert": bi("登録", "Added"),
    "update": bi("変更", "Changed"),
    "delete": bi("取り下げ", "Withdrawn"),
}
COMMAND_LINE_NAME = bi("コマンド", "Command line")


@dataclass(frozen=True)
class Happened:
    """One event. `changes` are the fields that differ from the event before."""

    verb: Any
    when: dt.datetime
    who: Any
    why: str
    revision: int
    changes: Sequence[parts.Change]


def history_of(
    kind: Kind, slug: str, actor: Actor, *, start: int = 0, count: int = 5
) -> tuple[list[Happened], bool]:
    """Return events that the actor may see, the youngest first, and whether older ones follow; one query at most."""
    if not may(actor, Verb.HISTORY, kind.slug):
        return [], False
    rows = told_to(actor, kind.model, events_of(kind.model).filter(pgh_obj_id=slug))
    rows = rows.select_related("pgh_context").order_by("-pgh_id")
    events = list(rows[start : start + count + 1])
    pairs = zip(events[:count], [*events[1:], None], strict=False)
    return [_happened(kind, event, before) for event, before in pairs], len(events) > count


def _happened(kind: Kind, event: Any, before: Any) -> Happened:
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    return Happened(
        verb=VERBS.get(event.pgh_label, event.pgh_label),
        when=timezone.localtime(event.pgh_created_at),
        who=who(metadata),
        why=metadata.get("reason", ""),
        revision=event.revision,
        changes=changes(kind, before if event.pgh_label != "insert" else None, event)
        if event.pgh_label != "delete"
        else (),
    )


def who(metadata: dict[str, Any]) -> Any:
    """Return who acted, and in whose place."""
    name = metadata.get("actor", "")
    if represented := metadata.get("for", ""):
        return Localised.both(f"{name}（{represented}の代理）", f"{name} for {represented}")
    return COMMAND_LINE_NAME if name == "command line" else name


def changes(kind: Kind, before: Any, after: Any) -> list[parts.Change]:
    """Return the fields that differ between two states of a record; None is no state at all."""
    found = []
    for item in kind.model._meta.concrete_fields:
        if item.editable:
            found += field_changes(item, before, after)
    return found


def field_changes(item: Any, before: Any, after: Any) -> list[parts.Change]:
    """Return how one field differs, localised texts language by language."""
    old = getattr(before, item.attname) if before is not None else None
    new = getattr(after, item.attname)
    if isinstance(item, LocalisedField):
        old, new = old or Localised(), new or Localised()
        tags = [tag for tag in dict.fromkeys([*old, *new]) if old.get(tag) != new.get(tag)]
        return [
            parts.Change(_in_language(item.verbose_name, tag), old.get(tag, ""), new.get(tag, ""))
            for tag in tags
        ]
    if old == new:
        return []
    before, after = words(item, old), words(item, new)
    return [parts.Change(item.verbose_name, before, after)] if before != after else []


def _in_language(label: Any, tag: str) -> Localised:
    return Localised.both("{label}（{tag}）", "{label} ({tag})").filled(
        label=both(label), tag=both(show.language_name(tag))
    )


def words(item: Any, value: Any) -> Any:
    """Return a value in words: dates and periods as ISO, choices by label, references by identifier."""
    if value is None or value == "":
        return ""
    if item.choices:
        return show.choice_label(item, value)
    if isinstance(item, PeriodField):
        return f"{value.start or ''}–{value.end or ''}" if value.start or value.end else ""
    if isinstance(value, dt.date):
        return value.isoformat()
    shown = show.value_cell(item, value, JPY)
    if shown.kind == "money":
        return shown.value[1]
    return shown.value if shown.kind in {"text", "localised"} else str(shown.value)
