"""Every write has an author, an action and a reason; the database keeps before and after, and refuses others."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import pghistory
import pgtrigger
from django.db import connection, models, transaction

from renkei.core.accounts.actors import Actor
from renkei.core.history.acts import count_act
from renkei.kernel.identifiers import refuse_individual_numbers

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


@dataclass
class _Act:
    """The act that is going on. `for_readers` is whether anything of it may be on a page that readers see."""

    identifier: UUID
    for_readers: bool


_present_act: ContextVar[_Act | None] = ContextVar("present_act", default=None)


@contextmanager
def _going_on(act: _Act) -> Iterator[None]:
    token = _present_act.set(act)
    try:
        yield
    finally:
        _present_act.reset(token)


def _said(actor: Actor, action: str, reason: str) -> dict[str, Any]:
    told = {"actor": actor.name, "user": actor.user_id, "action": action, "reason": reason}
    return told | ({"for": actor.on_behalf_of} if actor.on_behalf_of else {})


@contextmanager
def journal(
    *,
    actor: Actor,
    action: str,
    reason: str = "",
    about: Mapping[str, str] | None = None,
    for_readers: bool = True,
) -> Iterator[UUID]:
    """Wrap the writes of one act in a transaction that carries who did what and why; give the act's identifier.

    `about` says more of the act (the file of a load, the load that is undone). Without `for_readers` nothing that
    the act writes is on any public page (mails, progress, drafts), and the pages that are kept stay good; an act
    counts for readers as soon as anything inside it does.
    Raises RuleBroken("identifier.individual_number") where the reason holds an Individual Number: history stays.

    What is journalled inside an act belongs to that act. On exit the setting is cleared: a later write is refused.
    """
    refuse_individual_numbers(reason)
    outer = _present_act.get()
    if outer is not None:
        outer.for_readers |= for_readers
        with transaction.atomic():
            yield outer.identifier
        return
    with transaction.atomic():
        with pghistory.context(**{**(about or {}), **_said(actor, action, reason)}) as context:
            act = _Act(context.id, for_readers)
            with _going_on(act):
                yield act.identifier
        if act.for_readers:
            count_act()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
