"""The statements that keep the index: per kind, what a row becomes, and triggers that write it with every write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.publication.models import Confided
from renkei.core.records.fields import FiscalYearField, LocalisedField, PartialDateField, PeriodField
from renkei.core.records.models import Record
from renkei.core.search.functions import quoted
from renkei.core.search.registry import searched_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.records.kinds import Kind

ENTRY = "core_searchentry"
EVENTS = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
    "truncate": "",
}
FIRST_MONTH = "coalesce((SELECT first_month FROM core_cluster ORDER BY slug LIMIT 1), 4)"
_OF_PUBLICATION = ("public_from", "public_until")


def record_columns() -> tuple[str, ...]:
    """Return the columns that records bear alike: who sees a record is decided by them, now and later."""
    return tuple(str(field.column) for base in (Record, Confided) for field in base._meta.local_fields)


COLUMNS = ("kind", "title", "texts", "title_key", "key", "tokens", "latest")


def rows_of(kind: Kind, source: str) -> str:
    """Return the query for the entries of the rows in `source`, a table like the kind's own."""
    title, texts = _texts(kind)
    others = ", ".join([f"to_jsonb(r.{_column(kind, 'slug')})", *texts.values()])
    arrays = _dates(kind)
    shown = ", ".join(f"{quoted(name)}, {value}" for name, value in texts.items())
    borne = {field.column for field in kind.model._meta.concrete_fields}
    own = ", ".join(f"r.{name}" if name in borne else "''" for name in record_columns())
    return f"""
        SELECT {own}, {quoted(kind.slug)}, {title} AS title,
            jsonb_strip_nulls(jsonb_build_object({shown})) AS texts,
            k.title AS title_key, k.key AS key,
            renkei_search_tokens(k.key, {FIRST_MONTH}, {arrays}) AS tokens, {_latest(kind)} AS latest
        FROM {source} AS r
        CROSS JOIN LATERAL (SELECT renkei_search_key({title}) AS key OFFSET 0) AS t
        CROSS JOIN LATERAL (SELECT t.key AS title, t.key || renkei_search_key({others}) AS key OFFSET 0) AS k"""


def _column(kind: Kind, name: str) -> str:
    return f'"{kind.model._meta.get_field(name).column}"'  # type: ignore[union-attr]


def _texts(kind: Kind) -> tuple[str, dict[str, str]]:
    """Return the name of a record and its other texts, each as an expression that gives JSON."""
    found = {name: _json(kind, name) for name in searched_fields(kind)}
    first = next(iter(found), "")
    title = found.pop(first) if first else "NULL::jsonb"
    return title, found


def _json(kind: Kind, name: str) -> str:
    field = kind.model._meta.get_field(name)
    column = f"r.{_column(kind, name)}"
    return column if isinstance(field, LocalisedField) else f"to_jsonb({column}::text)"


def _dates(kind: Kind) -> str:
    found: dict[str, list[str]] = {"date": [], "int": [], "daterange": [], "text": []}
    for sort, name in _time_fields(kind):
        found[sort].append(f"r.{_column(kind, name)}")
    return ", ".join(f"ARRAY[{', '.join(names)}]::{sort}[]" for sort, names in found.items())


def _time_fields(kind: Kind) -> Iterator[tuple[str, str]]:
    for field in kind.model._meta.concrete_fields:
        if field.name in _OF_PUBLICATION:
            continue
        for sort, types in (
            ("date", models.DateField),
            ("int", FiscalYearField),
            ("daterange", PeriodField),
            ("text", PartialDateField),
        ):
            if isinstance(field, types) and not isinstance(field, models.DateTimeField):
                yield sort, field.name


def _latest(kind: Kind) -> str:
    """Return the expression for the year a record is of, by which newer ones come first."""
    years = {
        "date": "extract(year FROM {0})::int",
        "int": "{0}::int",
        "daterange": "extract(year FROM lower({0}))::int",
        "text": "nullif(left({0}, 4), '')::int",
    }
    found = [years[sort].format(f"r.{_column(kind, name)}") for sort, name in _time_fields(kind)]
    return f"greatest({', '.join(found)})" if found else "NULL::int"


def written(kind: Kind, source: str) -> str:
    """Return the statement that writes the entries of the rows in `source`."""
    columns = [*record_columns(), *COLUMNS]
    kept = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns if name not in {"kind", "slug"})
    return f"""INSERT INTO {ENTRY} ({", ".join(columns)}) {rows_of(kind, source)}
        ON CONFLICT (kind, slug) DO UPDATE SET {kept}"""


def trigger_function(kind: Kind) -> str:
    """Return the function of a kind's triggers: entries follow the rows, in the same transaction."""
    entries = f"DELETE FROM {ENTRY} WHERE kind = {quoted(kind.slug)}"
    return f"""
CREATE OR REPLACE FUNCTION {_name(kind)}() RETURNS trigger LANGUAGE plpgsql AS $trigger$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        {entries};
    ELSIF TG_OP = 'DELETE' THEN
        {entries} AND slug IN (SELECT slug FROM old_rows);
    ELSE
        IF TG_OP = 'UPDATE' THEN
            {entries} AND slug IN (SELECT slug FROM old_rows EXCEPT SELECT slug FROM new_rows);
        END IF;
        {written(kind, "new_rows")};
    END IF;
    RETURN NULL;
END $trigger$
"""


def _name(kind: Kind) -> str:
    return f"renkei_search_{kind.model._meta.db_table}"


def triggers(kind: Kind) -> Iterator[str]:
    """Yield the statements that make the triggers of a kind."""
    yield trigger_function(kind)
    table = f'"{kind.model._meta.db_table}"'
    for event, transition in EVENTS.items():
        yield (
            f"CREATE OR REPLACE TRIGGER {_name(kind)}_{event} AFTER {event.upper()} ON {table} {transition} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_name(kind)}()"
        )
