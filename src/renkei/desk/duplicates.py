"""How records that may be the same are laid out: the pairs, and two records field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import ForeignKey
from django.urls import reverse

from renkei.core.merging.models import KeptApart
from renkei.core.merging.references import counted
from renkei.core.records.fields import LocalisedField
from renkei.core.records.kinds import kinds
from renkei.core.ui import parts
from renkei.core.ui.text import bi, both
from renkei.desk import show
from renkei.desk.events import words
from renkei.desk.forms.fields import said
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from renkei.core.merging.registry import Pair, Sameness
    from renkei.core.records.kinds import Kind
    from renkei.core.records.models import Record
    from renkei.core.records.services import RecordRefused

MOST_APART = 50
CHOOSE = Localised.both("残す記録を選んでください。", "Please choose which record stays.")


@dataclass(frozen=True)
class Side:
    """One of the two records: what it is called, whether it stays, how much names it."""

    record: Any
    label: Any
    url: str
    kept: bool
    named: Sequence[tuple[Any, int]]


@dataclass(frozen=True)
class Offered:
    """One value of a field, under the identifier of its record."""

    slug: str
    value: Any
    selected: bool


@dataclass(frozen=True)
class FieldChoice:
    """A field in which both differ: its name in the form, and a value of each."""

    name: str
    label: Any
    offered: Sequence[Offered]


def joins(kind: Kind) -> list[str]:
    return [*show.joins(kind, show.references(kind))]


def pairs_table(
    kind: Kind, same: Sameness, pairs: Sequence[Pair], many: int, first: int, seen: QuerySet[Any]
) -> parts.Table:
    """Return the pairs of `seen` records with why they are suspected; one query for all their labels."""
    slugs = {slug for pair in pairs for slug in (pair.one, pair.other)}
    rows = seen.select_related(*show.label_joins(kind)).in_bulk(list(slugs))
    shown = [pair for pair in pairs if pair.one in rows and pair.other in rows]
    return parts.Table(
        identifier="pairs",
        caption=bi("同じものかもしれない組", "Pairs that may be the same"),
        columns=[
            parts.Column(bi("一方の記録", "One record"), row_head=True),
            parts.Column(bi("もう一方の記録", "Other record")),
            parts.Column(bi("疑う理由", "Why")),
            parts.Column(bi("確かめる", "Compare")),
        ],
        rows=[_pair(kind, same, pair, rows) for pair in shown],
        total=many,
        first=first,
        empty=parts.Empty(
            bi("同じものと疑われる記録はありません", "Nothing looks recorded twice"),
            bi(
                "名称、読み、番号、ウェブサイトをくらべています。",
                "Names, readings, identifiers and websites are compared.",
            ),
        ),
    )


def _pair(kind: Kind, same: Sameness, pair: Pair, rows: Mapping[str, Any]) -> list[parts.Cell]:
    one, other = rows[pair.one], rows[pair.other]
    address = reverse("desk:duplicate_pair", args=[kind.context, kind.slug, pair.one, pair.other])
    return [
        parts.Cell(kind.label(one), "localised", url=kind.desk_address(one.pk), under=one.pk),
        parts.Cell(kind.label(other), "localised", url=kind.desk_address(other.pk), under=other.pk),
        parts.Cell(_listed(same, pair.ways), "localised"),
        parts.Cell(bi("くらべる", "Compare"), url=address),
    ]


def _listed(same: Sameness, ways: Iterable[str]) -> Localised:
    named = [same.ways[way] for way in ways]
    return Localised.both(
        "、".join(each.text("ja") for each in named), ", ".join(each.text("en") for each in named)
    )


def ways_of(same: Sameness, pair: tuple[Record, Record]) -> Localised | None:
    """Return why two records are suspected, or None where nothing but their being compared says so."""
    one, other = sorted(record.pk for record in pair)
    ways = same.ways_of(one, other)
    return _listed(same, ways) if ways else None


def apart(kind: Kind, pair: tuple[Record, Record]) -> KeptApart | None:
    """Return the decision that two records are not the same, if there is one."""
    one, other = sorted(record.pk for record in pair)
    return KeptApart.objects.filter(kind=kind.slug, one=one, other=other).first()


def apart_table(kind: Kind, seen: QuerySet[Any]) -> parts.Table:
    """Return the pairs that were kept apart, the youngest decision first, at most fifty; one query."""
    keys = seen.order_by().values("pk")
    told = KeptApart.objects.filter(kind=kind.slug, one__in=keys, other__in=keys)
    found = told.order_by("-pk")[:MOST_APART]
    return parts.Table(
        identifier="apart",
        caption=bi(
            "別の記録とした組（新しい順、50件まで）", "Pairs kept apart, the youngest first, at most 50"
        ),
        columns=[
            parts.Column(bi("一方の記録", "One record"), row_head=True),
            parts.Column(bi("もう一方の記録", "Other record")),
            parts.Column(bi("理由", "Reason")),
        ],
        rows=[
            [
                parts.Cell(each.one, url=kind.desk_address(each.one)),
                parts.Cell(each.other, url=kind.desk_address(each.other)),
                parts.Cell(each.reason),
            ]
            for each in found
        ],
    )


def sides(kind: Kind, pair: tuple[Record, Record], kept: str) -> list[Side]:
    """Return both records with how many rows name each; unless one was chosen, the one named more often stays."""
    names = {each.model: each.plural for each in kinds()}
    named = {record.pk: counted(kind, record.pk) for record in pair}
    if kept not in named:
        kept = max(named, key=lambda slug: sum(many for _, many in named[slug]))
    return [
        Side(
            record=record,
            label=kind.label(record),
            url=kind.desk_address(record.pk),
            kept=record.pk == kept,
            named=[
                (names.get(model, model._meta.verbose_name_plural), many) for model, many in named[record.pk]
            ],
        )
        for record in pair
    ]


def _fields(kind: Kind) -> list[Any]:
    return [item for item in kind.model._meta.concrete_fields if item.editable and item.name != "slug"]


def field_choices(
    kind: Kind, sides: Sequence[Side], languages: Sequence[str], typed: Mapping[str, str] | None
) -> list[FieldChoice]:
    """Return the fields in which two records differ; a text in several languages is one choice for each."""
    found = []
    pair = [side.record for side in sides]
    for item in _fields(kind):
        if isinstance(item, LocalisedField):
            tags = dict.fromkeys([*languages, *getattr(pair[0], item.name), *getattr(pair[1], item.name)])
            for tag in tags:
                texts = [getattr(record, item.name).get(tag, "") for record in pair]
                label = Localised.both("{label}（{tag}）", "{label} ({tag})").filled(
                    label=both(item.verbose_name), tag=both(show.language_name(tag))
                )
                found.append(_choice(f"{item.name}@{tag}", label, sides, texts, typed))
        else:
            values = [_shown(item, record) for record in pair]
            found.append(_choice(item.attname, item.verbose_name, sides, values, typed))
    return [each for each in found if each.offered]


def _shown(item: Any, record: Record) -> Any:
    if isinstance(item, ForeignKey):
        return getattr(record, item.attname) or ""
    return words(item, getattr(record, item.attname))


def _choice(
    name: str, label: Any, sides: Sequence[Side], values: Sequence[Any], typed: Mapping[str, str] | None
) -> FieldChoice:
    """Offer both values where they differ; first the one of the record that stays, unless it has none."""
    if values[0] == values[1]:
        return FieldChoice(name, label, ())
    mine = next(at for at, side in enumerate(sides) if side.kept)
    suggested = sides[mine if values[mine] not in ("", None) else 1 - mine].record.pk
    chosen = (typed or {}).get(f"take:{name}", suggested)
    offered = [
        Offered(side.record.pk, value, selected=side.record.pk == chosen)
        for side, value in zip(sides, values, strict=True)
    ]
    return FieldChoice(name, label, offered)


def chosen_values(kind: Kind, kept: str, gone: str, posted: Mapping[str, str]) -> dict[str, Any]:
    """Return the kept record's values that come from the other one, by attribute name."""
    rows = kind.model._default_manager.in_bulk([kept, gone])
    if len(rows) != 2:  # noqa: PLR2004 - both
        return {}
    values: dict[str, Any] = {}
    for item in _fields(kind):
        if not isinstance(item, LocalisedField):
            if posted.get(f"take:{item.attname}") == gone:
                values[item.attname] = getattr(rows[gone], item.attname)
            continue
        theirs = getattr(rows[gone], item.name)
        text = getattr(rows[kept], item.name)
        for tag in dict.fromkeys([*text, *theirs]):
            if posted.get(f"take:{item.name}@{tag}") == gone:
                text = text.with_text(tag, theirs.get(tag, ""))
        if text != getattr(rows[kept], item.name):
            values[item.name] = text
    return values


def flaws_said(refused: RecordRefused) -> str:
    """Return what a refused record breaks, with the places."""
    return " ".join(f"{name}：{said(flaw)}" if name else said(flaw) for name, flaw in refused.flaws)
