"""The list of a kind: the filters above it, and its table of fifty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Max, Min
from django.urls import reverse

from renkei.core.publication.selectors import visible_to
from renkei.core.records.fields import FiscalYearField, MoneyField
from renkei.core.records.kinds import Kind, kind_of
from renkei.core.records.paging import slice_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi, both
from renkei.desk import show
from renkei.desk.asking import NONE, PER_PAGE, TRUE, Asked, RowsAsked, filter_fields
from renkei.desk.pages import list_address
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.kernel.money import Currency

MOST_OPTIONS = 200
COMMON = bi("クラスター共通", "Common to the cluster")
NOT_STATED = bi("記載なし", "Not stated")
ANY = bi("すべて", "All")


@dataclass(frozen=True)
class Option:
    value: str
    label: Any
    selected: bool = False


@dataclass(frozen=True)
class Filter:
    """A control above the list; without options it is a field for an identifier."""

    name: str
    label: Any
    options: Sequence[Option] = ()
    value: str = ""
    lookup_url: str = ""


@dataclass(frozen=True)
class ListPage:
    """The rows of one page with how many there are in all."""

    rows: Sequence[Any]
    total: int
    page: int
    pages: int = field(default=1)


def read_page(kind: Kind, asked: RowsAsked, page: int) -> ListPage:
    """Read one page in three steps: count, keys in order, then whole rows with their references.

    Sorting keys alone is what keeps a page of a hundred thousand rows quick.
    """
    rows = asked.rows
    total = rows.count() if asked.total is None else asked.total
    pages = max(1, -(-total // PER_PAGE))
    page = min(page, pages)
    keys = slice_of(rows.values_list("pk", flat=True), (page - 1) * PER_PAGE, PER_PAGE, total)
    found = kind.model._default_manager.select_related(*show.joins(kind, kind.columns)).in_bulk(keys)
    return ListPage([found[key] for key in keys if key in found], total, page, pages)


def table_of(
    kind: Kind, asked: Asked, found: ListPage, currency: Currency, at: dt.date, *, actor: Actor, may_add: bool
) -> parts.Table:
    fields = [kind.model._meta.get_field(name) for name in kind.columns]
    return parts.Table(
        identifier=f"list-{kind.slug}",
        caption=kind.plural,
        columns=[_column(kind, asked, item, currency, first=item is fields[0]) for item in fields],
        rows=[_row(kind, record, fields, currency, at, actor) for record in found.rows],
        chips=_chips(kind, asked, actor, at),
        clear_url=list_address(kind) if asked.filters or asked.q else "",
        total=found.total,
        first=(found.page - 1) * PER_PAGE + 1,
        pager=pager(found.page, found.pages, lambda number: _address(kind, asked, page=number)),
        downloads=_downloads(kind, asked),
        empty=_empty(kind, asked, may_add=may_add),
        density=True,
    )


def _address(kind: Kind, asked: Asked, /, **changes: Any) -> str:
    query = asked.query(**changes)
    return list_address(kind) + (f"?{urlencode(query)}" if query else "")


def _column(kind: Kind, asked: Asked, item: Any, currency: Currency, *, first: bool) -> parts.Column:
    name = item.name
    now = "ascending" if asked.sort == name else "descending" if asked.sort == f"-{name}" else ""
    return parts.Column(
        label=item.verbose_name,
        numeric=show.is_numeric(item),
        unit=currency.name if isinstance(item, MoneyField) else "",
        sort_url=_address(kind, asked, sort=f"-{name}" if now == "ascending" else name),
        sorted=now,  # type: ignore[arg-type]
        tight=isinstance(item, models.DateField | FiscalYearField),
        row_head=first,
    )


def _row(
    kind: Kind, record: Any, fields: Sequence[Any], currency: Currency, at: dt.date, actor: Actor
) -> list[parts.Cell]:
    """The title leads to the record, or the first column where the title is not shown."""
    leading = kind.title if kind.title in kind.columns else kind.columns[0]
    cells = [show.cell(record, item, currency, at, actor) for item in fields]
    return [
        _leading(kind, record, each) if item.name == leading else each
        for item, each in zip(fields, cells, strict=True)
    ]


def _leading(kind: Kind, record: Any, shown: parts.Cell) -> parts.Cell:
    url = kind.desk_address(record.pk)
    if shown.value is None:
        return parts.Cell(kind.label(record), "localised", url=url)
    return parts.Cell(shown.value, shown.kind, url=url)


def _chips(kind: Kind, asked: Asked, actor: Actor, at: dt.date) -> list[parts.Chip]:
    chips = (
        [parts.Chip(_named(bi("検索", "Search"), asked.q), _address(kind, asked, q=None))] if asked.q else []
    )
    labels = _target_labels(kind, asked, actor, at)
    for item in filter_fields(kind):
        if item.name in asked.filters:
            said = _value_words(item, asked.filters[item.name], labels)
            chips.append(
                parts.Chip(_named(item.verbose_name, said), _address(kind, asked, **{item.name: None}))
            )
    chips += [
        parts.Chip(each.label, _address(kind, asked, **{each.name: None}))
        for each in kind.conditions
        if each.name in asked.filters
    ]
    return chips


def _named(label: Any, said: Any) -> Localised:
    return Localised.both("{label}：{said}", "{label}: {said}").filled(label=both(label), said=_words(said))


def _words(said: Any) -> Localised:
    return said if isinstance(said, Localised) else both(said)


def _value_words(item: models.Field[Any, Any], text: str, labels: dict[tuple[str, str], Any]) -> Any:
    if text == NONE:
        return COMMON if item.name == "holder" else NOT_STATED
    if item.choices:
        return show.choice_label(item, text)
    if isinstance(item, models.BooleanField):
        return show.YES if text == "true" else show.NO
    return labels.get((item.name, text), text)


def _target_labels(kind: Kind, asked: Asked, actor: Actor, at: dt.date) -> dict[tuple[str, str], Any]:
    """Return what the records that a list is narrowed by are called: a query for each."""
    found: dict[tuple[str, str], Any] = {}
    conditions = {each.name for each in kind.conditions}
    for name, slug in asked.filters.items():
        item = None if name in conditions else kind.model._meta.get_field(name)
        if isinstance(item, models.ForeignKey) and slug != NONE:
            target = kind_of(item.related_model)  # type: ignore[arg-type]
            rows = target.model._default_manager.select_related(*show.label_joins(target))
            for record in visible_to(rows.filter(pk=slug), actor, at):
                found[name, slug] = target.label(record)
    return found


def pager(page: int, pages: int, address: Any) -> parts.Pager | None:
    """Return links to the first, the last and the pages around this one."""
    if pages == 1:
        return None
    near = sorted({1, page - 1, page, page + 1, pages} & set(range(1, pages + 1)))
    links: list[parts.PageLink] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            links.append(parts.PageLink(None))
        links.append(parts.PageLink(number, address(number), current=number == page))
    return parts.Pager(
        links,
        previous_url=address(page - 1) if page > 1 else "",
        next_url=address(page + 1) if page < pages else "",
    )


def _downloads(kind: Kind, asked: Asked) -> list[parts.Link]:
    query = urlencode(asked.query())
    found = []
    for form, label in (
        ("xlsx", bi("Excel で保存", "Excel")),
        ("csv", bi("CSV で保存", "CSV")),
        ("csv-cp932", bi("CSV（Shift_JIS）", "CSV (Shift_JIS)")),
    ):
        address = reverse("desk:download", args=[kind.context, kind.slug, form])
        found.append(parts.Link(label, f"{address}?{query}" if query else address))
    return found


def _empty(kind: Kind, asked: Asked, *, may_add: bool) -> parts.Empty:
    new = [
        parts.Link(
            bi("新しく登録する", "Add one"), reverse("desk:new", args=[kind.context, kind.slug]), main=True
        )
    ]
    links = new if may_add else []
    name = both(kind.plural)
    if asked.q or asked.filters:
        title = Localised.both("条件に合う「{name}」はありません", "No {name} match").filled(name=name)
        remove = parts.Link(bi("条件を外す", "Remove the filters"), list_address(kind))
        return parts.Empty(
            title,
            bi("条件を減らすか、言葉を変えてみてください。", "Try fewer filters or other words."),
            [remove, *links],
        )
    title = Localised.both("「{name}」はまだありません", "No {name} yet").filled(name=name)
    text = bi(
        "一つずつ登録するほか、「データ」から表をまとめて読み込めます。",
        "Add them one by one, or load a whole table under “Data”.",
    )
    return parts.Empty(title, text if may_add else "", links)


def filters_of(kind: Kind, asked: Asked, actor: Actor, at: dt.date) -> list[Filter]:
    """Return the controls above the list; one query for each reference and for the range of years.

    They offer what the actor sees, and nothing else.
    """
    found = []
    for item in filter_fields(kind):
        if item.name not in kind.filters:
            continue
        given = asked.filters.get(item.name, "")
        found.append(_filter(item, given, actor, at))
    found += [
        Filter(each.name, each.label, _options([(TRUE, show.YES)], asked.filters.get(each.name, "")))
        for each in kind.conditions
    ]
    homes = {grant.organisation: grant.place for grant in actor.grants if grant.organisation}
    if homes or "holder" in asked.filters:
        given = asked.filters.get("holder", "")
        pairs = [
            (NONE, COMMON),
            *(homes | ({given: given} if given not in {"", NONE, *homes} else {})).items(),
        ]
        label = kind.model._meta.get_field("holder").verbose_name
        found.append(Filter("holder", label, _options(pairs, given)))
    return found


def _filter(item: models.Field[Any, Any], given: str, actor: Actor, at: dt.date) -> Filter:
    if isinstance(item, models.ForeignKey):
        return _reference_filter(item, given, actor, at)
    if item.choices:
        pairs = [(str(value), label) for value, label in item.flatchoices]
    elif isinstance(item, models.BooleanField):
        pairs = [("true", show.YES), ("false", show.NO)]
    else:
        pairs = _years(item, actor, at)
    return Filter(item.name, item.verbose_name, _options(pairs, given))


def _options(pairs: Sequence[tuple[str, Any]], given: str) -> list[Option]:
    return [Option("", ANY), *(Option(value, label, selected=value == given) for value, label in pairs)]


def _years(item: models.Field[Any, Any], actor: Actor, at: dt.date) -> list[tuple[str, Any]]:
    rows: models.QuerySet[Any] = item.model._default_manager.all()
    ends = visible_to(rows, actor, at).aggregate(first=Min(item.name), last=Max(item.name))
    if ends["first"] is None:
        return []
    years = range(ends["last"], ends["first"] - 1, -1)
    return [
        (str(year), Localised.both(FiscalYear(year).label("ja"), FiscalYear(year).label("en")))
        for year in years
    ][:MOST_OPTIONS]


def _reference_filter(item: models.ForeignKey[Any, Any], given: str, actor: Actor, at: dt.date) -> Filter:
    target = kind_of(item.related_model)  # type: ignore[arg-type]
    rows = target.model._default_manager.select_related(*show.label_joins(target)).order_by("pk")
    records = list(visible_to(rows, actor, at)[: MOST_OPTIONS + 1])
    if len(records) > MOST_OPTIONS:
        return Filter(
            item.name, item.verbose_name, value=given, lookup_url=reverse("desk:lookup", args=[target.slug])
        )
    pairs = [(record.pk, target.label(record)) for record in records]
    if item.null:
        pairs.append((NONE, NOT_STATED))
    return Filter(item.name, item.verbose_name, _options(pairs, given))
