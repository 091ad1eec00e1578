"""Taking a whole load or merger back: one act that is written into the history like any other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import ForeignObjectRel, Max
from pghistory.models import Context

from renkei.core.accounts.permissions import EVERY, Verb, acting, may, may_everywhere, may_on
from renkei.core.history.journal import journal
from renkei.core.history.states import content_of, events_of, same_content, who_wrote_last
from renkei.core.merging.references import tables_beside
from renkei.core.merging.service import MERGE
from renkei.core.publication.models import holding_of
from renkei.core.records.kinds import Kind, kind_of, kinds, rules_for_all
from renkei.core.records.rights import REFUSED, read_by_holding
from renkei.core.records.services import PUBLICATION_FIELDS
from renkei.core.tables.findings import Counts
from renkei.core.tables.load import CHUNK, alone
from renkei.core.tables.trouble import explained
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from uuid import UUID

    from renkei.core.accounts.actors import Actor

MOST_NAMED = 8
LOAD, UNDO = "load", "undo load"
_ADDED, _TAKEN_OUT = "insert", "delete"


@dataclass(frozen=True)
class Undoable:
    """An act that can be taken back: the name of taking it back, the rights it needs.

    `beside` returns the tables that are no kind's and that such an act can change, by what is said of the act.
    """

    undoing: str
    verbs: tuple[Verb, ...]
    beside: Callable[[Mapping[str, Any]], Iterable[type[Any]]] = lambda _: ()


_undoes = {
    LOAD: Undoable(UNDO, (Verb.LOAD,)),
    MERGE: Undoable("undo merge", (Verb.CHANGE,), lambda about: tables_beside(kind_of(about["kind"]))),
}


def let_undo(action: str, how: Undoable) -> None:
    """Register an act of a context as one that can be taken back."""
    _undoes[action] = how


@dataclass
class Touched:
    """What an act did to the rows of one table: the states before (None: there was no row) and after.

    `kind` is None for a table that is no kind's: roles of users, forwards.
    """

    model: type[Any]
    kind: Kind | None = None
    before: dict[Any, Any] = field(default_factory=dict)
    after: dict[Any, Any] = field(default_factory=dict)

    @property
    def added(self) -> list[Any]:
        return [slug for slug, state in self.before.items() if state is None]

    @property
    def name(self) -> str:
        return self.kind.table if self.kind else str(self.model._meta.verbose_name)

    @property
    def right(self) -> str:
        """The row of the table of permissions that it follows."""
        return (
            self.kind.slug
            if self.kind
            else str(getattr(self.model, "rights_of", self.model._meta.model_name))
        )


def undo_act(act: UUID | str, *, actor: Actor, reason: str) -> dict[str, Counts]:
    """Take a load or a merger back as one act. Effects: rows, history; all or nothing. Return counts by table.

    Raises RuleBroken("undo.unknown"), ("undo.done_already"), ("undo.reason_missing"), ("undo.changed_since") and
    ("undo.still_needed") with the records' identifiers as `records`, ("permission.refused").
    """
    if not reason.strip():
        said = Localised.both("取り消す理由を書いてください。", "Please give a reason for taking it back.")
        raise RuleBroken("undo.reason_missing", said)
    about = _undoable(act)
    how = _undoes[about["action"]]
    author = acting(actor, how.verbs[0], EVERY)
    with explained(), journal(actor=author, action=how.undoing, reason=reason, about={"undoes": str(act)}):
        alone()
        _check_act(act)
        touched = [found for each in _tables(about) if (found := _touched(each, act)).after]
        _check_rights(touched, actor, how.verbs)
        _check_untouched_since(touched)
        _check_not_needed(touched, actor)
        counts = {each.name: _take_back(each) for each in touched}
        connection.check_constraints()
        _check_rules(touched)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return counts


def undone(acts: Iterable[Any]) -> dict[str, Any]:
    """Return the acts that took loads back, by the identifier of the load."""
    wanted = [str(act) for act in acts]
    names = [how.undoing for how in _undoes.values()]
    found = Context.objects.filter(metadata__action__in=names, metadata__undoes__in=wanted)
    return {each.metadata["undoes"]: each for each in found}


def _undoable(act: UUID | str) -> dict[str, Any]:
    """Return what is said of an act. Raises RuleBroken("undo.unknown") for one that cannot be taken back."""
    found = Context.objects.filter(pk=act, metadata__action__in=list(_undoes)).first()
    if found is None:
        said = Localised.both("そのような読み込みや統合はありません。", "There is no such load or merger.")
        raise RuleBroken("undo.unknown", said)
    return dict(found.metadata)


def _check_act(act: UUID | str) -> None:
    if undone([act]):
        said = Localised.both("これは、もう取り消されています。", "This has been taken back already.")
        raise RuleBroken("undo.done_already", said)


def _tables(about: Mapping[str, Any]) -> list[Touched]:
    """Return every table that such an act can change: what is pointed to before what points."""
    beside = _undoes[about["action"]].beside(about)
    return [Touched(kind.model, kind) for kind in kinds()] + [Touched(model) for model in beside]


def _touched(found: Touched, act: UUID | str) -> Touched:
    model = found.model
    labels: dict[Any, str] = {}
    for event in events_of(model).filter(pgh_context_id=act).order_by("pgh_id"):
        labels.setdefault(event.pgh_obj_id, event.pgh_label)
        found.after[event.pgh_obj_id] = None if event.pgh_label == _TAKEN_OUT else event
    if not found.after:
        return found
    first = events_of(model).filter(pgh_context_id=act).order_by("pgh_id").values_list("pgh_id", flat=True)[0]
    earlier = (
        events_of(model)
        .filter(pgh_obj_id__in=list(found.after), pgh_id__lt=first)
        .order_by()
        .values("pgh_obj_id")
        .annotate(last=Max("pgh_id"))
        .values_list("last", flat=True)
    )
    states = {event.pgh_obj_id: event for event in events_of(model).filter(pgh_id__in=list(earlier))}
    found.before = {slug: None if labels[slug] == _ADDED else states[slug] for slug in found.after}
    return found


def _check_rights(touched: Iterable[Touched], actor: Actor, verbs: Iterable[Verb]) -> None:
    """Every row must be in reach as it was before the act and as it is since."""
    for each in touched:
        needed = set(verbs)
        if any(_publication(each.before[slug]) != _publication(each.after[slug]) for slug in each.after):
            needed.add(Verb.PUBLISH)
        for verb in sorted(needed):
            if not may(actor, verb, each.right):
                raise RuleBroken("permission.refused", REFUSED)
        for verb in verbs if each.kind else ():
            if not may_everywhere(actor, verb, each.right):
                _check_reach(each, actor, verb)


def _check_reach(each: Touched, actor: Actor, verb: Verb) -> None:
    for slug in each.after:
        states = [state for state in (each.before[slug], each.after[slug]) if state is not None]
        if not all(may_on(actor, verb, each.right, holding_of(state)) for state in states):
            raise _refused(
                "permission.refused",
                Localised.both(
                    "あなたの役割が及ばない記録が含まれているため、取り消せません：{records}。",
                    "It cannot be taken back: it touched records your roles do not reach: {records}.",
                ),
                [(each.name, slug, "")],
            )


def _publication(state: Any) -> tuple[Any, ...]:
    if state is None or getattr(state, "publication", "internal") == "internal":
        return ()
    return tuple(getattr(state, name) for name in sorted(PUBLICATION_FIELDS))


def _check_untouched_since(touched: Iterable[Touched]) -> None:
    changed = []
    for each in touched:
        present = each.model._default_manager.in_bulk(list(each.after))
        for slug, after in each.after.items():
            now = present.get(slug)
            same = now is None if after is None else now is not None and same_content(now, after, each.model)
            if not same:
                changed.append((each.name, str(slug), who_wrote_last(now) if now else ""))
    if changed:
        raise _refused(
            "undo.changed_since",
            Localised.both(
                "あとで変わった記録があるため、取り消せません：{records}。",
                "It cannot be taken back: these records have changed since: {records}.",
            ),
            changed,
        )


def _check_not_needed(touched: Iterable[Touched], actor: Actor) -> None:
    """Look for records that point to what the load added and are not of the load themselves."""
    gone = {each.model: set(each.added) for each in touched}
    needed: list[tuple[str, str, str]] = []
    for each in touched:
        for relation in each.model._meta.get_fields(include_hidden=True):
            if isinstance(relation, ForeignObjectRel) and getattr(relation.field, "db_constraint", False):
                needed += _pointing(relation, each, gone, actor)
    if needed:
        raise _refused(
            "undo.still_needed",
            Localised.both(
                "これで加わった記録を、あとからできた記録が指しているため、取り消せません：{records}。",
                "It cannot be taken back: later records point to what it added: {records}.",
            ),
            needed,
        )


def _pointing(
    relation: ForeignObjectRel, each: Touched, gone: dict[Any, set[Any]], actor: Actor
) -> Iterator[tuple[str, str, str]]:
    """Yield what points to the added records; who may not see such a record is told of it by its kind only."""
    name, other = relation.field.name, relation.related_model
    rows = other._default_manager.filter(**{f"{name}__in": each.added})
    for pk in rows.values_list("pk", flat=True):
        if pk not in gone.get(other, ()):
            kind = next((kind for kind in kinds() if kind.model is other), None)
            if kind is None:
                yield str(other._meta.verbose_name), str(pk), ""
            else:
                named = read_by_holding(other._default_manager.filter(pk=pk), actor).exists()
                yield kind.table, str(pk) if named else "—", ""


def _refused(code: str, said: Localised, records: list[tuple[str, str, str]]) -> RuleBroken:
    names = [f"{table} {slug}" + (f" ({who})" if who else "") for table, slug, who in records]
    rest = len(names) - MOST_NAMED
    more = Localised.both(f" ほか{rest}件", f" and {rest} more") if rest > 0 else Localised()
    shown = ", ".join(names[:MOST_NAMED])
    filled = Localised.both(shown + more.get("ja", ""), shown + more.get("en", ""))
    return RuleBroken(code, said.filled(records=filled), records=tuple(slug for _, slug, _ in records))


def _take_back(each: Touched) -> Counts:
    missing = [slug for slug in each.before if each.after[slug] is None]
    if each.kind:
        _restore_records(each)
    else:
        _restore_rows(each)
    rows = each.model._default_manager.filter(pk__in=each.added)
    rows._raw_delete(rows.db)  # what points to them has been looked for; they may point to each other
    changed = len(each.before) - len(each.added) - len(missing)
    return Counts(added=len(missing), changed=changed, withdrawn=len(each.added))


def _restore_records(each: Touched) -> None:
    model = each.model
    restored = [_restored(each, slug, state) for slug, state in each.before.items() if state is not None]
    updated = [item.attname for item in model._meta.concrete_fields if not item.primary_key]
    for start in range(0, len(restored), CHUNK):
        model._default_manager.bulk_create(
            restored[start : start + CHUNK],
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=updated,
        )


def _restored(each: Touched, slug: str, state: Any) -> Any:
    """Return the record as it was, at a revision that has not been before."""
    values = {name: getattr(state, name) for name in content_of(each.model)}
    return each.model(**values, revision=max(state.revision, getattr(each.after[slug], "revision", 0)) + 1)


def _restore_rows(each: Touched) -> None:
    """Bring back rows that are no records; what their history never holds (a link's digest) is left as it is."""
    names = list(content_of(each.model))
    for key, state in each.before.items():
        if state is None:
            continue
        values = {name: getattr(state, name) for name in names}
        if each.after[key] is None:
            each.model(**values).save(force_insert=True)
        else:
            each.model._default_manager.filter(pk=key).update(**values)


def _check_rules(touched: list[Touched]) -> None:
    names = {each.kind.slug for each in touched if each.kind}
    for kind in kinds():
        for rule in (*kind.rules, *(each for each in rules_for_all() if each.naming)):
            if kind.slug in names or names & set(rule.touched_by) or rule.naming:
                for _, _, broken in rule.check(kind.model._default_manager.all()):
                    raise broken
