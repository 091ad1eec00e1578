"""What organisations and people are recognised by, kept beside them by the database itself.

A key is a text brought to one form: `renkei_name_key` folds width, kana, variant characters and the place of 株式会社.
Rows follow from other rows and are no record of anybody's act: they have no history and stand in no package.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

from renkei.core.ui.text import bi
from renkei.directory.enums import Way

_TABLE = "directory_samekey"


class SameKey(models.Model):
    kind = models.CharField(max_length=40)
    slug = models.CharField(max_length=100)
    source = models.CharField(max_length=160)
    way = models.CharField(max_length=12, choices=Way.choices)
    key = models.CharField(max_length=500)

    class Meta:
        verbose_name = bi("見分ける手がかり", "Key of recognition")
        verbose_name_plural = bi("見分ける手がかり", "Keys of recognition")
        indexes = [
            models.Index(fields=["kind", "way", "key", "slug"], name="same_key"),
            models.Index(fields=["kind", "slug"], name="same_key_slug"),
            models.Index(fields=["source"], name="same_key_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug} {self.way}"


def keys_kept(kind: str, source: str, slug: str, watched: tuple[str, ...], keys: str) -> pgtrigger.Trigger:
    """Return the trigger that keeps the keys of one table's rows.

    `source` names the table, `slug` the column with the recognised record, `watched` the columns keys come from,
    `keys` is SQL that gives pairs (way, key) of the row NEW.
    """
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in (slug, *watched))
    return pgtrigger.Trigger(
        name="same_keys",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF {same} THEN RETURN NULL; END IF;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                DELETE FROM {_TABLE} WHERE source = '{source}:' || OLD.slug;
            END IF;
            IF TG_OP <> 'DELETE' AND NEW.{slug} IS NOT NULL THEN
                INSERT INTO {_TABLE} (kind, slug, source, way, key)
                SELECT DISTINCT '{kind}', NEW.{slug}, '{source}:' || NEW.slug, k.way, left(k.key, 500)
                FROM ({keys}) AS k (way, key) WHERE k.key <> '';
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - all of it is written here
    )


ORGANISATION_KEYS = keys_kept(
    "organisation",
    "organisation",
    "slug",
    ("name", "kana", "website"),
    """
    SELECT 'name', renkei_name_key(value) FROM jsonb_each_text(NEW.name)
    UNION ALL SELECT 'kana', renkei_name_key(NEW.kana)
    UNION ALL SELECT 'website', rtrim(regexp_replace(lower(NEW.website), '^https?://(www[.])?', ''), '/')
    """,
)
IDENTIFIER_KEYS = keys_kept(
    "organisation",
    "identifier",
    "organisation_id",
    ("scheme", "value"),
    """
    SELECT 'identifier', NEW.scheme || ':' || left(
        regexp_replace(lower(normalize(NEW.value, NFKC)), '[^0-9a-z]', '', 'g'),
        CASE WHEN NEW.scheme = 'local_government_code' THEN 5 ELSE 40 END)
    """,
)
DATED_NAME_KEYS = keys_kept(
    "organisation",
    "dated_name",
    "organisation_id",
    ("name",),
    "SELECT 'name', renkei_name_key(value) FROM jsonb_each_text(NEW.name)",
)
PERSON_KEYS = keys_kept(
    "person",
    "person",
    "slug",
    ("family_name", "given_name", "family_kana", "given_kana", "family_roman", "given_roman"),
    """
    SELECT 'name', renkei_name_key(NEW.family_name || NEW.given_name) WHERE NEW.slug NOT LIKE 'erased-%'
    UNION ALL SELECT 'kana', renkei_name_key(NEW.family_kana || NEW.given_kana) WHERE NEW.slug NOT LIKE 'erased-%'
    UNION ALL SELECT 'roman', renkei_name_key(NEW.family_roman || NEW.given_roman) WHERE NEW.slug NOT LIKE 'erased-%'
    """,
)
