"""The erasure of a person: records, history, acts, logs, texts, files. Nothing else may rewrite history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from renkei.core.accounts.permissions import Verb, may
from renkei.core.history.journal import journal
from renkei.core.privacy.registry import hindrances, personal_data, places_of_copies
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.privacy.enums import ErasureCause
from renkei.privacy.models import Erasure
from renkei.privacy.selectors import holds_in_force
from renkei.privacy.services import outside
from renkei.privacy.services.sweep import mentions, replace_mentions, without
from renkei.privacy.services.treating import rename, renamed, treat

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.privacy.subject import Subject

_REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")
_TYPED = Localised.both(
    "確認のため、消去する人の識別名をそのまま入力してください。",
    "To confirm, type the identifier of the person to be erased exactly.",
)
_REMAINS = Localised.both(
    "消し残りがあるため、何も消していません。", "Something would have remained, so nothing was erased."
)


@dataclass
class Counts:
    """What an erasure does: rows of tables, earlier states, texts that mention the person, copies elsewhere."""

    rows: dict[str, int] = field(default_factory=dict)
    history: dict[str, int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, dict[str, int]]:
        return {"rows": self.rows, "history": self.history, "texts": self.texts, "copies": self.copies}

    @property
    def total(self) -> int:
        return sum(sum(part.values()) for part in self.as_json().values())


class _Undone(Exception):  # noqa: N818 - what a preview ends with
    pass


def require(actor: Actor, verb: Verb) -> None:
    """Raise RuleBroken("permission.refused") unless the actor may do this with requests of persons."""
    if not may(actor, verb, "privacycase"):
        raise RuleBroken("permission.refused", _REFUSED)


def what_hinders(subject: Subject, at: dt.date) -> list[Localised]:
    """Return why a person's data must stay: what contexts know, and holds in force."""
    held = [
        Localised.both("消去の停止：{why}", "On hold: {why}").filled(why=Localised.both(hold.why, hold.why))
        for hold in holds_in_force(subject, at)
    ]
    return [*hindrances(subject, at), *held]


def preview_erasure(*, actor: Actor, subject: Subject, at: dt.datetime) -> Counts:
    """Do everything and take it back: what would go. Effects: none. Raises RuleBroken as `erase_person`."""
    require(actor, Verb.WITHDRAW)
    made = _new(actor, subject, at, ErasureCause.REQUEST, "", "")
    counts = Counts()
    try:
        with transaction.atomic():
            counts = _carry_out(actor, subject, made)
            raise _Undone  # noqa: TRY301 - to take it all back
    except _Undone:
        pass
    counts.copies = {each.name: each.count(subject) for each in places_of_copies()}
    return counts


def erase_person(
    *,
    actor: Actor,
    subject: Subject,
    at: dt.datetime,
    reason: str,
    typed: str,
    cause: ErasureCause = ErasureCause.REQUEST,
    case_number: str = "",
) -> Erasure:
    """Erase a person everywhere, for good. Effects: rows, history, acts, logs, files, the list outside.

    Raises RuleBroken("permission.refused"), ("erasure.not_confirmed"), ("erasure.hindered") with the reasons,
    ("erasure.remains"); then nothing is changed. A repetition after a restore asks for no reasons again.
    """
    require(actor, Verb.WITHDRAW)
    if typed != subject.identifier:
        raise RuleBroken("erasure.not_confirmed", _TYPED)
    if cause is not ErasureCause.REPLAY and (told := what_hinders(subject, at.date())):
        said = Localised.both(
            " ".join(each.text("ja") for each in told), " ".join(each.text("en") for each in told)
        )
        raise RuleBroken("erasure.hindered", said, reasons=tuple(told))
    made = _new(actor, subject, at, cause, without(reason, subject), case_number)
    with transaction.atomic():
        counts = _carry_out(actor, subject, made)
        entry = outside.write_down(made, subject)
        counts.copies = {each.name: each.count(subject) for each in places_of_copies()}
        made.counts = counts.as_json()
        made.save(update_fields=["counts"])
        transaction.on_commit(lambda: _after(subject, entry))
    return made


def _new(
    actor: Actor, subject: Subject, at: dt.datetime, cause: ErasureCause, reason: str, number: str
) -> Erasure:
    return Erasure(
        at=at,
        cause=cause,
        actor=actor.name,
        reason=reason,
        subject_kind=subject.kind,
        alias=subject.alias,
        case_number=number,
    )


def _carry_out(actor: Actor, subject: Subject, made: Erasure) -> Counts:
    counts = Counts()
    with journal(actor=actor, action="erase personal data", about={"erasure": str(made.pk)}):
        made.save(force_insert=True)
        names = [
            (each.model, old, new)
            for each in personal_data()
            for old, new in renamed(each, each.rows(subject), subject.alias)
        ]
        for declared in personal_data():
            rows, states = treat(declared, declared.rows(subject), made, subject)
            table = declared.model._meta.label_lower
            counts.rows |= {table: rows} if rows else {}
            counts.history |= {table: states} if states else {}
        for model, old, new in names:
            rename(model, old, new, made)
        counts.texts = replace_mentions(subject, made)
        if any(mentions(subject)):
            raise RuleBroken("erasure.remains", _REMAINS)
    return counts


def _after(subject: Subject, entry: str) -> None:
    for each in places_of_copies():
        each.remove(subject)
    outside.confirm(entry)
