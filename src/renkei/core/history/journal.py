"""Every write has an author, an action and a reason; the database keeps before and after, and refuses others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import connection, models, transaction

from renkei.core.accounts.actors import Actor

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


_within_an_act: ContextVar[bool] = ContextVar("within_an_act", default=False)


@contextmanager
def _an_act() -> Iterator[None]:
    token = _within_an_act.set(True)
    try:
        yield
    finally:
        _within_an_act.reset(token)


@contextmanager
def journal(*, actor: Actor, action: str, reason: str = "") -> Iterator[None]:
    """Wrap the writes of one act in a transaction that carries who did what and why.

    What is journalled inside an act belongs to that act: it keeps the outer action and reason. The setting is
    cleared on exit, so that a write after the block is refused even inside a longer transaction.
    """
    if _within_an_act.get():
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        with _an_act(), pghistory.context(actor=actor.name, user=actor.user_id, action=action, reason=reason):
            yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
