"""Making, filling and comparing the index. Functions and triggers follow from the kinds and are made anew with them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from renkei.core.search.functions import functions, quoted
from renkei.core.search.registry import searched_kinds
from renkei.core.search.triggers import COLUMNS, ENTRY, record_columns, rows_of, triggers, written

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = "renkei_search_"
INDEXES = (
    f"DROP INDEX IF EXISTS {OURS}grams",
    f"""CREATE INDEX {OURS}grams ON {ENTRY} USING gin ({OURS}grams(key, tokens))
        WITH (fastupdate = on, gin_pending_list_limit = 512)""",
    f"DROP INDEX IF EXISTS {OURS}titles",
    f"""CREATE INDEX {OURS}titles ON {ENTRY} USING gin ({OURS}titles(title_key))
        WITH (fastupdate = on, gin_pending_list_limit = 512)""",
)
# when the year begins is a setting of the cluster, and the years of all records follow it
ANEW = f"""
CREATE OR REPLACE FUNCTION {OURS}anew() RETURNS trigger LANGUAGE plpgsql AS $anew$
BEGIN
    {{fills}}
    RETURN NULL;
END $anew$
"""


def statements() -> Iterator[str]:
    """Yield everything that makes the index work but its table."""
    yield from functions()
    fills = []
    for kind in searched_kinds():
        yield from triggers(kind)
        fills.append(f"{written(kind, _table(kind))};")
    yield ANEW.format(fills="\n".join(fills))
    for event, when in (("insert", "INSERT"), ("update", "UPDATE OF first_month"), ("delete", "DELETE")):
        yield (
            f"CREATE OR REPLACE TRIGGER {OURS}anew_{event} AFTER {when} ON core_cluster "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {OURS}anew()"
        )


def _table(kind: Any) -> str:
    return f'"{kind.model._meta.db_table}"'


def fingerprint() -> str:
    """Return what says of an index that it was made by this programme."""
    return hashlib.sha256("\n".join([*statements(), *INDEXES]).encode()).hexdigest()


def is_installed() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [ENTRY])
        return bool(cursor.fetchone()[0] == fingerprint())


def install() -> bool:
    """Make functions, triggers and entries where they are not this programme's. Effects: the index. Say if it did."""
    if not _tables_are_there() or is_installed():
        return False
    make_anew()
    return True


def make_anew() -> int:
    """Make functions, triggers and entries whatever there was before. Effects: the index. Return how many entries."""
    with transaction.atomic(), connection.cursor() as cursor:
        uninstall()
        for statement in statements():
            cursor.execute(statement)
        for statement in INDEXES:
            cursor.execute(statement)
        count = rebuild()
        cursor.execute(f"COMMENT ON TABLE {ENTRY} IS {quoted(fingerprint())}")
    return count


def uninstall() -> None:
    """Take the triggers off the tables: a migration may change what they read. Effects: no entry follows any more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(tgname), tgrelid::regclass::text FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid "
            "WHERE NOT tgisinternal AND starts_with(tgname, %s) AND pg_table_is_visible(c.oid)",
            [OURS],
        )
        for name, table in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [ENTRY])
        if cursor.fetchone()[0]:
            cursor.execute(f"COMMENT ON TABLE {ENTRY} IS NULL")


def rebuild() -> int:
    """Fill the index anew from the records. Effects: all entries. Return how many there are."""
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {ENTRY}")
        for kind in searched_kinds():
            cursor.execute(written(kind, _table(kind)))
            count += cursor.rowcount
        cursor.execute(f"ANALYZE {ENTRY}")
    return count


def differences(most: int = 20) -> list[tuple[str, str]]:
    """Return (kind, identifier) of entries that are not what their record says, that are missing or left over."""
    columns = ", ".join((*record_columns(), *COLUMNS))
    found: list[tuple[str, str]] = []
    known = []
    with connection.cursor() as cursor:
        for kind in searched_kinds():
            known.append(kind.slug)
            named = ", ".join((*record_columns(), *COLUMNS))
            wanted = f"SELECT * FROM ({rows_of(kind, _table(kind))}) AS w ({named})"
            stored = f"SELECT {columns} FROM {ENTRY} WHERE kind = {quoted(kind.slug)}"
            cursor.execute(
                f"SELECT DISTINCT kind, slug FROM ((({wanted}) EXCEPT ({stored})) UNION ALL "
                f"(({stored}) EXCEPT ({wanted}))) AS d ORDER BY slug LIMIT {most}"
            )
            found += cursor.fetchall()
        cursor.execute(f"SELECT kind, slug FROM {ENTRY} WHERE kind <> ALL (%s) LIMIT {most}", [known])
        found += cursor.fetchall()
    return found[:most]


def _tables_are_there() -> bool:
    """Say whether every column that the triggers read exists: while migrations are half done, some do not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns")
        known = set(cursor.fetchall())
    models: list[Any] = [kind.model for kind in searched_kinds()]
    from renkei.core.search.models import SearchEntry  # noqa: PLC0415 - models come after apps

    return all(
        (model._meta.db_table, field.column) in known
        for model in [*models, SearchEntry]
        for field in model._meta.concrete_fields
        if field.column
    )
