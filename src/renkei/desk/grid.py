"""The past, typed in as a grid: indicators down, years across, for one publisher and one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.core.files.models import Document
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.tables.cells import write_cell
from renkei.core.tables.columns import list_columns
from renkei.core.tables.headings import layout_of
from renkei.core.tables.lists import ListResult, ListTable, load_list
from renkei.core.tables.settings import stored_settings
from renkei.core.tables.sheets import Sheet
from renkei.directory.models import Organisation
from renkei.indicators.models import Indicator, StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor

MOST_YEARS = 15
MOST_INDICATORS = 60
NAME = Localised.both("数の一覧表", "grid")
HEADS = [
    "slug",
    "indicator",
    "fiscal_year",
    "state",
    "value",
    "publisher",
    "document",
    "basis",
    "place@ja",
    "place@en",
]


@dataclass(frozen=True)
class Asked:
    """Whose values, from which document, for which years and which basis."""

    publisher: Organisation
    document: Document
    first: int
    last: int
    basis: str = "stated"

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class GridCell:
    """One field: its name in the form, what stands in it, the revision that was seen (0: none), what is wrong."""

    name: str
    year: int
    text: str
    revision: int = 0
    flaw: str = ""


@dataclass(frozen=True)
class GridRow:
    indicator: Indicator
    cells: list[GridCell]


def grid_of(
    asked: Asked,
    typed: Mapping[str, str] | None = None,
    flaws: Mapping[str, str] | None = None,
    *,
    actor: Actor,
    at: dt.date,
) -> list[GridRow]:
    """Return the grid in two queries; what was typed stands over what is stored and seen."""
    stored = _stored(asked, actor, at)
    column = next(each for each in list_columns(kind_of("statedvalue"), ("ja",)) if each.name == "value")
    rows = []
    for indicator in _indicators(actor, at):
        cells = []
        for year in asked.years:
            name = f"{indicator.pk}:{year}"
            value = stored.get((indicator.pk, year))
            text = write_cell(column, value.value) if value else ""
            shown = text if typed is None else typed.get(f"value:{name}", text)
            revision = value.revision if value else 0
            cells.append(GridCell(name, year, shown, revision, (flaws or {}).get(name, "")))
        rows.append(GridRow(indicator, cells))
    return rows


def _indicators(actor: Actor, at: dt.date) -> QuerySet[Indicator]:
    return visible_to(Indicator.objects.order_by("position", "slug"), actor, at)[:MOST_INDICATORS]


def _stored(asked: Asked, actor: Actor, at: dt.date) -> dict[tuple[str, int], StatedValue]:
    found = visible_to(StatedValue.objects.all(), actor, at).filter(
        publisher=asked.publisher,
        document=asked.document,
        basis=asked.basis,
        fiscal_year__gte=asked.first,
        fiscal_year__lte=asked.last,
    )
    return {(each.indicator_id, each.fiscal_year): each for each in found}


def save_grid(
    asked: Asked, typed: Mapping[str, str], *, actor: Actor, at: dt.date, reason: str
) -> tuple[ListResult | None, dict[str, str]]:
    """Write the values that were typed as one load. Effects: rows, history; nothing where something is wrong.

    An empty cell stays unknown; it never takes a value away. Returns what was done (None: nothing was typed) and
    the flaws by cell. Raises RuleBroken("load.…"), ("permission.refused"), ("grid.emptied"), ("grid.no_place").
    """
    stored = _stored(asked, actor, at)
    names, rows = _rows(asked, typed, stored, _indicators(actor, at))
    if not rows:
        return None, {}
    languages, _ = stored_settings()
    heads = [name for name in HEADS if "@" not in name or name.partition("@")[2] in languages]
    lines = [
        (1, [*heads, "revision"]),
        *(
            (number, [row.get(head, "") for head in [*heads, "revision"]])
            for number, row in enumerate(rows, 2)
        ),
    ]
    kind = kind_of("statedvalue")
    table = ListTable(kind, layout_of(kind, languages, [Sheet(NAME.text("ja"), kind.table, lines)]))
    done = load_list(table, actor=actor, dry_run=False, reason=reason, name=NAME.text("ja"))
    flaws: dict[str, Any] = {}
    for flaw in done.flaws:
        place = names[flaw.row - 2] if flaw.row and flaw.row > 1 else ""
        flaws[place] = flaw.expected
    return done, flaws


def _rows(
    asked: Asked,
    typed: Mapping[str, str],
    stored: Mapping[tuple[str, int], StatedValue],
    indicators: Iterable[Indicator],
) -> tuple[list[str], list[dict[str, str]]]:
    names: list[str] = []
    rows: list[dict[str, str]] = []
    for indicator in indicators:
        for year in asked.years:
            name = f"{indicator.pk}:{year}"
            value = stored.get((indicator.pk, year))
            text = typed.get(f"value:{name}", "").strip()
            before = f"{value.value.normalize():f}" if value and value.value is not None else ""
            if not text and before:
                raise _emptied(indicator, year)
            if text and text != before:
                names.append(name)
                rows.append(_row(asked, indicator, year, text, value, typed))
    return names, rows


def _row(
    asked: Asked,
    indicator: Indicator,
    year: int,
    text: str,
    value: StatedValue | None,
    typed: Mapping[str, str],
) -> dict[str, str]:
    place = {"ja": typed.get("place@ja", "").strip(), "en": typed.get("place@en", "").strip()}
    if value is not None:
        place = {tag: place[tag] or value.place.get(tag, "") for tag in place}
    if not place["ja"]:
        raise RuleBroken(
            "grid.no_place",
            Localised.both(
                "資料の中の場所（頁など）を書いてください。",
                "Please say where in the document: the page, the table.",
            ),
        )
    return {
        "slug": value.pk if value else "",
        "indicator": indicator.pk,
        "fiscal_year": str(year),
        "state": value.state if value and value.value is not None else "exact",
        "value": text,
        "publisher": asked.publisher.pk,
        "document": asked.document.pk,
        "basis": asked.basis,
        "place@ja": place["ja"],
        "place@en": place["en"],
        "revision": typed.get(f"revision:{indicator.pk}:{year}", "") if value else "",
    }


def _emptied(indicator: Indicator, year: int) -> RuleBroken:
    return RuleBroken(
        "grid.emptied",
        Localised.both(
            "登録済みの値（{label}、{year}年度）を空欄にはできません。取り下げるときは、その値の頁を開いてください。",
            "A recorded value ({label}, FY{year}) cannot be emptied here. To withdraw it, open its own page.",
        ).filled(label=indicator.label, year=str(year)),
    )


def asked_of(query: Mapping[str, str], this_year: int, actor: Actor, at: dt.date) -> Asked | None:
    """Return what the address asks for, or None until publisher and document are chosen."""
    publisher = visible_to(Organisation.objects.filter(pk=query.get("publisher", "")), actor, at).first()
    document = visible_to(Document._default_manager.filter(pk=query.get("document", "")), actor, at).first()
    if publisher is None or document is None:
        return None
    last = _year(query.get("last", ""), this_year)
    first = _year(query.get("first", ""), last - 4)
    first = min(first, last)
    return Asked(publisher, document, max(first, last - MOST_YEARS + 1), last)


def _year(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 1868 <= int(text) <= 2200 else otherwise  # noqa: PLR2004


def choices(actor: Actor, at: dt.date) -> tuple[Sequence[Organisation], Sequence[Document]]:
    """Return whose values and which documents there are to choose from."""
    return (
        list(visible_to(Organisation.objects.order_by("slug"), actor, at)[:500]),
        list(visible_to(Document._default_manager.order_by("slug"), actor, at)[:500]),
    )
