"""The acts of the office in a round: make it, ask, move it on, give links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.rounds.links import give_link
from renkei.rounds.models import Owner, Question, Round, Sheet
from renkei.rounds.rules import SHEET_KINDS
from renkei.rounds.workflow import NEEDS_REASON, ROUND

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from renkei.core.accounts.actors import Actor

_CLOSED = Localised.both(
    "この照会は、いま変えられません（準備中か受付中のときだけ）。",
    "This round cannot be changed now: only a draft or an open one.",
)
_TAKEN = Localised.both("この識別名は使われています。", "This identifier is taken.")
_DECIDE = Localised.both(
    "確認待ちの回答があります。承認するか差し戻してから確定してください。",
    "There are answers nobody has decided about. Approve or return them before locking.",
)
_REASON = Localised.both("理由を入れてください。", "Please give a reason.")
_NOBODY = Localised.both("まだ何も尋ねていません。", "Nothing is asked yet.")
_KIND = Localised.both("この種類の記録は照会できません。", "Records of this kind cannot be asked for.")


def make_round(
    *, actor: Actor, slug: str, title: Localised, fiscal_year: int, due_on: dt.date, grace_days: int = 14
) -> Round:
    """Add a round as a draft. Raises RuleBroken("round.slug_taken"), ("round.invalid")."""
    require_office(actor)
    made = Round(slug=slug, title=title, fiscal_year=fiscal_year, due_on=due_on, grace_days=grace_days)
    try:
        made.clean_fields()
    except ValidationError as error:
        said = " ".join(error.messages)
        raise RuleBroken("round.invalid", Localised.both(said, said)) from error
    with journal(actor=actor, action="add round"):
        if Round.objects.filter(pk=slug).exists():
            raise RuleBroken("round.slug_taken", _TAKEN)
        made.save(force_insert=True)
    return made


def ask(
    *,
    actor: Actor,
    asked: Round,
    organisation: str,
    indicators: Iterable[str],
    kinds: Iterable[str] = (),
    contact: str = "",
) -> Owner:
    """Ask an organisation for indicators and for records of some kinds; what it is asked already stays.

    Effects: owner with a link, questions, sheets. Raises RuleBroken("round.not_open"), ("round.kind").
    """
    require_office(actor)
    wanted = tuple(dict.fromkeys(kinds))
    if set(wanted) - set(SHEET_KINDS):
        raise RuleBroken("round.kind", _KIND)
    with journal(actor=actor, action="ask in round"):
        present = Round.objects.select_for_update().get(pk=asked.pk)
        if present.state not in {"draft", "open"}:
            raise RuleBroken("round.not_open", _CLOSED)
        owner, new = Owner.objects.get_or_create(round=present, organisation_id=organisation)
        if new or contact:
            owner.contact = contact
        if not owner.nonce:
            give_link(owner)
        owner.save()
        there = set(owner.questions.values_list("indicator", flat=True))
        for code in dict.fromkeys(indicators):
            if code not in there:
                Question.objects.create(owner=owner, indicator_id=code)
        sheets = set(owner.sheets.values_list("kind", flat=True))
        for kind in wanted:
            if kind not in sheets:
                Sheet.objects.create(owner=owner, kind=kind)
    return owner


def renew_link(*, actor: Actor, owner: Owner) -> None:
    """Give an owner another link; the one before opens nothing any more."""
    require_office(actor)
    with journal(actor=actor, action="renew link of round"):
        give_link(owner)
        owner.save(update_fields=["nonce", "token_hash"])


def move_round(*, actor: Actor, asked: Round, verb: str, reason: str = "") -> Round:
    """Take one step of the table; opening again, and unlocking, need a reason.

    Raises RuleBroken("workflow.no_such_step"), ("round.no_reason"), ("round.undecided"), ("round.empty").
    """
    require_office(actor)
    with journal(actor=actor, action=f"{verb} round", reason=reason):
        present = Round.objects.select_for_update().get(pk=asked.pk)
        state = state_after(ROUND, present.state, verb)
        if verb in NEEDS_REASON and not reason.strip():
            raise RuleBroken("round.no_reason", _REASON)
        asked_for = [model.objects.filter(owner__round=present) for model in (Question, Sheet)]
        if verb == "open" and not any(rows.exists() for rows in asked_for):
            raise RuleBroken("round.empty", _NOBODY)
        if verb == "lock" and any(rows.filter(state="answered").exists() for rows in asked_for):
            raise RuleBroken("round.undecided", _DECIDE)
        present.state = state
        present.save(update_fields=["state"])
    return present


def require_office(actor: Actor) -> None:
    """Raise RuleBroken("permission.refused") for whoever may not change rounds."""
    if not may_everywhere(actor, Verb.CHANGE, "round"):
        message = Localised.both("この操作をする権限がありません。", "You may not do this.")
        raise RuleBroken("permission.refused", message)
