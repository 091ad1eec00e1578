"""Words of the cluster's tables: kinds of record, their choices, states, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.config.documents.markdown import code, in_both, table
from renkei.core.accounts.actors import Role
from renkei.core.records.kinds import Kind, kinds
from renkei.core.tables.columns import LAST, Column, ColumnType, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = ("日本語", "English", "Code")
Choices = tuple[tuple[str, Any], ...]


def kinds_in(context: str) -> list[Kind]:
    """Return the kinds of a context by the names of their tables; of all contexts where none is named."""
    found = [kind for kind in kinds() if context in ("", kind.context)]
    return sorted(found, key=lambda kind: (kind.context, kind.table))


def kinds_of_records(context: str) -> str:
    rows = []
    for kind in kinds_in(context):
        japanese, english = in_both(kind.name)
        meaning = " / ".join(in_both(kind.description))
        rows.append((japanese, english, code(kind.slug), code(kind.table), code(kind.context), meaning))
    return table((*WORDS, "Table", "Context", "Meaning"), rows)


def choice_columns(context: str) -> Iterator[tuple[Kind, Column]]:
    """Yield kind and column for every field that takes one of a list of words."""
    for kind in kinds_in(context):
        for column in columns_of(kind, ("ja", "en")):
            if column.type is ColumnType.CHOICE:
                yield kind, column


def vocabularies(context: str) -> str:
    """Return each list of words once, under the fields that use it; publication states stand with core."""
    users: dict[Choices, list[tuple[Kind, Column]]] = {}
    for kind, column in choice_columns(context):
        if column.name not in LAST:
            users.setdefault(_choices(column), []).append((kind, column))
    parts = []
    for choices, where in users.items():
        title = " / ".join(in_both(where[0][1].field.verbose_name))
        named = ", ".join(code(f"{kind.slug}.{column.name}") for kind, column in where)
        parts.append(f"**{title}** ({named})\n\n{_words(choices)}")
    return "\n\n".join(parts) or "None. / なし。"


def states(about: str) -> str:
    """Return the states of a publication or of a meeting."""
    table_name, name = {"publication": ("documents", "publication"), "meeting": ("meetings", "state")}[about]
    return next(
        _words(_choices(column))
        for kind, column in choice_columns("")
        if (kind.table, column.name) == (table_name, name)
    )


def roles(_: str) -> str:
    return _words(tuple((role.value, role.label) for role in Role))


def _choices(column: Column) -> Choices:
    """Return value and label in whichever language is active later on."""
    return tuple((str(value), label) for value, label in column.field.choices or ())


def _words(choices: Choices) -> str:
    return table(WORDS, [(*in_both(label), code(value)) for value, label in choices])
