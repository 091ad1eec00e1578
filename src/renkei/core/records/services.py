"""Writes of records: the whole story of adding, changing and withdrawing one, for every kind alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from renkei.core.accounts.permissions import Verb, acting
from renkei.core.history.journal import journal
from renkei.core.records.kinds import Kind, kinds, rules_of
from renkei.core.records.rights import (
    holding_flaws,
    own_holding,
    read_by_holding,
    reference_flaws,
    require,
    require_on,
)
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record

PUBLICATION_FIELDS = frozenset({"publication", "public_from", "public_until", "publication_decided_by"})


class RecordRefused(Exception):  # noqa: N818 - it names what happened to the person
    """A record breaks rules: pairs of field name and what is wrong."""

    def __init__(self, flaws: Iterable[tuple[str, RuleBroken]]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(f"{name}: {flaw}" for name, flaw in self.flaws))


def add_record(*, actor: Actor, kind: Kind, values: Mapping[str, Any], reason: str) -> Record:
    """Add a record. Effects: row, history. Raises RecordRefused, or RuleBroken where the actor may not.

    Where no holder is named, it is the organisation that all of the actor's roles are narrowed to.
    """
    require(actor, Verb.ADD, kind)
    record = kind.model(**values)
    _give_holder(actor, kind, record)
    _refuse(
        holding_flaws(
            actor, _verbs(Verb.ADD, publishes=record.publication != "internal"), kind, record.holding()
        )
    )
    _require_publication(actor, kind, changed=record.publication != "internal")
    author = acting(actor, Verb.ADD, kind.slug, record.holding())
    with journal(actor=author, action=f"add {kind.slug}", reason=reason):
        if kind.model._default_manager.filter(pk=record.pk).exists():
            taken = Localised.both("まだ使われていない識別名", "an identifier that is not taken")
            raise RecordRefused([("slug", RuleBroken("record.slug_taken", taken))])
        _check(record)
        _refuse(reference_flaws(actor, record, values))
        record.save(force_insert=True)
        _check_sets(kind, record.slug)
    return record


def change_record(
    *, actor: Actor, kind: Kind, slug: str, revision: int, values: Mapping[str, Any], reason: str
) -> Record:
    """Change a record that is still at `revision`. Effects: row, revision + 1, history; nothing where nothing differs.

    Raises RecordRefused, RuleBroken("record.stale") where someone else changed it meanwhile.
    """
    require(actor, Verb.CHANGE, kind)
    with transaction.atomic():
        record = kind.model._default_manager.select_for_update(of=("self",)).get(pk=slug)
        author = require_on(actor, Verb.CHANGE, kind, record.holding())
        if record.revision != revision:
            message = Localised.both(
                "この記録は、開いたあとに別の人が変更しました。最新の内容を確かめてください。",
                "Someone else has changed this record since you opened it. Please look at its present state.",
            )
            raise RuleBroken("record.stale", message, present=record)
        changed = {name for name, value in values.items() if getattr(record, name) != value}
        if not changed:
            return record
        published = bool(changed & PUBLICATION_FIELDS)
        _require_publication(actor, kind, changed=published)
        verbs = _verbs(Verb.CHANGE, publishes=published)
        _refuse(holding_flaws(actor, verbs, kind, record.holding()))
        for name in changed:
            setattr(record, name, values[name])
        _refuse(holding_flaws(actor, verbs, kind, record.holding()))
        record.revision += 1
        with journal(actor=author, action=f"change {kind.slug}", reason=reason):
            _check(record)
            _refuse(reference_flaws(actor, record, changed))
            record.save(force_update=True)
            _check_sets(kind, record.slug)
    return record


def withdraw_record(*, actor: Actor, kind: Kind, slug: str, revision: int, reason: str) -> None:
    """Take a record out of the tables; its history stays. Raises RuleBroken where others still point to it."""
    require(actor, Verb.WITHDRAW, kind)
    try:
        with transaction.atomic():
            record = kind.model._default_manager.select_for_update(of=("self",)).get(pk=slug)
            author = require_on(actor, Verb.WITHDRAW, kind, record.holding())
            if record.revision != revision:
                message = Localised.both(
                    "この記録は別の人が変更しました。", "Someone else has changed this record."
                )
                raise RuleBroken("record.stale", message, present=record)
            with journal(actor=author, action=f"withdraw {kind.slug}", reason=reason):
                record.delete()
                _refuse_if_named(slug, actor)
    except ProtectedError as error:
        pointing = sorted({str(other._meta.verbose_name) for other in error.protected_objects})
        message = Localised.both(
            f"ほかの記録から参照されているため取り下げられません（{'、'.join(pointing)}）。",
            f"Other records still point to it ({', '.join(pointing)}).",
        )
        raise RuleBroken("record.in_use", message, objects=tuple(error.protected_objects)) from error


def _give_holder(actor: Actor, kind: Kind, record: Record) -> None:
    if record.holder:
        return
    try:
        held = own_holding(actor, Verb.ADD, kind)
    except RuleBroken as flaw:
        raise RecordRefused([("holder", flaw)]) from flaw
    record.holder, record.holder_unit = held.holder, record.holder_unit or held.unit


def _verbs(verb: Verb, *, publishes: bool) -> tuple[Verb, ...]:
    return (verb, Verb.PUBLISH) if publishes else (verb,)


def row_flaws(record: Record) -> Iterator[tuple[str, RuleBroken]]:
    """Yield what is wrong within one row: field validation of the model, then the kind's own rules."""
    try:
        record.clean_fields(exclude=["revision"])
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                yield name, RuleBroken("field.invalid", Localised.both(message, message))
    yield from record.row_flaws()


def set_flaws(kind: Kind, slug: str) -> Iterator[tuple[Kind, str, str, RuleBroken]]:
    """Yield breaches of rules over several rows that this record takes part in: (kind, slug, field, flaw)."""
    for other in kinds():
        for rule in rules_of(other):
            rows = other.model._default_manager.all()
            if other is kind:
                rows = rows.filter(pk=slug)
            elif kind.slug in rule.touched_by:
                rows = rows.filter(**{rule.touched_by[kind.slug]: slug})
            else:
                continue
            for broken, name, flaw in rule.check(rows):
                yield other, broken, name, flaw


def _check(record: Record) -> None:
    _refuse(row_flaws(record))


def _refuse(found: Iterable[tuple[str, RuleBroken]]) -> None:
    flaws = list(found)
    if flaws:
        raise RecordRefused(flaws)


def _check_sets(kind: Kind, slug: str) -> None:
    _refuse((name if other is kind else "", flaw) for other, _, name, flaw in set_flaws(kind, slug))


def _refuse_if_named(slug: str, actor: Actor) -> None:
    """Refuse a withdrawal that leaves a record behind which names this one. Raises RuleBroken("record.in_use").

    Records that the actor may not see are counted, not named.
    """
    found = [
        (other, broken, name)
        for other in kinds()
        for rule in rules_of(other)
        if rule.naming is not None
        for broken, name, flaw in rule.check(rule.naming(other.model._default_manager.all(), slug))
        if slug in str(flaw.context.get("found", ""))
    ]
    if not found:
        return
    where = [
        f"{other.slug}:{broken} {name}"
        for other, broken, name in found
        if read_by_holding(other.model._default_manager.filter(pk=broken), actor).exists()
    ]
    rest = len(found) - len(where)
    japanese = [*where, *([f"見えない記録 {rest}件"] if rest else [])]
    english = [*where, *([f"{rest} that you do not see"] if rest else [])]
    message = Localised.both(
        f"ほかの記録の中で参照されているため取り下げられません（{'、'.join(japanese)}）。",
        f"Other records still name it ({', '.join(english)}).",
    )
    raise RuleBroken("record.in_use", message)


def _require_publication(actor: Actor, kind: Kind, *, changed: bool) -> None:
    if changed:
        require(actor, Verb.PUBLISH, kind)
