"""Requests of persons: received, identity checked, answered or refused; each step with what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.privacy.enums import CaseKind, IdentityCheck
from renkei.privacy.models import Breach, LegalHold, PrivacyCase
from renkei.privacy.rules import case_due
from renkei.privacy.services.erasure import require
from renkei.privacy.services.subjects import find_subject
from renkei.privacy.workflow import CASE

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import Organisation

_HOW = Localised.both("本人確認の方法を選んでください。", "Say how the identity was checked.")
_RESULT = Localised.both("結果か理由を書いてください。", "Write the result or the reason.")
_TWICE = Localised.both("期限の延長は一度だけです。", "A request is put off once only.")
_NOT_YET = Localised.both(
    "先に本人確認を済ませてください。", "The identity of the person must be checked first."
)


def next_number(model: type[PrivacyCase | Breach], year: int) -> str:
    """Return the next number of a year, such as 2026-003; called inside a journal."""
    letter = "B" if model is Breach else ""
    last = (
        model.objects.select_for_update()
        .filter(number__startswith=f"{letter}{year}-")
        .order_by("-number")
        .first()
    )
    return f"{letter}{year}-{int(last.number.rpartition('-')[2]) + 1 if last else 1:03}"


def open_case(
    *,
    actor: Actor,
    kind: CaseKind,
    subject_kind: str,
    subject: str,
    controller: Organisation,
    received_on: dt.date,
    asked: str = "",
) -> PrivacyCase:
    """Write down a request as received, with its due day. Effects: row, history.

    Raises RuleBroken("permission.refused"), ("privacy.unknown_person").
    """
    require(actor, Verb.ADD)
    find_subject(subject_kind, subject)
    with journal(actor=actor, action="receive request"):
        return PrivacyCase.objects.create(
            number=next_number(PrivacyCase, received_on.year),
            kind=kind,
            subject_kind=subject_kind,
            subject=subject,
            controller=controller,
            received_on=received_on,
            due_on=case_due(received_on, controller.kind),
            asked=asked,
        )


def identify(*, actor: Actor, case: PrivacyCase, how: str) -> PrivacyCase:
    """Write down that and how the identity was checked. Raises RuleBroken("case.how"), ("workflow.no_such_step")."""
    if how not in IdentityCheck.values:
        raise RuleBroken("case.how", _HOW)
    return _step(actor, case, "identify", identity=how)


def extend(*, actor: Actor, case: PrivacyCase, reason: str) -> PrivacyCase:
    """Put the due day off, once, with the reason. Raises RuleBroken("case.twice"), ("case.result")."""
    if case.extended:
        raise RuleBroken("case.twice", _TWICE)
    due = case_due(case.received_on, case.controller.kind, extended=True)
    return _step(actor, case, "extend", reason=_said(reason), due_on=due, extended=True)


def complete(*, actor: Actor, case: PrivacyCase, result: str, at: dt.date) -> PrivacyCase:
    """Close a request as answered. Raises RuleBroken("case.result"), ("workflow.no_such_step")."""
    return _step(actor, case, "complete", result=_said(result), closed_on=at)


def refuse(*, actor: Actor, case: PrivacyCase, result: str, at: dt.date) -> PrivacyCase:
    """Close a request as refused, with the reason. Raises as `complete`."""
    return _step(actor, case, "refuse", result=_said(result), closed_on=at)


def require_identity(case: PrivacyCase) -> None:
    """Raise RuleBroken("case.not_identified") unless the identity was checked and the request is open."""
    if case.state != "identified":
        raise RuleBroken("case.not_identified", _NOT_YET)


def hold(
    *, actor: Actor, subject_kind: str, subject: str, why: str, until: dt.date | None = None
) -> LegalHold:
    """Keep a person's data from being erased. Effects: row, history. Raises RuleBroken("case.result")."""
    require(actor, Verb.ADD)
    find_subject(subject_kind, subject)
    with journal(actor=actor, action="hold personal data"):
        return LegalHold.objects.create(
            subject_kind=subject_kind, subject=subject, why=_said(why)[:500], until=until
        )


def release(*, actor: Actor, held: LegalHold, reason: str) -> None:
    """Lift a hold: the person's data may be erased again. Effects: row, history.

    Raises RuleBroken("case.result") without a reason.
    """
    require(actor, Verb.CHANGE)
    with journal(actor=actor, action="release personal data", reason=_said(reason)):
        held.delete()


def _step(actor: Actor, case: PrivacyCase, verb: str, reason: str = "", **values: object) -> PrivacyCase:
    require(actor, Verb.CHANGE)
    with journal(actor=actor, action=f"{verb} request", reason=reason):
        present = PrivacyCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
        present.state = state_after(CASE, present.state, verb)
        for name, value in values.items():
            setattr(present, name, value)
        present.save()
    return present


def _said(text: str) -> str:
    if not text.strip():
        raise RuleBroken("case.result", _RESULT)
    return text.strip()[:1000]
