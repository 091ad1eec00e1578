"""The acts of an owner, or of whom it has passed questions on to: answer, attach files, keep a draft, pass on."""

from __future__ import annotations

import re
import unicodedata
from typing import IO, TYPE_CHECKING, Any

from renkei.core.accounts.actors import Actor, Role
from renkei.core.files.attaching import take_in
from renkei.core.files.services import keep_content
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit
from renkei.kernel.workflow import state_after
from renkei.rounds.links import give_link
from renkei.rounds.models import Delegation, Draft, Evidence, Question, Round
from renkei.rounds.rules import LONGEST, MOST_FILES, file_name, individual_numbers, read_answer
from renkei.rounds.workflow import QUESTION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from renkei.rounds.models import Owner

_CLOSED = Localised.both(
    "この照会は、いま回答を受け付けていません。", "This round does not take answers now."
)
_LATE = Localised.both("回答の期限を過ぎました。", "The last day for answers has passed.")
_OTHER = Localised.both("尋ねた指標のどれか", "one of the indicators that were asked")
_STALE = Localised.both(
    "開いたあとに別の人が回答しました。いまの回答を見て、よければもう一度送ってください",
    "Someone else has answered since you opened it. Look at the present answer; send again to replace it",
)
_MANY = Localised.both(
    f"ファイルは一つの項目に{MOST_FILES}個までです。", f"At most {MOST_FILES} files for one question."
)
_APPROVED = Localised.both("承認済みの項目です。", "The question is approved already.")
_NOBODY = Localised.both("頼む人の名前と項目を選んでください。", "Please give a name and choose questions.")
_OWNERS = Localised.both("頼まれた人は、さらに頼めません。", "Only the owner can pass questions on.")
_FIELDS = ("value", "source", "place", "note", "revision")


class AnswersRefused(Exception):  # noqa: N818 - it names what happened to the person
    """Answers break rules: (indicator, field, what is wrong). None of them is kept."""

    def __init__(self, flaws: Iterable[tuple[str, str, RuleBroken]]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(f"{code}.{name}: {flaw}" for code, name, flaw in self.flaws))


def by_link(owner: Owner, delegation: Delegation | None = None) -> Actor:
    """Return who acts through a private link."""
    name = f"link: {delegation.name}" if delegation else "link"
    return Actor(f"{owner.organisation_id} ({name})", frozenset({Role.STRANGER}))


def answer(
    *,
    actor: Actor,
    owner: Owner,
    answers: Mapping[str, Mapping[str, str]],
    at: dt.date,
    delegation: Delegation | None = None,
) -> list[Question]:
    """Keep answers, as typed or from a workbook: indicator -> value, source, place, note and the revision seen.

    All or none. Effects: questions answered, history, their drafts gone. Raises AnswersRefused,
    RuleBroken("round.not_open"), ("round.late"). Whoever calls has checked the link or the right to change rounds.
    """
    with journal(actor=actor, action="answer in round"):
        take(owner, at)
        questions = {
            question.indicator_id: question
            for question in questions_for(owner, delegation)
            .select_for_update(of=("self",))
            .select_related("indicator")
        }
        flaws: list[tuple[str, str, RuleBroken]] = []
        changed = []
        for code, given in answers.items():
            question = questions.get(code)
            if question is None:
                flaws.append((code, "", RuleBroken("answer.not_asked", _OTHER)))
                continue
            flaws += [(code, name, flaw) for name, flaw in _fill(question, given, at)]
            changed.append(question)
        if flaws:
            raise AnswersRefused(flaws)
        for question in changed:
            question.save()
        _forget_typed(owner, delegation, answers)
    return changed


def take(owner: Owner, at: dt.date) -> Round:
    """Hold the round while an answer comes in. Raises RuleBroken("round.not_open"), ("round.late")."""
    asked = Round.objects.select_for_update().get(pk=owner.round_id)
    if asked.state != "open":
        raise RuleBroken("round.not_open", _CLOSED)
    if at > asked.last_day:
        raise RuleBroken("round.late", _LATE)
    return asked


def questions_for(owner: Owner, delegation: Delegation | None) -> QuerySet[Question]:
    """Return the questions that a link opens: all of the owner's, or those that were passed on."""
    return owner.questions.all() if delegation is None else owner.questions.filter(delegation=delegation)


def _fill(question: Question, given: Mapping[str, str], at: dt.date) -> list[tuple[str, RuleBroken]]:
    texts = {name: given.get(name, "").strip() for name in ("value", "source", "place", "note")}
    quantity, flaws = read_answer(CountedUnit(question.indicator.unit), **texts)
    seen = given.get("revision", "").strip()
    if seen and seen != str(question.revision):
        flaws.append(("", RuleBroken("answer.stale", _STALE)))
    try:
        state = state_after(QUESTION, question.state, "answer")
    except RuleBroken as flaw:
        flaws.append(("", flaw))
    if flaws or quantity is None:
        return flaws
    question.state = state
    question.revision += 1
    question.value_state, question.value = quantity.state.value, quantity.value
    question.precision, question.written = quantity.precision, texts["value"][:100]
    question.source, question.place, question.note = texts["source"], texts["place"], texts["note"]
    question.answered_on, question.returned_because = at, ""
    return []


def attach(
    *,
    actor: Actor,
    owner: Owner,
    indicator: str,
    files: Sequence[tuple[IO[bytes], str]],
    at: dt.date,
    delegation: Delegation | None = None,
) -> list[Evidence]:
    """Put files beside an answer, all or none; what is there already stays. `files` are (stream, name).

    Effects: contents kept by their hash, rows, history. Raises RuleBroken("answer.not_asked"), ("answer.approved"),
    ("evidence.too_many"), ("evidence.name"), ("file.…") as `take_in` does, and as `answer` does.
    """
    with journal(actor=actor, action="attach evidence in round"):
        take(owner, at)
        question = _open_question(owner, delegation, indicator)
        present = {found.sha256 for found in question.files.all()}
        new = {}
        for stream, given in files:
            name = file_name(given)
            found = take_in(stream, name)
            if found.sha256 not in present:
                new[found.sha256] = (stream, name, found)
        if len(present) + len(new) > MOST_FILES:
            raise RuleBroken("evidence.too_many", _MANY)
        made = []
        for stream, name, found in new.values():
            keep_content(stream, found)
            kept = {"sha256": found.sha256, "media_type": found.media_type, "size": found.size}
            made.append(Evidence.objects.create(question=question, name=name, added_on=at, **kept))
    return made


def detach(
    *, actor: Actor, owner: Owner, evidence: int, at: dt.date, delegation: Delegation | None = None
) -> None:
    """Take a file away again; its content stays where history can find it. Raises as `attach` does."""
    with journal(actor=actor, action="detach evidence in round"):
        take(owner, at)
        rows = Evidence.objects.filter(question__in=questions_for(owner, delegation))
        found = rows.select_related("question").filter(pk=evidence).first()
        if found is not None:
            _open_question(owner, delegation, found.question.indicator_id)
            found.delete()


def _open_question(owner: Owner, delegation: Delegation | None, indicator: str) -> Question:
    question = (
        questions_for(owner, delegation).select_for_update(of=("self",)).filter(indicator=indicator).first()
    )
    if question is None:
        raise RuleBroken("answer.not_asked", _OTHER)
    if question.state == "approved":
        raise RuleBroken("answer.approved", _APPROVED)
    return question


def keep_draft(
    *, owner: Owner, typed: Mapping[str, Mapping[str, str]], at: dt.date, delegation: Delegation | None = None
) -> None:
    """Keep what is typed and not sent. Effects: one draft of this link. Raises RuleBroken as `answer` does.

    Raises AnswersRefused where an Individual Number stands: that is not kept for a day.

    No history: nothing is stated yet.
    """
    asked = owner.round
    if asked.state != "open":
        raise RuleBroken("round.not_open", _CLOSED)
    if at > asked.last_day:
        raise RuleBroken("round.late", _LATE)
    codes = set(
        questions_for(owner, delegation).exclude(state="approved").values_list("indicator", flat=True)
    )
    kept = {
        code: {name: _plain(texts.get(name, "")) for name in _FIELDS}
        for code, texts in typed.items()
        if code in codes
    }
    flaws = [(code, *found) for code, texts in kept.items() for found in individual_numbers(texts)]
    if flaws:
        raise AnswersRefused(flaws)
    Draft.objects.update_or_create(
        owner=owner, delegation=delegation, defaults={"typed": kept, "saved_on": at}
    )


def _plain(text: str) -> str:
    return re.sub(r"[\x00-\x1f]", " ", text)[:LONGEST]


def draft_of(owner: Owner, delegation: Delegation | None) -> dict[str, dict[str, str]]:
    """Return what was typed and not sent yet."""
    found = Draft.objects.filter(owner=owner, delegation=delegation).first()
    return dict(found.typed) if found else {}


def _forget_typed(owner: Owner, delegation: Delegation | None, codes: Iterable[str]) -> None:
    found = Draft.objects.filter(owner=owner, delegation=delegation).first()
    if found is None:
        return
    found.typed = {code: texts for code, texts in found.typed.items() if code not in set(codes)}
    if found.typed:
        found.save()
    else:
        found.delete()


def delegate(
    *, actor: Actor, owner: Owner, name: str, indicators: Iterable[str], at: dt.date, contact: str = ""
) -> Delegation:
    """Pass questions on to somebody by another link, which opens these alone; the owner can still answer them.

    Effects: delegation, questions. Raises RuleBroken("delegation.nobody"), ("round.not_open"), ("round.late").
    """
    name = " ".join(unicodedata.normalize("NFKC", name).split())[:200]
    with journal(actor=actor, action="delegate questions of round"):
        take(owner, at)
        rows = owner.questions.select_for_update(of=("self",)).filter(indicator__in=list(indicators))
        questions = list(rows.exclude(state="approved"))
        if not name or not questions:
            raise RuleBroken("delegation.nobody", _NOBODY)
        made = Delegation(owner=owner, name=name, contact=contact, made_on=at)
        give_link(made)
        made.save()
        for question in questions:
            question.delegation = made
            question.save(update_fields=["delegation"])
    return made


def end_delegation(*, actor: Actor, owner: Owner, delegation: int, at: dt.date) -> None:
    """Take questions back: the other link opens nothing any more; answers given through it stay."""
    with journal(actor=actor, action="end delegation of round"):
        found = owner.delegations.filter(pk=delegation, ended_on=None).first()
        if found is not None:
            found.ended_on, found.nonce, found.token_hash = at, "", ""
            found.save()
            open_ones: Any = found.questions.exclude(state="approved")
            for question in open_ones:
                question.delegation = None
                question.save(update_fields=["delegation"])
