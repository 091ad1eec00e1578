"""The lock on history: event tables, acts and logs are rewritten by an erasure only, and never emptied.

The trigger function lets an update through when the setting `renkei.erasure` names a row of `privacy_erasure`
that was written by the very same transaction, and `renkei.erasure_rows` lists this row of this table. Whoever sets
them by hand leaves a record of an erasure that cannot be taken back. What an event is (its number, time,
label, act) never changes. The function is put on every table after each migration, so that no table of a
later version is forgotten.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.apps import apps
from django.db import connection, connections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renkei.privacy.models import Erasure

ACTS = "pghistory_context"
READINGS = "privacy_reading"
ERASURES = "privacy_erasure"

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION renkei_keep_history() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    act text := NULLIF(current_setting('renkei.erasure', true), '');
    rows text[] := NULLIF(current_setting('renkei.erasure_rows', true), '')::text[];
    fixed text[] := ARRAY['pgh_id', 'pgh_created_at', 'pgh_label', 'pgh_context_id', 'id', 'at', 'link', 'digest'];
    name text;
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        IF TG_TABLE_NAME = 'pghistory_context' AND TG_OP = 'UPDATE'
           AND to_jsonb(OLD) ->> 'id' = current_setting('pghistory.context_id', true) THEN
            RETURN NEW;  -- the act that is going on
        END IF;
        IF act IS NOT NULL
           AND rows[1] = TG_TABLE_NAME
           AND (to_jsonb(OLD) ->> TG_ARGV[0]) = ANY (rows[2:])
           AND EXISTS (SELECT 1 FROM privacy_erasure e
                       WHERE e.id::text = act AND e.made_in = pg_current_xact_id()::text) THEN
            IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'privacy_reading' THEN
                RETURN OLD;
            END IF;
            IF TG_OP = 'UPDATE' THEN
                FOREACH name IN ARRAY fixed LOOP
                    IF TG_TABLE_NAME LIKE '%event' AND name IN ('id', 'at', 'link', 'digest') THEN CONTINUE; END IF;
                    IF to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name THEN
                        RAISE EXCEPTION 'an erasure does not change %.%', TG_TABLE_NAME, name
                            USING ERRCODE = 'insufficient_privilege';
                    END IF;
                END LOOP;
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'history is not rewritten: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $body$;

CREATE OR REPLACE FUNCTION renkei_keep_erasures() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.made_in := pg_current_xact_id()::text;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.made_in = pg_current_xact_id()::text AND NEW.id = OLD.id THEN
        NEW.made_in := OLD.made_in;
        RETURN NEW;  -- the same transaction writes down what it did
    END IF;
    RAISE EXCEPTION 'records of erasures are not changed: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $body$;

CREATE OR REPLACE FUNCTION renkei_said(r privacy_reading) RETURNS text LANGUAGE sql IMMUTABLE AS $body$
    SELECT encode(sha256(convert_to(concat_ws(chr(31), r.salt, r.actor, r.user_id::text, r.slug, r.query, r.purpose),
                                    'UTF8')), 'hex')
$body$;

CREATE OR REPLACE FUNCTION renkei_linked(before text, r privacy_reading) RETURNS text LANGUAGE sql IMMUTABLE
AS $body$
    SELECT encode(sha256(convert_to(concat_ws(chr(31), before, r.id::text, extract(epoch FROM r.at)::text, r.kind,
                                              r.way, r.count::text, r.digest), 'UTF8')), 'hex')
$body$;

CREATE OR REPLACE FUNCTION renkei_chain_readings() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    before text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('privacy_reading'));  -- one after the other
    NEW.id := nextval(pg_get_serial_sequence('privacy_reading', 'id'));
    NEW.salt := gen_random_uuid()::text;
    NEW.digest := renkei_said(NEW);
    SELECT link INTO before FROM privacy_reading ORDER BY id DESC LIMIT 1;
    NEW.link := renkei_linked(COALESCE(before, ''), NEW);
    RETURN NEW;
END $body$;
"""


def guarded_tables() -> dict[str, str]:
    """Return every table of history with the column that names its row."""
    events = {
        model._meta.db_table: "pgh_id" for model in apps.get_models() if hasattr(model, "pgh_tracked_model")
    }
    return {**events, ACTS: "id", READINGS: "id"}


def guard_history(*, using: str = "default", **_: Any) -> None:
    """Put the lock on every table of history; called after each migration. Effects: functions, triggers."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        there = {name for (name,) in cursor.fetchall()}
        if not {ERASURES, READINGS} <= there:
            return  # an older state of the tables
        cursor.execute(_FUNCTIONS)
        for table, key in sorted(guarded_tables().items()):
            if table in there:
                cursor.execute(_locks(table, "renkei_keep_history", key, "UPDATE OR DELETE"))
        cursor.execute(_locks(ERASURES, "renkei_keep_erasures", "id", "INSERT OR UPDATE OR DELETE"))
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER renkei_chain BEFORE INSERT ON {READINGS} "
            "FOR EACH ROW EXECUTE FUNCTION renkei_chain_readings()"
        )


def _locks(table: str, function: str, key: str, acts: str) -> str:
    return (
        f'CREATE OR REPLACE TRIGGER renkei_guard BEFORE {acts} ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {function}('{key}'); "
        f'CREATE OR REPLACE TRIGGER renkei_guard_whole BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}('{key}')"
    )


@contextmanager
def rewriting(erasure: Erasure, table: str, rows: Sequence[str]) -> Iterator[None]:
    """Let these rows of a table of history be rewritten inside the transaction that wrote the erasure."""
    named = [
        f"{model._meta.label}:append_only"
        for model in apps.get_models()
        if hasattr(model, "pgh_tracked_model") and model._meta.db_table == table
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('renkei.erasure', %s, true), set_config('renkei.erasure_rows', %s::text[]::text, true)",
            [str(erasure.pk), [table, *rows]],
        )
        if named:
            with pgtrigger.ignore(*named):
                yield
        else:
            yield
        # after an error the transaction is lost, and the settings with it
        cursor.execute(
            "SELECT set_config('renkei.erasure', '', true), set_config('renkei.erasure_rows', '', true)"
        )
