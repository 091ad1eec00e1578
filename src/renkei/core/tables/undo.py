"""Taking a whole load back: one act that is written into the history like any other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import ForeignObjectRel, Max
from pghistory.models import Context

from renkei.core.accounts.permissions import EVERY, Verb, acting, may_everywhere, may_on
from renkei.core.history.journal import journal
from renkei.core.history.states import content_of, events_of, same_content, who_wrote_last
from renkei.core.publication.models import holding_of
from renkei.core.records.kinds import Kind, kinds, rules_for_all
from renkei.core.records.rights import read_by_holding, require
from renkei.core.records.services import PUBLICATION_FIELDS
from renkei.core.tables.findings import Counts
from renkei.core.tables.load import CHUNK, alone
from renkei.core.tables.trouble import explained
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from renkei.core.accounts.actors import Actor

MOST_NAMED = 8
LOAD, UNDO = "load", "undo load"
_ADDED, _TAKEN_OUT = "insert", "delete"


@dataclass
class Touched:
    """What a load did to the rows of one kind: the states before (None: there was no row) and after."""

    kind: Kind
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def added(self) -> list[str]:
        return [slug for slug, state in self.before.items() if state is None]


def undo_load(act: UUID | str, *, actor: Actor, reason: str) -> dict[str, Counts]:
    """Take a load back as one act. Effects: rows, history; all of it or nothing. Return counts by table.

    Raises RuleBroken("undo.unknown"), ("undo.done_already"), ("undo.reason_missing"), ("undo.changed_since") and
    ("undo.still_needed") with the records' identifiers as `records`, ("permission.refused").
    """
    if not reason.strip():
        said = Localised.both("取り消す理由を書いてください。", "Please give a reason for taking it back.")
        raise RuleBroken("undo.reason_missing", said)
    author = acting(actor, Verb.LOAD, EVERY)
    with explained(), journal(actor=author, action=UNDO, reason=reason, about={"undoes": str(act)}):
        alone()
        _check_act(act)
        touched = [found for kind in kinds() if (found := _touched(kind, act)).after]
        _check_rights(touched, actor)
        _check_untouched_since(touched)
        _check_not_needed(touched, actor)
        counts = {each.kind.table: _take_back(each) for each in touched}
        connection.check_constraints()
        _check_rules(touched)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return counts


def undone(acts: Iterable[Any]) -> dict[str, Any]:
    """Return the acts that took loads back, by the identifier of the load."""
    wanted = [str(act) for act in acts]
    found = Context.objects.filter(metadata__action=UNDO, metadata__undoes__in=wanted)
    return {each.metadata["undoes"]: each for each in found}


def _check_act(act: UUID | str) -> None:
    if not Context.objects.filter(pk=act, metadata__action=LOAD).exists():
        said = Localised.both("そのような読み込みはありません。", "There is no such load.")
        raise RuleBroken("undo.unknown", said)
    if undone([act]):
        said = Localised.both(
            "この読み込みは、もう取り消されています。", "This load has been taken back already."
        )
        raise RuleBroken("undo.done_already", said)


def _touched(kind: Kind, act: UUID | str) -> Touched:
    found = Touched(kind)
    labels: dict[str, str] = {}
    for event in events_of(kind.model).filter(pgh_context_id=act).order_by("pgh_id"):
        labels.setdefault(event.pgh_obj_id, event.pgh_label)
        found.after[event.pgh_obj_id] = None if event.pgh_label == _TAKEN_OUT else event
    if not found.after:
        return found
    first = (
        events_of(kind.model)
        .filter(pgh_context_id=act)
        .order_by("pgh_id")
        .values_list("pgh_id", flat=True)[0]
    )
    earlier = (
        events_of(kind.model)
        .filter(pgh_obj_id__in=list(found.after), pgh_id__lt=first)
        .order_by()
        .values("pgh_obj_id")
        .annotate(last=Max("pgh_id"))
        .values_list("last", flat=True)
    )
    states = {event.pgh_obj_id: event for event in events_of(kind.model).filter(pgh_id__in=list(earlier))}
    found.before = {slug: None if labels[slug] == _ADDED else states[slug] for slug in found.after}
    return found


def _check_rights(touched: Iterable[Touched], actor: Actor) -> None:
    """Every row must be in reach as it was before the load and as it is since."""
    for each in touched:
        require(actor, Verb.LOAD, each.kind)
        if not may_everywhere(actor, Verb.LOAD, each.kind.slug):
            _check_reach(each, actor)
        if any(_publication(each.before[slug]) != _publication(each.after[slug]) for slug in each.after):
            require(actor, Verb.PUBLISH, each.kind)


def _check_reach(each: Touched, actor: Actor) -> None:
    for slug in each.after:
        states = [state for state in (each.before[slug], each.after[slug]) if state is not None]
        if not all(may_on(actor, Verb.LOAD, each.kind.slug, holding_of(state)) for state in states):
            raise _refused(
                "permission.refused",
                Localised.both(
                    "あなたの役割が及ばない記録が含まれているため、取り消せません：{records}。",
                    "It cannot be taken back: it touched records your roles do not reach: {records}.",
                ),
                [(each.kind, slug, "")],
            )


def _publication(state: Any) -> tuple[Any, ...]:
    if state is None or state.publication == "internal":
        return ()
    return tuple(getattr(state, name) for name in sorted(PUBLICATION_FIELDS))


def _check_untouched_since(touched: Iterable[Touched]) -> None:
    changed = []
    for each in touched:
        present = each.kind.model._default_manager.in_bulk(list(each.after))
        for slug, after in each.after.items():
            now = present.get(slug)
            same = (
                now is None
                if after is None
                else now is not None and same_content(now, after, each.kind.model)
            )
            if not same:
                changed.append((each.kind, slug, who_wrote_last(now) if now else ""))
    if changed:
        raise _refused(
            "undo.changed_since",
            Localised.both(
                "読み込んだあとに変わった記録があるため、取り消せません：{records}。",
                "It cannot be taken back: these records have changed since: {records}.",
            ),
            changed,
        )


def _check_not_needed(touched: Iterable[Touched], actor: Actor) -> None:
    """Look for records that point to what the load added and are not of the load themselves."""
    gone = {each.kind.model: set(each.added) for each in touched}
    needed: list[tuple[Kind, str, str]] = []
    for each in touched:
        for relation in each.kind.model._meta.get_fields(include_hidden=True):
            if isinstance(relation, ForeignObjectRel) and getattr(relation.field, "db_constraint", False):
                needed += _pointing(relation, each, gone, actor)
    if needed:
        raise _refused(
            "undo.still_needed",
            Localised.both(
                "読み込んだ記録を、あとからできた記録が指しているため、取り消せません：{records}。",
                "It cannot be taken back: later records point to what it added: {records}.",
            ),
            needed,
        )


def _pointing(
    relation: ForeignObjectRel, each: Touched, gone: dict[Any, set[str]], actor: Actor
) -> Iterator[tuple[Kind, str, str]]:
    """Yield what points to the added records; who may not see such a record is told of it by its kind only."""
    name, other = relation.field.name, relation.related_model
    rows = other._default_manager.filter(**{f"{name}__in": each.added})
    for pk in rows.values_list("pk", flat=True):
        if pk not in gone.get(other, ()):
            kind = next((kind for kind in kinds() if kind.model is other), None)
            if kind is None:
                yield each.kind, str(pk), ""
            else:
                named = read_by_holding(other._default_manager.filter(pk=pk), actor).exists()
                yield kind, str(pk) if named else "—", ""


def _refused(code: str, said: Localised, records: list[tuple[Kind, str, str]]) -> RuleBroken:
    names = [f"{kind.table} {slug}" + (f" ({who})" if who else "") for kind, slug, who in records]
    rest = len(names) - MOST_NAMED
    more = Localised.both(f" ほか{rest}件", f" and {rest} more") if rest > 0 else Localised()
    shown = ", ".join(names[:MOST_NAMED])
    filled = Localised.both(shown + more.get("ja", ""), shown + more.get("en", ""))
    return RuleBroken(code, said.filled(records=filled), records=tuple(slug for _, slug, _ in records))


def _take_back(each: Touched) -> Counts:
    model = each.kind.model
    restored = [_restored(each, slug, state) for slug, state in each.before.items() if state is not None]
    updated = [item.attname for item in model._meta.concrete_fields if not item.primary_key]
    for start in range(0, len(restored), CHUNK):
        model._default_manager.bulk_create(
            restored[start : start + CHUNK],
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=updated,
        )
    rows = model._default_manager.filter(pk__in=each.added)
    rows._raw_delete(rows.db)  # what points to them has been looked for; they may point to each other
    missing = sum(1 for slug in each.before if each.after[slug] is None)
    return Counts(added=missing, changed=len(restored) - missing, withdrawn=len(each.added))


def _restored(each: Touched, slug: str, state: Any) -> Any:
    """Return the record as it was, at a revision that has not been before."""
    model = each.kind.model
    values = {name: getattr(state, name) for name in content_of(model)}
    return model(**values, revision=max(state.revision, getattr(each.after[slug], "revision", 0)) + 1)


def _check_rules(touched: list[Touched]) -> None:
    names = {each.kind.slug for each in touched}
    for kind in kinds():
        for rule in (*kind.rules, *(each for each in rules_for_all() if each.naming)):
            if kind.slug in names or names & set(rule.touched_by) or rule.naming:
                for _, _, broken in rule.check(kind.model._default_manager.all()):
                    raise broken
