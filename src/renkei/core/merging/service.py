"""Two records that are one thing become one record: one act, which can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from renkei.core.accounts.permissions import Verb, acting, may
from renkei.core.history.journal import journal
from renkei.core.merging.models import Forward, KeptApart
from renkei.core.merging.references import clashes, move, move_texts, references_to
from renkei.core.merging.registry import Sameness, sameness_of
from renkei.core.merging.words import (
    CLASH,
    LOOP,
    NO_KIND,
    NO_REASON,
    NO_REASON_APART,
    NOT_ALLOWED,
    NOT_THERE,
    SAME,
    STALE,
    clash_words,
)
from renkei.core.publication.selectors import within_reach
from renkei.core.records.kinds import Kind, kind_of, kinds, rules_of
from renkei.core.records.rights import read_by_holding, reference_flaws, require, require_on
from renkei.core.records.services import PUBLICATION_FIELDS, RecordRefused, row_flaws
from renkei.core.tables.load import alone
from renkei.core.tables.trouble import explained
from renkei.core.ui.text import both
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.merging.references import Clash
    from renkei.core.records.models import Record

MERGE = "merge"


@dataclass(frozen=True)
class Merging:
    """What is to become one: the record that is kept, the one that goes, their revisions as they were seen.

    `values` are the kept record's attributes where they are to change, by attribute name.
    """

    kind: Kind
    kept: str
    gone: str
    revisions: tuple[int, int]
    values: Mapping[str, Any] = field(default_factory=dict)


def merge_records(asked: Merging, *, actor: Actor, reason: str) -> str:
    """Merge a record into another; return the act. Effects: rows of every table that names it, history.

    What pointed to the record that goes points to the kept one, texts name it, the old identifier leads to it.
    Raises RuleBroken("merge.…"), ("record.stale"), ("permission.refused"), RecordRefused.
    """
    if not reason.strip():
        raise RuleBroken("merge.reason_missing", NO_REASON)
    kind = asked.kind
    same = _may_merge(actor, kind)
    about = {"kind": kind.slug, "kept": asked.kept, "gone": asked.gone}
    author = acting(actor, Verb.CHANGE, kind.slug)
    with explained(), journal(actor=author, action=MERGE, reason=reason, about=about) as act:
        alone()
        kept, gone = _both(asked, actor)
        _refuse(same, asked, kept, gone)
        moved = _moved(asked, actor, same)
        _keep(asked, kept.pk, actor)
        kind.model._default_manager.get(pk=asked.gone).delete()
        _forward(asked)
        _check_rules(moved | {kind.slug: {*moved.get(kind.slug, ()), asked.kept}})
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return str(act)


def obstacles(kind: Kind, kept: Record, gone: Record) -> list[RuleBroken]:
    """Return everything that keeps two records from becoming one, as far as it can be told beforehand."""
    same = sameness_of(kind.slug)
    found = list(same.refusals(kept, gone)) if same else [RuleBroken("merge.kind", NO_KIND)]
    return found + [_clash(each) for each in _clashes(kind, kept.pk, gone.pk)]


def keep_apart(*, actor: Actor, kind: Kind, pair: tuple[str, str], reason: str) -> None:
    """Remember that two records are not the same. Effects: row, history.

    Raises RuleBroken("merge.reason_missing"), ("merge.same_record"), ("merge.not_there"), ("permission.refused").
    """
    require(actor, Verb.CHANGE, kind)
    if not reason.strip():
        raise RuleBroken("merge.reason_missing", NO_REASON_APART)
    one, other = sorted(pair)
    if one == other:
        raise RuleBroken("merge.same_record", SAME)
    rows = read_by_holding(kind.model._default_manager.filter(pk__in=pair), actor)
    if within_reach(rows, actor, Verb.CHANGE).count() != len(pair):
        raise RuleBroken("merge.not_there", NOT_THERE)
    with journal(actor=actor, action="keep apart", reason=reason):
        KeptApart.objects.get_or_create(kind=kind.slug, one=one, other=other, defaults={"reason": reason})


def _may_merge(actor: Actor, kind: Kind) -> Sameness:
    for verb in (Verb.CHANGE, Verb.WITHDRAW):
        require(actor, verb, kind)
    same = sameness_of(kind.slug)
    if same is None:
        raise RuleBroken("merge.kind", NO_KIND)
    return same


def _both(asked: Merging, actor: Actor) -> tuple[Record, Record]:
    """Return both records as they were seen. Raises RuleBroken("merge.…"), ("record.stale")."""
    if asked.kept == asked.gone:
        raise RuleBroken("merge.same_record", SAME)
    rows = asked.kind.model._default_manager.select_for_update(of=("self",))
    found = {row.pk: row for row in rows.filter(pk__in=[asked.kept, asked.gone])}
    if len(found) != 2:  # noqa: PLR2004 - both
        raise RuleBroken("merge.not_there", NOT_THERE)
    kept, gone = found[asked.kept], found[asked.gone]
    require_on(actor, Verb.CHANGE, asked.kind, kept.holding())
    require_on(actor, Verb.WITHDRAW, asked.kind, gone.holding())
    if (kept.revision, gone.revision) != asked.revisions:
        raise RuleBroken("record.stale", STALE)
    return kept, gone


def _refuse(same: Sameness, asked: Merging, kept: Record, gone: Record) -> None:
    for flaw in same.refusals(kept, gone):
        raise flaw
    for item in asked.kind.model._meta.concrete_fields:
        if item.is_relation and item.related_model is asked.kind.model:
            now = asked.values.get(item.attname, getattr(kept, item.attname))
            if now in {asked.kept, asked.gone}:
                raise RuleBroken("merge.loop", LOOP.filled(field=both(item.verbose_name)), field=item.name)
    for each in _clashes(asked.kind, asked.kept, asked.gone):
        raise _clash(each)


def _clashes(kind: Kind, kept: str, gone: str) -> list[Clash]:
    return [each for reference in references_to(kind) for each in clashes(reference, gone, kept)]


def _clash(each: Clash) -> RuleBroken:
    said = CLASH.filled(**clash_words(each))
    return RuleBroken("merge.clash", said, moved=each.moved, standing=each.standing)


def _moved(asked: Merging, actor: Actor, same: Sameness) -> dict[str, set[str]]:
    """Let everything name the kept record; return the keys of changed records by kind."""
    names = {kind.model: kind.slug for kind in kinds()}
    moved: dict[str, set[str]] = {}
    for reference in references_to(asked.kind):
        keys = move(reference, asked.gone, asked.kept)
        if not keys:
            continue
        if reference.model in names:
            moved.setdefault(names[reference.model], set()).update(str(key) for key in keys)
            continue
        right = getattr(reference.model, "rights_of", reference.model._meta.model_name)
        if not may(actor, Verb.CHANGE, right):
            raise _not_allowed(reference.model)
    for changed in (move_texts(asked.kind, asked.gone, asked.kept), same.rename(asked.gone, asked.kept)):
        for name, slugs in changed.items():
            moved.setdefault(name, set()).update(slugs)
    for name, keys_of_kind in moved.items():
        _require_reach(actor, kind_of(name), keys_of_kind - {asked.kept, asked.gone})
    return moved


def _require_reach(actor: Actor, kind: Kind, slugs: set[str]) -> None:
    """Every record that is to be changed must be within the actor's reach. Raises RuleBroken("permission.refused")."""
    rows = kind.model._default_manager.filter(pk__in=slugs)
    if slugs and within_reach(rows, actor, Verb.CHANGE).count() != len(slugs):
        raise _not_allowed(kind.model)


def _not_allowed(model: type[Any]) -> RuleBroken:
    return RuleBroken("permission.refused", NOT_ALLOWED.filled(what=both(model._meta.verbose_name_plural)))


def _keep(asked: Merging, slug: str, actor: Actor) -> None:
    """Write the chosen values into the kept record."""
    record = asked.kind.model._default_manager.get(pk=slug)
    old, new = f"[[{asked.kind.slug}:{asked.gone}]]", f"[[{asked.kind.slug}:{asked.kept}]]"
    changed = set()
    for name, given in asked.values.items():
        value = given.mapped(lambda text: text.replace(old, new)) if isinstance(given, Localised) else given
        if getattr(record, name) != value:
            setattr(record, name, value)
            changed.add(name)
    if changed & PUBLICATION_FIELDS:
        require(actor, Verb.PUBLISH, asked.kind)
    require_on(actor, Verb.CHANGE, asked.kind, record.holding())
    record.revision += 1
    flaws = [*row_flaws(record), *reference_flaws(actor, record, changed)]
    if flaws:
        raise RecordRefused(flaws)
    record.save(force_update=True)


def _forward(asked: Merging) -> None:
    """Let the old identifier lead to the kept record, and what led to the old one as well."""
    known = Forward.objects.filter(kind=asked.kind.slug)
    known.filter(slug=asked.kept).delete()  # it is in use (again): it leads to itself
    known.filter(target=asked.gone).update(target=asked.kept)
    one, other = sorted((asked.kept, asked.gone))
    KeptApart.objects.filter(kind=asked.kind.slug, one=one, other=other).delete()
    known.update_or_create(kind=asked.kind.slug, slug=asked.gone, defaults={"target": asked.kept})


def _check_rules(moved: Mapping[str, set[str]]) -> None:
    """Check the rules over several rows that the changed records take part in. Raises RecordRefused."""
    flaws = []
    for other in kinds():
        for rule in rules_of(other):
            rows = other.model._default_manager.all()
            looked_at = [rows.filter(pk__in=moved[other.slug])] if other.slug in moved else []
            looked_at += [
                rows.filter(**{f"{lookup}__in": moved[name]})
                for name, lookup in rule.touched_by.items()
                if name in moved
            ]
            for some in looked_at:
                flaws += [(f"{other.slug}:{slug} {name}", flaw) for slug, name, flaw in rule.check(some)]
    if flaws:
        raise RecordRefused(flaws)
