"""Who may know of a need: changed for the need and all that hangs on it in one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from renkei.core.accounts.permissions import Verb
from renkei.core.accounts.reach import ALL, Holding
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import holding_flaws, require_on
from renkei.core.records.services import RecordRefused
from renkei.directory.models import Organisation, Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import Confidence
from renkei.matching.models import (
    Activity,
    Analysis,
    Case,
    CaseStep,
    Introduction,
    Match,
    Need,
    NeedDocument,
    NeedField,
    NeedProfile,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db import models

    from renkei.core.accounts.actors import Actor
    from renkei.core.publication.models import Confided

_REASON = Localised.both("理由を入力してください。", "Please give a reason.")
_STALE = Localised.both(
    "開いたあとに別の人が変更しました。いまの範囲を確かめてください。",
    "Someone else changed it since you opened it. Please look at who sees it now.",
)
_NOBODY = Localised.both(
    "担当コーディネーターを決めてから、担当者だけの記録にしてください。",
    "Name its coordinator before it is kept for the coordinator only.",
)
_UNKNOWN = Localised.both("組織の表にある組織を選んでください。", "Please choose organisations there are.")


def level_of(record: Any) -> str:
    """Return the level of confidence of a need or of what hangs on it: private or shared."""
    return Confidence.PRIVATE if record.holder_person else Confidence.SHARED


def hanging_on(need: Need) -> Iterator[models.QuerySet[Any]]:
    """Yield the rows of every kind that hang on a need, by itself or by its cases."""
    cases = Case.objects.filter(need=need)
    by_case = Q(case__in=cases.values("pk"))
    yield NeedField.objects.filter(need=need)
    yield NeedDocument.objects.filter(need=need)
    yield Match.objects.filter(need=need)
    yield cases
    yield CaseStep.objects.filter(by_case)
    yield Activity.objects.filter(by_case | Q(need=need))
    yield Introduction.objects.filter(by_case)
    yield Analysis.objects.filter(by_case)


def copy_holding(held: Confided, made: Confided) -> None:
    """Give what hangs on a need or a case the holding of what it hangs on, without saving."""
    for name in ("holder", "holder_unit", "holder_person", "shared_with"):
        setattr(made, name, getattr(held, name))


def change_confidence(
    *,
    actor: Actor,
    need: Need,
    level: str,
    organisations: Sequence[str] = (),
    reason: str,
    revision: int | None = None,
) -> Need:
    """Keep a need and all that hangs on it for its coordinator, for its holder, or share it (`*`: with all).

    The anonymised profile is another matter (services.profiles). Effects: rows of several kinds, history, one act.
    Raises RuleBroken("permission.refused"), ("record.stale"), ("confidence.no_coordinator"),
    ("confidence.unknown_organisation"), ("confidence.no_reason"), RecordRefused where the actor could not reach
    the need afterwards.
    """
    if not reason.strip():
        raise RuleBroken("confidence.no_reason", _REASON)
    author = require_on(actor, Verb.CHANGE, kind_of("need"), need.holding())
    shared = _shared_with(need, level, organisations)
    with journal(actor=author, action="change confidence", reason=reason):
        need = Need.objects.select_for_update().get(pk=need.pk)
        require_on(actor, Verb.CHANGE, kind_of("need"), need.holding())
        if revision is not None and need.revision != revision:
            raise RuleBroken("record.stale", _STALE)
        person = _person(actor, need) if level == Confidence.PRIVATE else ""
        after = Holding(need.holder, need.holder_unit, frozenset(shared.split()), person)
        flaws = list(holding_flaws(actor, (Verb.CHANGE,), kind_of("need"), after))
        if flaws:
            raise RecordRefused(flaws)
        need.holder_person, need.shared_with = person, shared
        need.revision += 1
        need.save()
        _pass_on(need)
    return need


def _pass_on(need: Need) -> None:
    """Give all that hangs on a need its holding; called inside a journal."""
    for rows in hanging_on(need):
        for row in rows.select_for_update():
            copy_holding(need, row)
            row.revision += 1
            row.save()
    for profile in NeedProfile.objects.select_for_update().filter(need=need):
        profile.holder, profile.holder_unit = need.holder, need.holder_unit
        profile.revision += 1
        profile.save()


def _shared_with(need: Need, level: str, organisations: Sequence[str]) -> str:
    if level == Confidence.PRIVATE:
        return ""
    if ALL in organisations:
        return ALL
    chosen = sorted({each for each in organisations if each and each != need.holder})
    if Organisation.objects.filter(pk__in=chosen).count() != len(chosen):
        raise RuleBroken("confidence.unknown_organisation", _UNKNOWN)
    return " ".join(chosen)


def _person(actor: Actor, need: Need) -> str:
    """Return for whom a private need is kept: its coordinator, else who keeps it private."""
    person = need.coordinator_id or actor.person
    if not person or not Person.objects.filter(pk=person).exists():
        raise RuleBroken("confidence.no_coordinator", _NOBODY)
    return person
