"""What changed in the whole cluster: the last acts, each with its author, reason and what it touched."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
from renkei.desk.events import VERBS, who
from renkei.desk.pages import both
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from renkei.core.accounts.actors import Actor

SHOWN = 12
NAMED_KINDS = 3
# Acts that touch no record of the cluster; they are read on the users' own pages.
ABOUT_USERS = (
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
    """What one act did to the rows of one kind."""

    kind: Kind
    verb: str
    count: int
    slug: str
    label: Any


def last_changes(actor: Actor, count: int = SHOWN) -> list[parts.Event]:
    """Return the last acts, the youngest first, in two queries; acts on kinds not open to the actor are left out."""
    acts = list(
        Context.objects.exclude(metadata__action__in=ABOUT_USERS).order_by("-created_at")[: count * 2]
    )
    touched: dict[Any, list[Touched]] = {}
    for act, each in touched_by([act.pk for act in acts], actor):
        touched.setdefault(act, []).append(each)
    return [event_of(act, touched[act.pk]) for act in acts if act.pk in touched][:count]


def touched_by(acts: list[Any], actor: Actor) -> Iterator[tuple[Any, Touched]]:
    seen = {kind.slug: kind for kind in kinds() if may(actor, Verb.HISTORY, kind.slug)}
    queries = [_counted(kind, acts, actor) for kind in seen.values()]
    if not acts or not queries:
        return
    for act, name, label, count, slug, title in queries[0].union(*queries[1:], all=True):
        kind = kind_of(name)
        yield act, Touched(kind, label, count, slug, _title(kind, slug, title))


def _counted(kind: Kind, acts: list[Any], actor: Actor) -> Any:
    names = {item.name for item in kind.model._meta.concrete_fields}
    title = F(kind.title) if kind.title in names else F("slug")
    return (
        told_to(actor, kind.model, events_of(kind.model).filter(pgh_context_id__in=acts))
        .order_by()
        .values(
            "pgh_context_id", act_kind=Value(kind.slug, output_field=CharField()), act_verb=F("pgh_label")
        )
        .annotate(
            act_rows=Count("pgh_id"), act_first=Min("pgh_obj_id"), act_title=Min(Cast(title, TextField()))
        )
        .values_list("pgh_context_id", "act_kind", "act_verb", "act_rows", "act_first", "act_title")
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
