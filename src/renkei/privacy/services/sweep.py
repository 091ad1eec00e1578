"""Every text of every table: where a person is mentioned, and the mention replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.apps import apps
from django.db import connection

from renkei.core.privacy.registry import MARK
from renkei.privacy.guard import ERASURES, READINGS, guarded_tables, rewriting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.privacy.subject import Subject
    from renkei.privacy.models import Erasure

_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type, c.character_maximum_length
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
  AND c.data_type IN ('character varying', 'text', 'json', 'jsonb', 'character')
ORDER BY c.table_name, c.ordinal_position
"""
_KEY = """
SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
WHERE i.indrelid = %s::regclass AND i.indisprimary
"""
LEFT_ALONE = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "django_session", ERASURES}
)


@dataclass(frozen=True)
class TextColumn:
    name: str
    type: str
    length: int | None

    @property
    def text(self) -> str:
        return f'"{self.name}"::text' if "json" in self.type else f'"{self.name}"'


@dataclass
class TextTable:
    name: str
    columns: list[TextColumn] = field(default_factory=list)


def text_tables() -> list[TextTable]:
    """Return every table of the database with its columns of text; what is no record of anything is left out."""
    found: dict[str, TextTable] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, name, kind, length in cursor.fetchall():
            if table not in LEFT_ALONE and not (table == READINGS and name in {"salt", "digest", "link"}):
                found.setdefault(table, TextTable(table)).columns.append(TextColumn(name, kind, length))
    return list(found.values())


def key_of(table: str) -> str:
    """Return the column of a table's primary key."""
    with connection.cursor() as cursor:
        cursor.execute(_KEY, [f'"{table}"'])
        return str(cursor.fetchone()[0])


def mentions(subject: Subject) -> Iterator[tuple[TextTable, list[str]]]:
    """Yield each table that mentions the person, with the keys of the rows."""
    pattern = subject.pattern()
    if not pattern:
        return
    for table in text_tables():
        where = " OR ".join(f"{column.text} ~ %s" for column in table.columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{key_of(table.name)}"::text FROM "{table.name}" WHERE {where}',  # noqa: S608 - names of tables
                [pattern] * len(table.columns),
            )
            rows = [key for (key,) in cursor.fetchall()]
        if rows:
            yield table, rows


def replace_mentions(subject: Subject, erasure: Erasure) -> dict[str, int]:
    """Replace the person's names, addresses and identifiers in every text. Effects: rows, history, readings."""
    done = {}
    for table, rows in list(mentions(subject)):
        done[table.name] = len(rows)
        rewrite(erasure, table.name, rows, _sets(table, subject))
    return done


def rewrite(erasure: Erasure, table: str, rows: list[str], sets: list[tuple[str, list[Any]]]) -> int:
    """Set columns of some rows of a table, of history too: (`"column" = expression`, its parameters)."""
    if table == READINGS:
        sets = [*sets, ('"salt" = %s', [""])]
    statement = ", ".join(expression for expression, _ in sets)
    params = [value for _, values in sets for value in values]
    sql = f'UPDATE "{table}" SET {statement} WHERE "{key_of(table)}"::text = ANY (%s)'  # noqa: S608
    if table in guarded_tables():
        with rewriting(erasure, table, rows), connection.cursor() as cursor:
            cursor.execute(sql, [*params, rows])
            return int(cursor.rowcount)
    locks = _other_locks(table)
    with connection.cursor() as cursor:
        if locks:
            with pgtrigger.ignore(*locks):
                cursor.execute(sql, [*params, rows])
        else:
            cursor.execute(sql, [*params, rows])
    return len(rows)


def _sets(table: TextTable, subject: Subject) -> list[tuple[str, list[Any]]]:
    words = "|".join(_alternatives(subject, words=True))
    names = "|".join(_alternatives(subject, words=False))
    found: list[tuple[str, list[Any]]] = []
    for column in table.columns:
        expression, params = column.text, []
        for pattern, new in ((words, MARK), (names, subject.alias)):
            if pattern:
                expression = f"regexp_replace({expression}, %s, %s, 'g')"
                params += [pattern, new]
        if "json" in column.type:
            expression = f"({expression})::{column.type}"
        elif column.length:
            expression = f"left({expression}, {column.length})"
        found.append((f'"{column.name}" = {expression}', list(params)))
    return found


def _alternatives(subject: Subject, *, words: bool) -> list[str]:
    kept = replace(subject, identifiers=()) if words else replace(subject, written=(), addresses=())
    return [pattern] if (pattern := kept.pattern()) else []


def without(text: str, subject: Subject) -> str:
    """Return a text in which the person is not mentioned, as the database would."""
    for words, new in ((True, MARK), (False, subject.alias)):
        for pattern in _alternatives(subject, words=words):
            text = re.sub(pattern, new, text)
    return text


def _other_locks(table: str) -> list[str]:
    """Return the locks of a table that keep records from being changed, such as approved answers."""
    return [
        f"{model._meta.label}:{trigger.name}"
        for model in apps.get_models()
        if model._meta.db_table == table
        for trigger in getattr(model._meta, "triggers", ())
        if isinstance(trigger, pgtrigger.Protect)
    ]
