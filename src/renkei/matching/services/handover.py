"""Hand-over: all a leaving coordinator holds goes to another in one act that can be read, and taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from pghistory.models import Context

from renkei.core.accounts.permissions import CONFIDENTIAL, NOWHERE, Verb, acting, grants_for
from renkei.core.history.journal import journal
from renkei.core.history.states import events_of
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require
from renkei.directory.models import Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.matching.models import Case, Need

MOST = 20
ACTION, UNDO = "hand over casework", "undo hand-over"
_PLACES = ("holder_person", "coordinator_id")
_SAME = Localised.both("引き継ぐ人と同じ人です。", "That is the same person.")
_NOTHING = Localised.both("引き継ぐものがありません。", "There is nothing to hand over.")
_REASON = Localised.both("引き継ぎの理由を書いてください。", "Please give the reason.")
_TO_ONESELF = Localised.both(
    "担当者だけの記録が含まれるため、自分宛てには引き継げません。本人か、別の人が行ってください。",
    "Some of it is kept for the coordinator alone: you cannot hand it over to yourself. They, or somebody else, may.",
)
_UNKNOWN = Localised.both("そのような引き継ぎはありません。", "There is no such hand-over.")
_DONE = Localised.both("この引き継ぎはもう取り消されています。", "It has been taken back already.")
_SINCE = Localised.both(
    "引き継いだあとに担当が変わった記録があるため、取り消せません：{records}。",
    "It cannot be taken back: the coordinator of these has changed since: {records}.",
)


@dataclass
class HandedOver:
    """What moves: open needs and cases by name as far as the actor sees them, and how many of each kind in all."""

    cases: Sequence[Case] = ()
    needs: Sequence[Need] = ()
    counts: dict[str, int] = field(default_factory=dict)
    unseen: int = 0
    private: int = 0
    act: UUID | None = None


def may_hand_over(actor: Actor, leaving: str) -> bool:
    """Tell whether somebody may hand a coordinator's work over: they themselves, or who writes cases of a holder."""
    grants = grants_for(actor, Verb.CHANGE, "case")
    return bool(grants) and (leaving in {grant.person for grant in grants} or bool(_holders(actor)))


def preview(*, actor: Actor, leaving: Person, at: dt.date) -> HandedOver:
    """Return what would move. What the actor may not read is counted and not named."""
    require(actor, Verb.CHANGE, kind_of("case"))
    found = HandedOver()
    cases = _rows("case", actor, leaving)
    needs = _rows("need", actor, leaving)
    found.counts = {
        kind: count for kind in sorted(CONFIDENTIAL) if (count := _rows(kind, actor, leaving).count())
    }
    found.private = sum(
        _rows(kind, actor, leaving).filter(holder_person=leaving.pk).count() for kind in sorted(CONFIDENTIAL)
    )
    found.cases = list(visible_to(cases, actor, at).select_related("company", "stage").order_by("pk"))
    found.needs = list(visible_to(needs, actor, at).select_related("company").order_by("pk"))
    found.unseen = cases.count() + needs.count() - len(found.cases) - len(found.needs)
    return found


def hand_over(*, actor: Actor, leaving: Person, successor: Person, reason: str, at: dt.date) -> HandedOver:
    """Give a coordinator's open needs and cases, with all that is kept for them alone, to another; one act.

    Their holders stay the same. The log keeps who made a visit. A colleague who may write the holder's cases may
    hand over what they may not read themselves: it goes from one person's eyes to another's.

    Effects: rows, history. Raises RuleBroken("handover.same"), ("handover.nothing"), ("handover.reason"),
    ("handover.to_oneself") where a colleague would get to read what is not for them, ("permission.refused").
    """
    if leaving.pk == successor.pk:
        raise RuleBroken("handover.same", _SAME)
    if not reason.strip():
        raise RuleBroken("handover.reason", _REASON)
    found = preview(actor=actor, leaving=leaving, at=at)
    if not found.counts:
        raise RuleBroken("handover.nothing", _NOTHING)
    persons = {grant.person for grant in grants_for(actor, Verb.CHANGE, "case")}
    if successor.pk in persons and leaving.pk not in persons and found.private:
        raise RuleBroken("handover.to_oneself", _TO_ONESELF)
    author = acting(actor, Verb.CHANGE, "case")
    with transaction.atomic():
        rows = [
            row
            for kind in sorted(CONFIDENTIAL)
            for row in _rows(kind, actor, leaving).select_for_update(of=("self",)).order_by("pk")
        ]
        left = " ".join(place for row in rows for place in _already(row, successor.pk))
        about = {"from": leaving.pk, "to": successor.pk, "left": left}
        with journal(actor=author, action=ACTION, reason=reason.strip(), about=about) as found.act:
            for row in rows:
                _give(row, leaving.pk, successor.pk)
    return found


def undo_hand_over(*, actor: Actor, act: UUID, reason: str) -> int:
    """Give everything back as one act; return how many records. All of it or nothing.

    Effects: rows, history. Raises RuleBroken("handover.unknown"), ("handover.undone"), ("handover.changed_since"),
    ("handover.reason"), ("permission.refused").
    """
    require(actor, Verb.CHANGE, kind_of("case"))
    if not reason.strip():
        raise RuleBroken("handover.reason", _REASON)
    done = Context.objects.filter(pk=act, metadata__action=ACTION).first()
    if done is None:
        raise RuleBroken("handover.unknown", _UNKNOWN)
    if Context.objects.filter(metadata__action=UNDO, metadata__undoes=str(act)).exists():
        raise RuleBroken("handover.undone", _DONE)
    leaving, successor = done.metadata["from"], done.metadata["to"]
    left = frozenset(done.metadata["left"].split())
    author, count = acting(actor, Verb.CHANGE, "case"), 0
    with journal(actor=author, action=UNDO, reason=reason.strip(), about={"undoes": str(act)}):
        touched = {
            kind: set(
                events_of(kind_of(kind).model).filter(pgh_context_id=act).values_list("pgh_obj_id", flat=True)
            )
            for kind in sorted(CONFIDENTIAL)
        }
        for kind, slugs in touched.items():
            rows: Any = kind_of(kind).model._default_manager.filter(_in_hands(actor, {leaving, successor}))
            rows = rows.select_for_update(of=("self",)).order_by("pk")
            found = [row for row in rows.filter(pk__in=slugs) if _is_with(row, successor)]
            if len(found) != len(slugs):
                gone = sorted(slugs - {row.pk for row in found})
                raise RuleBroken("handover.changed_since", _SINCE.filled(records=", ".join(gone[:5])))
            since = rows.filter(_hangs_on(kind, touched), holder_person=successor).exclude(pk__in=slugs)
            for row in (*found, *since):
                _give(row, successor, leaving, left)
                count += 1
    return count


@dataclass(frozen=True)
class Past:
    """A hand-over that was made: when, by whom, from whom to whom, why, and whether it was taken back."""

    act: UUID
    when: dt.datetime
    by: str
    leaving: str
    successor: str
    reason: str
    undone: bool


def hand_overs(actor: Actor) -> list[Past]:
    """Return the last hand-overs that touched what the actor may hand over: five queries."""
    acts = list(Context.objects.filter(metadata__action=ACTION).order_by("-created_at")[:MOST])
    ids, mine = [each.pk for each in acts], set()
    for model in (kind_of("case").model, kind_of("need").model):
        events = events_of(model).filter(pgh_context_id__in=ids).filter(_in_hands(actor, {actor.person}))
        mine |= set(events.values_list("pgh_context_id", flat=True))
    undoing = Context.objects.filter(metadata__action=UNDO, metadata__undoes__in=[str(each) for each in ids])
    undone = {each.metadata["undoes"] for each in undoing}
    named = {each.metadata[name] for each in acts for name in ("from", "to")}
    names = {person.pk: person.display_name() for person in Person.objects.filter(pk__in=named)}
    return [
        Past(
            each.pk,
            each.created_at,
            str(each.metadata.get("actor", "")),
            names.get(each.metadata["from"], ""),
            names.get(each.metadata["to"], ""),
            str(each.metadata.get("reason", "")),
            str(each.pk) in undone,
        )
        for each in acts
        if each.pk in mine
    ]


def _rows(kind: str, actor: Actor, leaving: Person) -> QuerySet[Any]:
    """Return what a coordinator holds of a kind: what they look after and is open, and what is theirs alone."""
    condition = Q(holder_person=leaving.pk)
    if kind == "case":
        condition |= Q(coordinator=leaving.pk, closed_on__isnull=True)
    if kind == "need":
        condition |= Q(coordinator=leaving.pk) & ~Q(state__in=("closed", "expired"))
    rows = kind_of(kind).model._default_manager.filter(condition)
    return rows.filter(_in_hands(actor, {leaving.pk}))


def _in_hands(actor: Actor, persons: set[str]) -> Q:
    """Return the condition of what the actor may hand over: their own, or of holders whose cases they write."""
    grants = grants_for(actor, Verb.CHANGE, "case")
    if any(grant.everywhere for grant in grants):
        return Q()  # the command line
    own = {grant.organisation for grant in grants if grant.person in persons}
    return Q(holder__in=_holders(actor) | own)


def _holders(actor: Actor) -> set[str]:
    return {name for grant in grants_for(actor, Verb.CHANGE, "case") for name in grant.organisations} - {
        NOWHERE
    }


def _hangs_on(kind: str, touched: Mapping[str, set[str]]) -> Q:
    """Return the condition of what came to a case or need after it was handed over: held as that is."""
    names = {item.name for item in kind_of(kind).model._meta.concrete_fields} & {"case", "need"}
    condition = Q(pk__in=[])
    for name in sorted(names):
        condition |= Q(**{f"{name}__in": touched[name]})
    return condition


def _is_with(row: Any, person: str) -> bool:
    return person in {getattr(row, name, "") for name in _PLACES}


def _already(row: Any, person: str) -> list[str]:
    """Return the places of a row that are the successor's before anything is handed over."""
    return [f"{row.pk}:{name}" for name in _PLACES if getattr(row, name, "") == person]


def _give(row: Any, old: str, new: str, left: frozenset[str] = frozenset()) -> None:
    """Put one person in another's place, but where `left` names it; called inside the journal of the act."""
    fields = [name for name in _PLACES if getattr(row, name, "") == old and f"{row.pk}:{name}" not in left]
    for name in fields:
        setattr(row, name, new)
    row.revision += 1
    row.save(update_fields=["revision", *fields])
