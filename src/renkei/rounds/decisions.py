"""What the office decides about an answer: return it, approve it, take an approval back."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import add_record, withdraw_record
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.rounds.models import Question
from renkei.rounds.services import require_office
from renkei.rounds.workflow import QUESTION

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor
    from renkei.rounds.models import Evidence, Owner

_CLOSED = Localised.both(
    "準備中か確定済みの照会では、回答を決められません。",
    "Answers of a draft or a locked round are not decided about.",
)
_REASON = Localised.both("差し戻しの理由を入れてください。", "Please say why the answer is returned.")
_PUBLISHED = Localised.both(
    "この値はもう公開されています。取り消さず、訂正の値を加えてください。",
    "The value is published already. Do not take it back: add a value that restates it.",
)


def return_answer(*, actor: Actor, question: Question, reason: str) -> None:
    """Send an answer back with the reason. Raises RuleBroken("answer.no_reason"), ("workflow.no_such_step")."""
    require_office(actor)
    if not reason.strip():
        raise RuleBroken("answer.no_reason", _REASON)
    with journal(actor=actor, action="return answer", reason=reason):
        present = _decided(question, "return")
        present.revision += 1
        present.returned_because = reason.strip()[:500]
        present.save()


def approve(*, actor: Actor, question: Question, reason: str) -> Question:
    """Approve an answer: it becomes a stated value of its owner, its files become documents. One act in the history.

    Raises RuleBroken("workflow.no_such_step"), ("round.not_open"), RecordRefused where records do not take it.
    """
    require_office(actor)
    with journal(actor=actor, action="approve answer", reason=reason):
        present = _decided(question, "approve")
        owner = present.owner
        document = _documents(actor, present, reason)
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
        present.revision += 1
        present.save()
    return present


def take_back(*, actor: Actor, question: Question, reason: str) -> None:
    """Undo an approval: the stated value is withdrawn, the answer goes back to its owner with the reason.

    Raises RuleBroken("answer.no_reason"), ("answer.published") for a value that is or was public,
    ("record.in_use") where others point to it, ("round.not_open") in a locked round.
    """
    require_office(actor)
    if not reason.strip():
        raise RuleBroken("answer.no_reason", _REASON)
    with journal(actor=actor, action="take approval back", reason=reason):
        present = _decided(question, "take_back")
        value = present.stated_value
        if value is None or value.publication != "internal":
            raise RuleBroken("answer.published", _PUBLISHED)
        present.stated_value, present.returned_because = None, reason.strip()[:500]
        present.revision += 1
        present.save()
        kind = kind_of("statedvalue")
        withdraw_record(actor=actor, kind=kind, slug=value.pk, revision=value.revision, reason=reason)


def _decided(question: Question, verb: str) -> Question:
    rows = Question.objects.select_for_update(of=("self",)).select_related(
        "owner__round", "owner__organisation", "indicator", "stated_value"
    )
    present = rows.get(pk=question.pk)
    if present.owner.round.state not in {"open", "closed"}:
        raise RuleBroken("round.not_open", _CLOSED)
    present.state = state_after(QUESTION, present.state, verb)
    return present


def _documents(actor: Actor, question: Question, reason: str) -> str:
    """Keep what an answer rests on as documents; return the first, which the value names.

    An owner's title without a file is one document of the round; each file is one more, once for each content.
    """
    files = list(question.files.order_by("pk"))
    if not files:
        return _document(actor, question.owner, question.source, None, reason)
    names = [question.source, *(f"{question.source}（{file.name}）" for file in files[1:])]
    kept = [
        _document(actor, question.owner, title[:500], file, reason)
        for title, file in zip(names, files, strict=True)
    ]
    for file, slug in zip(files, kept, strict=True):
        file.document_id = slug
        file.save(update_fields=["document"])
    return kept[0]


def _document(actor: Actor, owner: Owner, title: str, file: Evidence | None, reason: str) -> str:
    kind = kind_of("document")
    slug = _slug(owner, "document", f"{title}/{file.sha256}" if file else title)
    if kind.model._default_manager.filter(pk=slug).exists():
        return slug
    values: dict[str, Any] = {
        "slug": slug,
        "title": Localised.both(title, ""),
        "publisher": owner.organisation.name,
    }
    if file:
        values |= {
            "file": f"{slug}{PurePosixPath(file.name).suffix.casefold()}",
            "sha256": file.sha256,
            "media_type": file.media_type,
            "size": file.size,
        }
    add_record(actor=actor, kind=kind, values=values, reason=reason)
    return slug


def _slug(owner: Owner, what: str, about: str) -> str:
    """Return an identifier that is the same for the same thing: what it is, and a hash of round, owner and words."""
    hashed = hashlib.sha256(f"{owner.round_id}/{owner.organisation_id}/{about}".encode()).hexdigest()
    return f"round-{owner.round_id[:40]}-{what}-{hashed[:16]}"
