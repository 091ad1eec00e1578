"""What an erasure does with the rows and the earlier states of one declared table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db.models import JSONField, Q

from renkei.core.accounts.models import User
from renkei.core.privacy.enums import Treatment
from renkei.core.privacy.registry import MARK, Personal
from renkei.privacy.guard import ACTS, READINGS, guarded_tables, rewriting
from renkei.privacy.services.sweep import key_of, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import models

    from renkei.core.privacy.subject import Subject
    from renkei.privacy.models import Erasure

Sets = list[tuple[str, list[Any]]]


def events_model(model: type[models.Model]) -> Any:
    """Return the table of a model's earlier states, or None where there is none."""
    return getattr(model, "pgh_event_model", None)


def of_events(narrowed: Q) -> Q:
    """Return a condition on rows as one on their earlier states."""
    found = Q(_connector=narrowed.connector, _negated=narrowed.negated)
    children: list[Any] = list(narrowed.children)
    for child in children:
        if isinstance(child, Q):
            found.children.append(of_events(child))
        else:
            name, value = child
            head, _, rest = name.partition("__")
            found.children.append(
                ("__".join(filter(None, ("pgh_obj_id" if head == "pk" else head, rest))), value)
            )
    return found


def treat(declared: Personal, narrowed: Q, erasure: Erasure, subject: Subject) -> tuple[int, int]:
    """Blank, mark or delete the rows, then their earlier states; return how many rows and states."""
    model = declared.model
    keys = list(model._default_manager.filter(narrowed).values_list("pk", flat=True).distinct())
    events = events_model(model)
    states = _states(events, narrowed, keys) if events is not None else []
    if _deletes(declared):
        delete_rows(model, keys, erasure)
    elif keys:
        sets = _sets(declared, subject, of_history=False)
        if sets:
            rewrite(erasure, model._meta.db_table, [str(key) for key in keys], sets)
    if events is not None:
        states = _states(events, narrowed, keys, known=states)
        sets = _sets(declared, subject, of_history=True)
        if states and sets:
            rewrite(erasure, events._meta.db_table, [str(key) for key in states], sets)
    return len(keys), len(states)


def _states(events: Any, narrowed: Q, keys: list[Any], known: list[int] | None = None) -> list[int]:
    by_row = Q(pgh_obj_id__in=keys) | Q(pgh_id__in=known or ())
    own = of_events(narrowed)
    names = {item.name for item in events._meta.get_fields()} | {"pgh_obj_id"}
    if _lookups(own) <= names | {f"{name}_id" for name in names}:
        by_row |= own
    return list(events.objects.filter(by_row).values_list("pgh_id", flat=True))


def _lookups(narrowed: Q) -> set[str]:
    found: set[str] = set()
    children: list[Any] = list(narrowed.children)
    for child in children:
        found |= _lookups(child) if isinstance(child, Q) else {child[0].partition("__")[0]}
    return found


def _deletes(declared: Personal) -> bool:
    return any(item.treatment is Treatment.DELETE for item in declared.fields.values())


def delete_rows(model: type[models.Model], keys: list[Any], erasure: Erasure) -> None:
    """Delete rows, of a log too. Effects: rows."""
    rows = model._default_manager.filter(pk__in=keys)
    table = model._meta.db_table
    if table in guarded_tables():
        with rewriting(erasure, table, [str(key) for key in keys]):
            rows._raw_delete(rows.db)
    else:
        rows.delete()


def _sets(declared: Personal, subject: Subject, *, of_history: bool) -> Sets:
    """Return what each field becomes; keys are renamed elsewhere, and references stay."""
    model, target = declared.model, events_model(declared.model) if of_history else declared.model
    known = {item.name: item for item in target._meta.concrete_fields}
    found: Sets = []
    for name, item in declared.fields.items():
        field = known.get(name)
        if field is None or field.remote_field or field.name == model._meta.pk.name:
            continue
        if new := _new_value(model, field, item.treatment, subject):
            found.append((f'"{field.column}" = {new[0]}', new[1]))
    if model._meta.db_table == ACTS:
        return [
            (
                "\"metadata\" = jsonb_set(metadata, '{actor}', to_jsonb(%s::text))",
                [subject.alias],
            )
        ]
    if found and not of_history and "revision" in known:
        found.append(('"revision" = "revision" + 1', []))
    if found and not of_history and model is User:
        found.append(('"is_active" = false', []))
    return found


def _new_value(
    model: type[models.Model], field: Any, treatment: Treatment, subject: Subject
) -> tuple[str, list[Any]] | None:
    if model is User and field.name == "password":
        return "%s", [make_password(None)]
    if treatment is Treatment.ALIAS:
        if model._meta.db_table != READINGS:
            return "%s", [subject.alias]
        own = [subject.username, subject.person, str(subject.user or ""), *subject.addresses]
        return (
            f"CASE WHEN {field.column} = '' OR NOT {field.column} = ANY (%s) THEN {field.column} ELSE %s END",
            [
                own,
                subject.alias,
            ],
        )
    if treatment is Treatment.MARK:
        return "%s", [MARK]
    if treatment in {Treatment.BLANK, Treatment.DELETE}:
        return "%s", ["{}" if isinstance(field, JSONField) else ""]
    return None


def renamed(declared: Personal, narrowed: Q, alias: str) -> Iterator[tuple[str, str]]:
    """Yield old and new identifier of each row, present or past, whose own identifier names the person."""
    model = declared.model
    key = model._meta.pk.name
    item = declared.fields.get(key)
    if item is None or item.treatment is not Treatment.ALIAS:
        return
    keys = set(model._default_manager.filter(narrowed).values_list("pk", flat=True))
    events = events_model(model)
    keys |= set(events.objects.filter(of_events(narrowed)).values_list("pgh_obj_id", flat=True))
    whole = model._meta.model_name == "person"
    for number, old in enumerate(sorted(keys), 1):
        yield old, alias if whole else f"{alias}-{model._meta.model_name}-{number}"


def rename(model: type[models.Model], old: str, new: str, erasure: Erasure) -> int:
    """Give a record another identifier wherever it is pointed to, in the history too. Effects: rows, history.

    References are checked when the transaction ends, so that their order does not matter.
    """
    changed = 0
    for table, column in _pointing(model):
        rows = _rows_with(table, column, old)
        if rows:
            changed += rewrite(erasure, table, rows, [(f'"{column}" = %s', [new])])
    return changed


def _pointing(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    own = model._meta
    for other in apps.get_models():
        for item in other._meta.concrete_fields:
            if item.remote_field and item.remote_field.model is model:
                yield other._meta.db_table, str(item.column)
    events = events_model(model)
    if events is not None:
        yield events._meta.db_table, str(own.pk.column)
    yield own.db_table, str(own.pk.column)


def _rows_with(table: str, column: str, value: str) -> list[str]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key_of(table)}"::text FROM "{table}" WHERE "{column}" = %s', [value])  # noqa: S608
        return [key for (key,) in cursor.fetchall()]
