"""What the database itself refuses: changes of what is approved, and of anything in a locked round."""

from __future__ import annotations

import pgtrigger

_REFUSE = "RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}';"
_ANY = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

KEPT_QUESTIONS = pgtrigger.Trigger(
    name="kept_answers",
    when=pgtrigger.Before,
    operation=_ANY,
    func=f"""
        IF EXISTS (
            SELECT 1 FROM rounds_owner o JOIN rounds_round r ON r.slug = o.round_id
            WHERE o.id = COALESCE(NEW.owner_id, OLD.owner_id) AND r.state = 'locked'
        ) THEN
            {_REFUSE.format(said="the round is locked", name="round_is_locked")}
        END IF;
        IF TG_OP <> 'INSERT' AND OLD.state = 'approved'
            AND (TG_OP = 'DELETE' OR NEW.state = 'approved') THEN
            {_REFUSE.format(said="an approved answer does not change", name="answer_is_approved")}
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608 - constants
)
KEPT_SHEETS = pgtrigger.Trigger(
    name="kept_sheets", when=pgtrigger.Before, operation=_ANY, func=KEPT_QUESTIONS.func
)
KEPT_FILES = pgtrigger.Trigger(
    name="kept_files",
    when=pgtrigger.Before,
    operation=_ANY,
    func=f"""
        IF EXISTS (
            SELECT 1 FROM rounds_question q JOIN rounds_owner o ON o.id = q.owner_id
                JOIN rounds_round r ON r.slug = o.round_id
            WHERE q.id = COALESCE(NEW.question_id, OLD.question_id)
                AND (r.state = 'locked' OR q.state = 'approved')
        ) THEN
            {_REFUSE.format(said="the answer is approved or its round locked", name="evidence_is_kept")}
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608 - constants
)

_STATED = (
    "indicator_id", "fiscal_year", "state", "value", "precision", "basis", "definition_version", "publisher_id",
    "document_id", "place",
)  # fmt: skip
_SAME = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _STATED)
# Stands on a table of another context, which does not know of rounds: made by a migration, not by the model.
STATED_VALUES = f"""
CREATE OR REPLACE FUNCTION rounds_keep_stated_values() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF {_SAME} THEN RETURN NEW; END IF;
    END IF;
    IF EXISTS (
        SELECT 1 FROM rounds_question q JOIN rounds_owner o ON o.id = q.owner_id
            JOIN rounds_round r ON r.slug = o.round_id
        WHERE q.stated_value_id = OLD.slug AND r.state = 'locked'
    ) THEN
        RAISE EXCEPTION 'the value was approved in a round that is locked'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'value_of_a_locked_round';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rounds_keep_stated_values BEFORE DELETE OR UPDATE
    ON indicators_statedvalue FOR EACH ROW EXECUTE FUNCTION rounds_keep_stated_values();
"""  # noqa: S608 - constants
WITHOUT_STATED_VALUES = """
DROP TRIGGER IF EXISTS rounds_keep_stated_values ON indicators_statedvalue;
DROP FUNCTION IF EXISTS rounds_keep_stated_values();
"""
