"""What migrations do with rows that are there."""

from django.db.migrations import RunSQL

_SMALL_LETTERS = """
DO $renkei$ BEGIN
    IF EXISTS (SELECT 1 FROM {table} WHERE {column} <> lower({column})) THEN
        PERFORM set_config('pghistory.context_id', gen_random_uuid()::text, true);
        PERFORM set_config('pghistory.context_metadata',
            '{{"actor": "migration", "user": null, "action": "write addresses small", "reason": ""}}', true);
        UPDATE {table} SET {column} = lower({column}) WHERE {column} <> lower({column});
        PERFORM set_config('pghistory.context_id', '', true);
    END IF;
END $renkei$;
"""


def small_letters(table: str, column: str) -> RunSQL:
    """Return the step that writes the addresses of a column in small letters, as `MailAddressField` keeps them.

    Effects: rows and their history, as an act of the migration.
    """
    return RunSQL(_SMALL_LETTERS.format(table=table, column=column), RunSQL.noop)
