"""What the services of casework share: the same holding for all that hangs together, identifiers, one act."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.core.records.services import add_record, change_record
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record
    from renkei.matching.models import Case

R = TypeVar("R", bound="Record")

HOLDING = ("holder", "holder_unit", "shared_with", "holder_person")
_STALE = Localised.both(
    "この案件は、画面を開いたあとに別の人が変えました。いまの状態を確かめてください。",
    "Somebody else has changed this case since you opened it. Please look at its present state.",
)


def holding_values(record: Any) -> dict[str, str]:
    """Return whose work a record is and who may see it, to be copied to what hangs on it."""
    return {name: getattr(record, name) for name in HOLDING}


def free_slug(model: type[Record], base: str) -> str:
    """Return an identifier that is not taken: `base`, or with a number behind."""
    base = base[:90].strip("-._")
    taken = set(model._default_manager.filter(pk__startswith=base).values_list("pk", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{number}" for number in range(2, len(taken) + 3) if f"{base}-{number}" not in taken)


@contextmanager
def act_on(case: Case, *, actor: Actor, revision: int, action: str, reason: str = "") -> Iterator[Case]:
    """Lock a case and open the journal of one act on it; give its present state.

    Raises RuleBroken("permission.refused"), ("record.stale") with the present state as `present`.
    """
    kind = kind_of(case)
    author = require_on(actor, Verb.CHANGE, kind, case.holding())
    with journal(actor=author, action=action, reason=reason):
        # Without the stage: a row that another act moved while this one waited would join no more.
        present = type(case)._default_manager.select_for_update(of=("self",)).get(pk=case.pk)
        require_on(actor, Verb.CHANGE, kind, present.holding())
        if present.revision != revision:
            raise RuleBroken("record.stale", _STALE, present=present)
        yield present


def changed(record: R, *, actor: Actor, reason: str, **values: Any) -> R:
    """Change a record that is locked already, at the revision it has; return it as it is now."""
    change_record(
        actor=actor,
        kind=kind_of(record),
        slug=record.pk,
        revision=record.revision,
        values=values,
        reason=reason,
    )
    record.refresh_from_db()
    return record


def added(kind: str, /, *, actor: Actor, reason: str, **values: Any) -> Any:
    return add_record(actor=actor, kind=kind_of(kind), values=values, reason=reason)
