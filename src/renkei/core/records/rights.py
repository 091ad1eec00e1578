"""Who may write what: the table of permissions together with the holder of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import ForeignKey, Q

from renkei.core.accounts.permissions import (
    CONFIDENTIAL,
    NOWHERE,
    Verb,
    acting,
    grants_for,
    may,
    may_everywhere,
    may_on,
)
from renkei.core.accounts.reach import COMMON, Holding, shown_by
from renkei.core.publication.models import PublicationState
from renkei.core.records.kinds import kind_of
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind
    from renkei.core.records.models import Record

HOLDING_FIELDS = frozenset({"holder", "holder_unit", "holder_person", "shared_with"})
REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")
NOT_YOURS = Localised.both(
    "この記録は、あなたの役割が及ぶ組織のものではありません。",
    "This record is not held by an organisation your roles reach.",
)
YOUR_OWN = Localised.both(
    "あなたの役割が及ぶ組織（と、部署の役割ならその部署）", "an organisation, and unit, that your roles reach"
)
WHICH = Localised.both(
    "所管する組織（あなたの役割は複数の組織にあるため、どれかを選ぶ）",
    "the holder: your roles are for several organisations, so please say which",
)
NO_SUCH = Localised.both("登録されている記録の識別名", "the identifier of a record there is")


def require(actor: Actor, verb: Verb, kind: Kind) -> None:
    """Raise RuleBroken("permission.refused") unless the actor may do this with such records."""
    if not may(actor, verb, kind.slug):
        raise RuleBroken("permission.refused", REFUSED)


def require_on(actor: Actor, verb: Verb, kind: Kind, held: Holding) -> Actor:
    """Return the actor as the history names it. Raises RuleBroken("permission.refused") where reach is missing."""
    require(actor, verb, kind)
    if not may_on(actor, verb, kind.slug, held):
        raise RuleBroken("permission.refused", NOT_YOURS)
    return acting(actor, verb, kind.slug, held)


def holding_flaws(
    actor: Actor, verbs: Iterable[Verb], kind: Kind, held: Holding
) -> Iterator[tuple[str, RuleBroken]]:
    """Yield a flaw where the holder a record is given is not one that the actor reaches."""
    if not all(may_on(actor, verb, kind.slug, held) for verb in verbs):
        yield "holder", RuleBroken("permission.refused", YOUR_OWN)


def own_holding(actor: Actor, verb: Verb, kind: Kind) -> Holding:
    """Return the holder of what the actor adds without naming one: nobody where one of their roles is for everywhere.

    Raises RuleBroken("holder.which") where their roles are for several organisations.
    """
    grants = grants_for(actor, verb, kind.slug)
    if any(grant.everywhere for grant in grants):
        return COMMON
    homes = {(grant.organisation, grant.unit) for grant in grants if grant.organisation != NOWHERE}
    if len(homes) == 1:
        return Holding(*homes.pop())
    if len({organisation for organisation, _ in homes}) > 1:
        raise RuleBroken("holder.which", WHICH)
    return Holding(homes.pop()[0]) if homes else COMMON


def read_by_holding(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Return those rows that may be named to the actor whatever the day: seen by their holder, or decided public."""
    kind = str(rows.model._meta.model_name)
    condition = shown_by(grants_for(actor, Verb.VIEW, kind), confided=kind in CONFIDENTIAL)
    return rows.filter(condition | Q(publication=PublicationState.PUBLIC)) if condition else rows


def may_be_named(record: Record, actor: Actor) -> bool:
    """Tell the same of one record."""
    kind = str(record._meta.model_name)
    return may_on(actor, Verb.VIEW, kind, record.holding()) or record.publication == PublicationState.PUBLIC


def reference_flaws(actor: Actor, record: Record, names: Iterable[str]) -> Iterator[tuple[str, RuleBroken]]:
    """Yield references to records that the actor may not see, in the words for records there are not.

    `names` are the attributes to look at; no query for those who see all.
    """
    wanted = set(names)
    for item in record._meta.concrete_fields:
        target = item.remote_field and item.related_model
        slug = getattr(record, item.attname, None)
        if not isinstance(item, ForeignKey) or not slug or not wanted & {item.name, item.attname}:
            continue
        if may_everywhere(actor, Verb.VIEW, kind_of(target).slug):  # type: ignore[arg-type]
            continue
        if not read_by_holding(target._default_manager.filter(pk=slug), actor).exists():  # type: ignore[union-attr]
            yield item.name, RuleBroken("reference.dangling", NO_SUCH, found=slug)
