"""What points to a record: the agreements of an organisation, what rests on a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.figures.addresses import evidence_address
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.kinds import Kind, kind_of, kinds
from renkei.core.ui.parts import Link
from renkei.core.ui.text import bi
from renkei.indicators.models import StatedValue
from renkei.kernel.localised import Localised
from renkei.kernel.periods import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record

MOST = 50
Links = tuple[Any, list[Link], bool]

# kind: (what points to it, the field that does, the field that holds what is shown instead, words)
_THROUGH: dict[str, tuple[tuple[str, str, str, Any], ...]] = {
    "organisation": (
        ("agreementparty", "organisation", "agreement", bi("当事者である協定", "Party to agreements")),
        ("seat", "organisation", "body", bi("加わる会議体", "Member of bodies")),
        ("partnership", "publisher", "", bi("連携の取組", "Partnerships")),
    ),
    "agreement": (("body", "agreement", "", bi("協定にもとづく会議体", "Bodies that rest on it")),),
    "laboratory": (("agreement", "laboratory", "", bi("もとになった協定", "Agreements behind it")),),
}


def links_to(record: Record, request: BlockRequest) -> list[Links]:
    """Return links to what points to the record, by kind, and whether there are more."""
    slug = kind_of(record).slug
    found = [
        _through(record, kind, via, shown, words, request)
        for kind, via, shown, words in _THROUGH.get(slug, ())
    ]
    if slug == "document":
        found += [_figures(record, request), *_resting(record, request)]
    return [links for links in found if links[1]]


def _through(record: Record, slug: str, via: str, shown: str, words: Any, request: BlockRequest) -> Links:
    kind = kind_of(slug)
    rows = visible_to(kind.model._default_manager.filter(**{via: record.pk}), request.actor, request.at)
    rows = rows.order_by("pk").select_related(*([shown] if shown else []))
    targets = [getattr(row, shown) if shown else row for row in rows[: MOST + 1]]
    links = [link_to(target, request) for target in targets[:MOST] if is_public(target, request.at)]
    return words, links, len(targets) > MOST


def _resting(record: Record, request: BlockRequest) -> Iterator[Links]:
    """Yield what rests on a document, of every kind with public pages."""
    for kind in kinds():
        if kind.portal_route and _has_document(kind):
            model: Any = kind.model
            rows = model._default_manager.filter(document=record.pk).order_by(*kind.order)
            rows = visible_to(rows, request.actor, request.at)
            found = list(rows.select_related(*owners_of(kind))[: MOST + 1])
            yield kind.plural, [link_to(row, request) for row in found[:MOST]], len(found) > MOST


def owners_of(kind: Kind) -> list[str]:
    """Return the relations that a label may need (a meeting is called after its body)."""
    return [item.name for item in kind.model._meta.concrete_fields if item.is_relation and not item.null]


def _figures(record: Record, request: BlockRequest) -> Links:
    rows = StatedValue.objects.filter(document=record.pk).select_related("indicator")
    rows = visible_to(rows, request.actor, request.at).order_by("indicator__position", "fiscal_year", "slug")
    seen: dict[tuple[str, int], Link] = {}
    values = list(rows[: MOST + 1])
    for value in values[:MOST]:
        if is_public(value.indicator, request.at):
            year = request.conventions.year(value.fiscal_year, request.language)
            label = Localised.both("{label}（{year}）", "{label}, {year}").filled(
                label=value.indicator.label, year=year
            )
            pair = (value.indicator_id, value.fiscal_year)
            seen[pair] = Link(label, evidence_address(*pair, request.language))
    return bi("この資料に記された数字", "Figures stated in it"), list(seen.values()), len(values) > MOST


def link_to(target: Record, request: BlockRequest) -> Link:
    kind = kind_of(target)
    label = request.called(target)
    held = getattr(target, "held_on", None)
    note = request.conventions.day(PartialDate.of(held), request.language) if held else ""
    return Link(label, kind.portal_address(target.slug, request.language), note=note)


def _has_document(kind: Kind) -> bool:
    return any(item.name == "document" for item in kind.model._meta.concrete_fields)
