"""What the database itself refuses: any change of what an edition has frozen, but for the removal of what is personal.

A name, a photograph and the typeset files that hold them may go: where a row of `reports_removal` of the same
transaction says why, or in the transaction of a recorded erasure of a person, which writes that row itself. A text
with an erased name that nobody knew as one goes where a row holds the text without it, and an erasure is recorded.
The manifest keeps the hash of what went.
"""

from __future__ import annotations

import pgtrigger

_REFUSE = "RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}';"
_ANY = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
_ERASING = "EXISTS (SELECT 1 FROM privacy_erasure x WHERE x.made_in = pg_current_xact_id()::text)"
_FIXED = (
    "slug", "kind", "fiscal_year", "number", "languages", "corrects_id", "manifest", "manifest_sha256",
    "published_at", "decided_on",
)  # fmt: skip
_SAID = (
    "title",
    "paper_number",
    "decision_number",
    "published_by",
    "correction_reason",
    "agreed_despite",
    "agreed_by",
)


def _other(names: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in names)


KEPT_EDITIONS = pgtrigger.Trigger(
    name="kept_editions",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF TG_OP = 'DELETE' THEN
            {_REFUSE.format(said="an edition is never deleted", name="edition_is_kept")}
        END IF;
        IF OLD.state IN ('published', 'corrected', 'withdrawn')
            AND ({_other(_FIXED)} OR (({_other(_SAID)}) AND NOT {_ERASING})) THEN
            {_REFUSE.format(said="a published edition does not change", name="edition_is_frozen")}
        END IF;
        RETURN NEW;
    """,
)
KEPT_PARTS = pgtrigger.Trigger(
    name="kept_parts",
    when=pgtrigger.Before,
    operation=_ANY,
    func=f"""
        IF TG_OP <> 'INSERT' OR EXISTS (
            SELECT 1 FROM reports_edition e WHERE e.slug = NEW.edition_id AND e.manifest_sha256 <> ''
        ) THEN
            {_REFUSE.format(said="what is frozen does not change", name="part_is_frozen")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - constants
)
KEPT_CONTENTS = pgtrigger.Trigger(
    name="kept_contents",
    when=pgtrigger.Before,
    operation=_ANY,
    declare=[
        ("part", "reports_editionpart%ROWTYPE"),
        ("origin", "reports_removal%ROWTYPE"),
        ("here", "text := pg_current_xact_id()::text"),
    ],
    func=f"""
        IF TG_OP = 'INSERT' AND NOT EXISTS (
            SELECT 1 FROM reports_editionpart p JOIN reports_edition e ON e.slug = p.edition_id
            WHERE p.id = NEW.part_id AND e.manifest_sha256 <> ''
        ) THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' THEN
            SELECT * INTO part FROM reports_editionpart p WHERE p.id = OLD.part_id;
            INSERT INTO reports_removal (part_id, cause, removed_at, removed_by, reason, made_in)
                SELECT part.id, 'erasure', x.at, x.actor, '', here FROM privacy_erasure x
                WHERE x.made_in = here AND part.role IN ('name', 'photograph')
                LIMIT 1 ON CONFLICT (part_id) DO NOTHING;
            SELECT * INTO origin FROM reports_removal r WHERE r.part_id = part.id AND r.made_in = here;
            IF FOUND THEN
                INSERT INTO reports_removal (part_id, cause, removed_at, removed_by, reason, made_in)
                    SELECT p.id, origin.cause, origin.removed_at, origin.removed_by, origin.reason, here
                    FROM reports_editionpart p JOIN reports_partcontent c ON c.part_id = p.id
                    WHERE p.edition_id = part.edition_id AND p.role = 'rendering'
                        AND part.role <> 'rendering' AND part.name = ANY (p.holds)
                    ON CONFLICT (part_id) DO NOTHING;
                DELETE FROM reports_partcontent c USING reports_editionpart p
                    WHERE p.id = c.part_id AND p.edition_id = part.edition_id AND p.role = 'rendering'
                        AND part.role <> 'rendering' AND part.name = ANY (p.holds);
                RETURN OLD;
            END IF;
        END IF;
        {_REFUSE.format(said="what is frozen does not change", name="content_is_frozen")}
    """,  # noqa: S608 - constants
)
KEPT_REMOVALS = pgtrigger.Trigger(
    name="kept_removals",
    when=pgtrigger.Before,
    operation=_ANY,
    func=f"""
        IF TG_OP = 'INSERT' THEN
            NEW.made_in := pg_current_xact_id()::text;
            IF EXISTS (
                SELECT 1 FROM reports_editionpart p WHERE p.id = NEW.part_id AND (
                    p.role IN ('name', 'photograph')
                    OR p.role = 'rendering' AND EXISTS (
                        SELECT 1 FROM reports_removal r JOIN reports_editionpart q ON q.id = r.part_id
                        WHERE q.edition_id = p.edition_id AND (q.name = ANY (p.holds) OR r.redacted IS NOT NULL)
                    )
                    OR p.role <> 'rendering' AND NEW.redacted IS NOT NULL AND NEW.cause = 'erasure'
                        AND EXISTS (
                            SELECT 1 FROM privacy_erasure x
                            WHERE x.at = NEW.removed_at AND x.actor = NEW.removed_by
                        )
                )
            ) THEN
                RETURN NEW;
            END IF;
            {_REFUSE.format(said="only what is personal is removed", name="part_is_not_personal")}
        END IF;
        IF TG_OP = 'UPDATE' AND {_ERASING} AND NEW.part_id = OLD.part_id AND NEW.removed_at = OLD.removed_at
            AND NEW.cause = OLD.cause AND NEW.made_in = OLD.made_in
            AND NEW.redacted IS NOT DISTINCT FROM OLD.redacted THEN
            RETURN NEW;
        END IF;
        {_REFUSE.format(said="what was removed and why is kept", name="removal_is_kept")}
    """,  # noqa: S608 - constants
)


def never_emptied(name: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses to empty a table at once."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=_REFUSE.format(said="what is frozen does not change", name="content_is_frozen"),
    )
