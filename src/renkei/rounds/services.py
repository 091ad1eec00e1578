"""The acts of a round: make it, ask, move it on, answer, return, approve."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from renkei.core.accounts.actors import Actor, Role
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import add_record
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit
from renkei.kernel.workflow import state_after
from renkei.rounds.links import hash_of, new_nonce, token_of
from renkei.rounds.models import Owner, Question, Round
from renkei.rounds.rules import read_answer
from renkei.rounds.workflow import QUESTION, ROUND

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

_CLOSED = Localised.both(
    "この照会は、いま回答を受け付けていません。", "This round does not take answers now."
)
_LATE = Localised.both("回答の期限を過ぎました。", "The last day for answers has passed.")
_OTHER = Localised.both("尋ねた指標のどれか", "one of the indicators that were asked")
_TAKEN = Localised.both("この識別名は使われています。", "This identifier is taken.")
_DECIDE = Localised.both(
    "確認待ちの回答があります。承認するか差し戻してから確定してください。",
    "There are answers nobody has decided about. Approve or return them before locking.",
)
_REASON = Localised.both("差し戻しの理由を入れてください。", "Please say why the answer is returned.")
_NOBODY = Localised.both("まだ何も尋ねていません。", "Nothing is asked yet.")


class AnswersRefused(Exception):  # noqa: N818 - it names what happened to the person
    """Answers break rules: (indicator, field, what is wrong). None of them is kept."""

    def __init__(self, flaws: Iterable[tuple[str, str, RuleBroken]]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(f"{code}.{name}: {flaw}" for code, name, flaw in self.flaws))


def by_link(owner: Owner) -> Actor:
    """Return who acts through an owner's private link."""
    return Actor(f"{owner.organisation_id} (link)", frozenset({Role.STRANGER}))


def make_round(
    *, actor: Actor, slug: str, title: Localised, fiscal_year: int, due_on: dt.date, grace_days: int = 14
) -> Round:
    """Add a round as a draft. Raises RuleBroken("round.slug_taken"), ("round.invalid")."""
    _require(actor)
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
    *, actor: Actor, asked: Round, organisation: str, indicators: Iterable[str], contact: str = ""
) -> Owner:
    """Ask an organisation for indicators; what it is asked already stays. Effects: owner with a link, questions."""
    _require(actor)
    with journal(actor=actor, action="ask in round"):
        present = Round.objects.select_for_update().get(pk=asked.pk)
        if present.state not in {"draft", "open"}:
            raise RuleBroken("round.not_open", _CLOSED)
        owner, new = Owner.objects.get_or_create(round=present, organisation_id=organisation)
        if new or contact:
            owner.contact = contact
        if not owner.nonce:
            _give_link(owner)
        owner.save()
        there = set(owner.questions.values_list("indicator", flat=True))
        for code in dict.fromkeys(indicators):
            if code not in there:
                Question.objects.create(owner=owner, indicator_id=code)
    return owner


def renew_link(*, actor: Actor, owner: Owner) -> None:
    """Give an owner another link; the one before opens nothing any more."""
    _require(actor)
    with journal(actor=actor, action="renew link of round"):
        _give_link(owner)
        owner.save(update_fields=["nonce", "token_hash"])


def move_round(*, actor: Actor, asked: Round, verb: str, reason: str = "") -> Round:
    """Take one step of the table. Raises RuleBroken("workflow.no_such_step"), ("round.undecided"), ("round.empty")."""
    _require(actor)
    with journal(actor=actor, action=f"{verb} round", reason=reason):
        present = Round.objects.select_for_update().get(pk=asked.pk)
        state = state_after(ROUND, present.state, verb)
        questions = Question.objects.filter(owner__round=present)
        if verb == "open" and not questions.exists():
            raise RuleBroken("round.empty", _NOBODY)
        if verb == "lock" and questions.filter(state="answered").exists():
            raise RuleBroken("round.undecided", _DECIDE)
        present.state = state
        present.save(update_fields=["state"])
    return present


def answer(
    *, actor: Actor, owner: Owner, answers: Mapping[str, Mapping[str, str]], at: dt.date
) -> list[Question]:
    """Keep an owner's answers, as typed or from a workbook: indicator -> value, source, place, note.

    All or none. Effects: questions answered, history. Raises AnswersRefused, RuleBroken("round.not_open"),
    ("round.late"). Whoever calls has checked the link or the right to change rounds.
    """
    with journal(actor=actor, action="answer in round"):
        asked = Round.objects.select_for_update().get(pk=owner.round_id)
        if asked.state != "open":
            raise RuleBroken("round.not_open", _CLOSED)
        if at > asked.last_day:
            raise RuleBroken("round.late", _LATE)
        questions = {
            question.indicator_id: question
            for question in owner.questions.select_for_update(of=("self",)).select_related("indicator")
        }
        flaws: list[tuple[str, str, RuleBroken]] = []
        changed = []
        for code, given in answers.items():
            question = questions.get(code)
            if question is None:
                flaws.append((code, "", RuleBroken("answer.not_asked", _OTHER)))
                continue
            found = _fill(question, given, at)
            flaws += [(code, name, flaw) for name, flaw in found]
            changed.append(question)
        if flaws:
            raise AnswersRefused(flaws)
        for question in changed:
            question.save()
    return changed


def _fill(question: Question, given: Mapping[str, str], at: dt.date) -> list[tuple[str, RuleBroken]]:
    texts = {name: given.get(name, "").strip() for name in ("value", "source", "place", "note")}
    quantity, flaws = read_answer(CountedUnit(question.indicator.unit), **texts)
    try:
        state = state_after(QUESTION, question.state, "answer")
    except RuleBroken as flaw:
        flaws.append(("", flaw))
    if flaws or quantity is None:
        return flaws
    question.state = state
    question.value_state, question.value = quantity.state.value, quantity.value
    question.precision, question.written = quantity.precision, texts["value"][:100]
    question.source, question.place, question.note = texts["source"], texts["place"], texts["note"]
    question.answered_on, question.returned_because = at, ""
    return []


def return_answer(*, actor: Actor, question: Question, reason: str) -> None:
    """Send an answer back with the reason. Raises RuleBroken("answer.no_reason"), ("workflow.no_such_step")."""
    _require(actor)
    if not reason.strip():
        raise RuleBroken("answer.no_reason", _REASON)
    with journal(actor=actor, action="return answer", reason=reason):
        present = _decided(question, "return")
        present.returned_because = reason.strip()[:500]
        present.save()


def approve(*, actor: Actor, question: Question, reason: str) -> Question:
    """Approve an answer: it becomes a stated value of its owner, with its document. One act in the history."""
    _require(actor)
    with journal(actor=actor, action="approve answer", reason=reason):
        present = _decided(question, "approve")
        owner = present.owner
        document = _document(actor, owner, present.source, reason)
        record = add_record(
            actor=actor,
            kind=kind_of("statedvalue"),
            reason=reason,
            values={
                "slug": _slug(owner, "value", present.indicator_id),
                "indicator_id": present.indicator_id,
                "fiscal_year": owner.round.fiscal_year,
                "state": present.value_state,
                "value": present.value,
                "precision": present.precision,
                "basis": "result",
                "definition_version": present.indicator.version,
                "publisher_id": owner.organisation_id,
                "document_id": document,
                "place": Localised.both(present.place, ""),
                "note": Localised.both(present.note, ""),
            },
        )
        present.stated_value_id = record.pk
        with journal(actor=actor, action="approve answer", reason=reason):
            present.save()
    return present


def _decided(question: Question, verb: str) -> Question:
    rows = Question.objects.select_for_update(of=("self",)).select_related("owner__round", "indicator")
    present = rows.get(pk=question.pk)
    if present.owner.round.state not in {"open", "closed"}:
        raise RuleBroken("round.not_open", _CLOSED)
    present.state = state_after(QUESTION, present.state, verb)
    return present


def _document(actor: Actor, owner: Owner, title: str, reason: str) -> str:
    """Return the document an answer names: one record for each title of an owner in a round."""
    kind = kind_of("document")
    slug = _slug(owner, "document", title)
    if not kind.model._default_manager.filter(pk=slug).exists():
        name = owner.organisation.name
        values = {"slug": slug, "title": Localised.both(title, ""), "publisher": name}
        add_record(actor=actor, kind=kind, values=values, reason=reason)
    return slug


def _slug(owner: Owner, what: str, about: str) -> str:
    """Return an identifier that is the same for the same thing: what it is, and a hash of round, owner and words."""
    hashed = hashlib.sha256(f"{owner.round_id}/{owner.organisation_id}/{about}".encode()).hexdigest()
    return f"round-{owner.round_id[:40]}-{what}-{hashed[:16]}"


def _give_link(owner: Owner) -> None:
    if owner.pk is None:
        owner.save()
    owner.nonce = new_nonce()
    owner.token_hash = hash_of(token_of(owner))


def _require(actor: Actor) -> None:
    if not may_everywhere(actor, Verb.CHANGE, "round"):
        message = Localised.both("この操作をする権限がありません。", "You may not do this.")
        raise RuleBroken("permission.refused", message)
