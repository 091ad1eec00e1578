"""What a list is asked: search, filters, order and page, read from the address. Unknown words are left aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

from renkei.core.publication.selectors import visible_to
from renkei.core.records.fields import FiscalYearField, LocalisedField
from renkei.core.search.service import matches
from renkei.core.ui.asked import whole

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind

PER_PAGE = 50
NONE = "-"
TRUE = "true"


@dataclass(frozen=True)
class Asked:
    """A list's question. `filters` maps field names to values as they stand in the address; "-" is: not stated."""

    q: str = ""
    sort: str = ""
    page: int = 1
    filters: Mapping[str, str] = field(default_factory=dict)

    def query(self, /, **changes: Any) -> dict[str, str]:
        """Return the address's query with changes; None takes a key out."""
        found: dict[str, Any] = {"q": self.q, "sort": self.sort, **self.filters, **changes}
        return {name: str(value) for name, value in found.items() if value not in {"", None}}


def filter_fields(kind: Kind) -> Iterator[models.Field[Any, Any]]:
    """Yield the fields a list can be narrowed by: those it names, and every reference, choice and year."""
    for item in kind.model._meta.concrete_fields:
        if item.name in kind.filters or _can_filter(item):
            yield item


def _can_filter(item: models.Field[Any, Any]) -> bool:
    return (
        item.name == "holder"
        or bool(item.choices)
        or isinstance(item, models.ForeignKey | FiscalYearField | models.BooleanField)
    )


def sortable(kind: Kind) -> tuple[str, ...]:
    return kind.columns


def read_question(kind: Kind, query: Mapping[str, str]) -> Asked:
    """Read a question from an address; what is not on the lists of filters and columns is left aside."""
    filters = {
        item.name: query[item.name]
        for item in filter_fields(kind)
        if query.get(item.name) and _is_value(item, query[item.name])
    }
    filters |= {each.name: TRUE for each in kind.conditions if query.get(each.name) == TRUE}
    sort = query.get("sort", "")
    page = query.get("page", "")
    return Asked(
        q=" ".join(query.get("q", "").split()),
        sort=sort if sort.removeprefix("-") in sortable(kind) else "",
        page=whole(page) or 1,
        filters=filters,
    )


def _is_value(item: models.Field[Any, Any], text: str) -> bool:
    if text == NONE:
        return item.null or item.name == "holder"
    if item.choices:
        return text in {str(value) for value, _ in item.flatchoices}
    if isinstance(item, models.BooleanField):
        return text in {TRUE, "false"}
    if isinstance(item, FiscalYearField):
        return text.isascii() and text.isdigit() and len(text) == len("2017")
    return "\0" not in text


@dataclass(frozen=True)
class RowsAsked:
    """The rows that answer a question, in order; their number where asking for it again can be spared."""

    rows: models.QuerySet[Any]
    total: int | None = None


def rows_asked(kind: Kind, asked: Asked, *, actor: Actor, at: dt.date, language: str) -> RowsAsked:
    """Return the rows that answer the question, of those the actor may see."""
    rows, total = visible_to(kind.model._default_manager.all(), actor, at), None
    if asked.q:
        found = matches(kind, asked.q, actor, at)
        rows, total = rows.filter(found.condition), None if asked.filters else found.total
    conditions = {each.name: each.where for each in kind.conditions}
    for name, text in asked.filters.items():
        named = conditions.get(name)
        rows = rows.filter(named(at)) if named else rows.filter(**_condition(kind, name, text))
    return RowsAsked(rows.order_by(*_order(kind, asked.sort, language)), total)


def _condition(kind: Kind, name: str, text: str) -> dict[str, Any]:
    item = kind.model._meta.get_field(name)
    if name == "holder":
        return {name: "" if text == NONE else text}
    if text == NONE:
        return {f"{name}__isnull": True}
    if isinstance(item, models.BooleanField):
        return {name: text == TRUE}
    return {getattr(item, "attname", name): text}


def _order(kind: Kind, sort: str, language: str) -> list[str]:
    """Order by the language of the page; the identifier comes last, so that pages never overlap."""
    wanted = [sort] if sort else list(kind.order)
    order = [_ordered_by(kind, name, language) for name in wanted]
    return order if order[-1].removeprefix("-") in {"slug", "pk"} else [*order, "slug"]


def _ordered_by(kind: Kind, name: str, language: str) -> str:
    """Return what the database sorts by: a text in the page's language, a reference by its identifier."""
    sign, path = ("-", name[1:]) if name.startswith("-") else ("", name)
    if "__" in path:  # a kind may order its rows by what they point to
        return name
    item = kind.model._meta.get_field(path)
    if isinstance(item, LocalisedField):
        return f"{sign}{path}__{language}"
    return f"{sign}{item.attname}" if isinstance(item, models.ForeignKey) else name
