"""Every write has an author, an action and a reason; the database keeps before and after, and refuses others."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar
from uuid import UUID

import pghistory
import pgtrigger
from django.db import connection, models, transaction

from renkei.core.accounts.actors import Actor
from renkei.core.history.acts import count_act

M = TypeVar("M", bound=type[models.Model])

UNEXPLAINED = pgtrigger.Trigger(
    name="explained",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN
            RAISE EXCEPTION 'a write without author, action and reason is refused'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)


def remembered(*, exclude: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Class decorator: the database writes the history of this table and refuses unexplained writes.

    `exclude` names fields that must never stand in a history (a password's hash).
    """

    def decorate(model: M) -> M:
        tracked: M = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            append_only=True,
            exclude=list(exclude) or None,
        )(model)
        pgtrigger.register(UNEXPLAINED)(tracked)
        return tracked

    return decorate


_present_act: ContextVar[UUID | None] = ContextVar("present_act", default=None)


@contextmanager
def _an_act(identifier: UUID) -> Iterator[None]:
    token = _present_act.set(identifier)
    try:
        yield
    finally:
        _present_act.reset(token)


@contextmanager
def journal(
    *, actor: Actor, action: str, reason: str = "", about: Mapping[str, str] | None = None
) -> Iterator[UUID]:
    """Wrap the writes of one act in a transaction that carries who did what and why; give the act's identifier.

    `about` says more of the act (the file of a load, the load that is undone).

    What is journalled inside an act belongs to that act: it keeps the outer action and reason. The setting is
    cleared on exit, so that a write after the block is refused even inside a longer transaction.
    """
    outer = _present_act.get()
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    said = {
        **(about or {}),
        "actor": actor.name,
        "user": actor.user_id,
        **({"for": actor.on_behalf_of} if actor.on_behalf_of else {}),
        "action": action,
        "reason": reason,
    }
    with transaction.atomic():
        with pghistory.context(**said) as act, _an_act(act.id):
            yield act.id
        count_act()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
