"""What changed in the whole cluster: the last acts, each with its author, reason and what it touched."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import CharField, Count, F, Min, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Context

from renkei.core.accounts.permissions import Verb, may
from renkei.core.history.states import events_of, told_to
from renkei.core.records.fields import LocalisedField
from renkei.core.records.kinds import Kind, kind_of, kinds
from renkei.core.ui import parts
from renkei.core.ui.text import both
from renkei.desk.events import VERBS, who
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from renkei.core.accounts.actors import Actor

SHOWN = 12
NAMED_KINDS = 3
# Acts that touch no record of the cluster; they are read on the users' own pages.
ABOUT_USERS = (
    "add passkey",
    "change password",
    "link identity",
    "new recovery codes",
    "remove passkey",
    "set up codes",
    "stop codes",
    "take away factors",
    "unlink identity",
    "add user",
    "appoint deputy",
    "assign role",
    "change settings",
    "end deputy",
    "end role",
    "end user",
    "invite user",
    "make link",
    "renew password hash",
    "say who a user is",
    "use invitation",
    "use reset",
)


@dataclass(frozen=True)
class Touched:
    """What one act did to the rows of one kind; `slug` and `label` where it was one row."""

    kind: Kind
    verb: str
    count: int
    slug: str
    label: Any


def last_changes(actor: Actor, count: int = SHOWN) -> list[parts.Event]:
    """Return the last acts, the youngest first, in four queries; acts on kinds not open to the actor are left out."""
    acts = list(
        Context.objects.exclude(metadata__action__in=ABOUT_USERS).order_by("-created_at")[: count * 2]
    )
    touched: dict[Any, list[Touched]] = {}
    for act, each in touched_by([act.pk for act in acts], actor):
        touched.setdefault(act, []).append(each)
    return [event_of(act, touched[act.pk]) for act in acts if act.pk in touched][:count]


def touched_by(acts: list[Any], actor: Actor) -> Iterator[tuple[Any, Touched]]:
    """Yield what acts did to the rows of each kind, in three queries; where it was one row, with its name."""
    seen = [kind for kind in kinds() if may(actor, Verb.HISTORY, kind.slug)]
    touched = _with_events(seen, acts)
    if not touched:
        return
    queries = [_counted(kind, acts, actor) for kind in touched]
    counted = list(queries[0].union(*queries[1:], all=True))
    singles: dict[str, list[int]] = {}
    for _, name, _, count, event in counted:
        if count == 1:
            singles.setdefault(name, []).append(event)
    named = _names(singles)
    for act, name, verb, count, event in counted:
        kind = kind_of(name)
        slug, title = named.get((name, event), ("", "")) if count == 1 else ("", "")
        yield act, Touched(kind, verb, count, slug, _title(kind, slug, title))


def _with_events(among: list[Kind], acts: list[Any]) -> list[Kind]:
    """Return the kinds whose history names one of the acts: a look into each index, so that the rest is not asked."""
    if not among or not acts:
        return []
    look = "SELECT {number} WHERE EXISTS (SELECT 1 FROM {table} WHERE pgh_context_id = ANY(%(acts)s))"
    parts_of = [
        look.format(
            number=number, table=connection.ops.quote_name(events_of(kind.model).model._meta.db_table)
        )
        for number, kind in enumerate(among)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts_of), {"acts": list(acts)})
        return [among[number] for (number,) in cursor.fetchall()]


def _counted(kind: Kind, acts: list[Any], actor: Actor) -> Any:
    return (
        told_to(actor, kind.model, events_of(kind.model).filter(pgh_context_id__in=acts))
        .order_by()
        .values(
            "pgh_context_id", act_kind=Value(kind.slug, output_field=CharField()), act_verb=F("pgh_label")
        )
        .annotate(act_rows=Count("pgh_id"), act_event=Min("pgh_id"))
        .values_list("pgh_context_id", "act_kind", "act_verb", "act_rows", "act_event")
    )


def _names(events: dict[str, list[int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """Return slug and title that single events told of, in one query."""
    queries = [_named(kind_of(name), pks) for name, pks in events.items()]
    if not queries:
        return {}
    rows = queries[0].union(*queries[1:], all=True)
    return {(name, event): (slug, title) for name, event, slug, title in rows}


def _named(kind: Kind, pks: list[int]) -> Any:
    names = {item.name for item in kind.model._meta.concrete_fields}
    title = F(kind.title) if kind.title in names else F("slug")
    return (
        events_of(kind.model)
        .filter(pgh_id__in=pks)
        .order_by()
        .values_list(
            Value(kind.slug, output_field=CharField()), "pgh_id", "pgh_obj_id", Cast(title, TextField())
        )
    )


def _title(kind: Kind, slug: str, text: str) -> Any:
    names = {item.name: item for item in kind.model._meta.concrete_fields}
    if isinstance(names.get(kind.title), LocalisedField):
        return Localised(json.loads(text or "{}")) or slug
    return text or slug


def event_of(act: Any, touched: Iterable[Touched]) -> parts.Event:
    found = sorted(touched, key=lambda each: (-each.count, each.kind.slug))
    one = found[0] if len(found) == 1 and found[0].count == 1 else None
    url = reverse("desk:act", args=[act.pk])
    if one:
        url = one.kind.desk_address(one.slug) if one.verb != "delete" else ""
    return parts.Event(
        text=_one(one) if one else _many(found),
        when=_local(act.created_at),
        who=who(act.metadata),
        why=act.metadata.get("reason", ""),
        url=url,
    )


def _one(each: Touched) -> Localised:
    said = Localised.both("{kind}「{label}」を{verb}", "{verb}: {kind} “{label}”")
    label = (
        each.label if isinstance(each.label, Localised) else Localised.both(str(each.label), str(each.label))
    )
    return said.filled(kind=both(each.kind.name), label=label, verb=both(VERBS[each.verb]))


def _many(found: list[Touched]) -> Localised:
    """Name the kinds with most rows, and how many kinds more."""
    pieces = [
        Localised.both("{kind}を{count}件{verb}", "{kind}: {count} {verb}").filled(
            kind=both(each.kind.plural),
            count=f"{each.count:,}",
            verb=both(VERBS[each.verb]).mapped(str.lower),
        )
        for each in found[:NAMED_KINDS]
    ]
    rest = len(found) - NAMED_KINDS
    more = Localised.both(f"、ほか{rest}種類", f" and {rest} kinds more") if rest > 0 else Localised()
    return Localised.both(
        "、".join(piece.text("ja") for piece in pieces) + more.get("ja", ""),
        ", ".join(piece.text("en") for piece in pieces) + more.get("en", ""),
    )


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment)
