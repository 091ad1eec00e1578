"""The registry of kinds: what a record is called, how it is listed, where it is shown. Each context fills it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from renkei.core.ui.text import both

if TYPE_CHECKING:
    import datetime as dt

    from django.db import models
    from django.db.models import Q

    from renkei.core.records.models import Record
    from renkei.kernel.errors import RuleBroken

SetFlaws = Iterable[tuple[str, str, "RuleBroken"]]


@dataclass(frozen=True)
class SetRule:
    """A rule over several rows (a seat inside its body's period).

    `check` gets the rows to look at and yields (slug, field, what is wrong). `touched_by` names other kinds whose
    change can break the rule, with the lookup that leads from this kind's rows to theirs. `naming` narrows rows
    to those that may name a record, by its slug, otherwise than by a reference: its withdrawal can break the rule.
    """

    check: Callable[[models.QuerySet[Any]], SetFlaws]
    touched_by: dict[str, str] = field(default_factory=dict)
    naming: Callable[[models.QuerySet[Any], str], models.QuerySet[Any]] | None = None


@dataclass(frozen=True)
class Condition:
    """A question lists can be narrowed by that is no field: rows of which it is true on a day (overdue)."""

    name: str
    label: Any
    where: Callable[[dt.date], Q]


@dataclass(frozen=True)
class Kind:
    """One kind of record. Labels are bilingual lazy texts; fields are named as in the model."""

    model: type[Record]
    table: str
    name: str
    plural: str
    title: str
    description: str
    columns: tuple[str, ...]
    filters: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    search: tuple[str, ...] = ()
    order: tuple[str, ...] = ("slug",)
    parts: tuple[tuple[str, str], ...] = ()
    rules: tuple[SetRule, ...] = ()
    portal_route: str = ""
    listed: bool = True
    named_by: str = ""  # the relation whose record gives its name to a record without a title of its own
    holds_file: bool = False

    @property
    def slug(self) -> str:
        """The stable word for the kind: the model's name."""
        return str(self.model._meta.model_name)

    @property
    def context(self) -> str:
        return str(self.model._meta.app_label)

    def label(self, record: Any) -> Any:
        """Return what the record is called: a localised text, or a plain one."""
        value = getattr(record, self.title)
        return value() if callable(value) else (value or record.slug)

    def label_for(self, record: Any, sees: Callable[[Any], bool]) -> Any:
        """Return what the record is called: after its kind, where its name is another's that the reader cannot see."""
        if self.named_by and not getattr(record, "title", None) and not sees(getattr(record, self.named_by)):
            return both(self.name)
        return self.label(record)

    def desk_address(self, slug: str) -> str:
        return _places["desk"](self, slug, "")

    def portal_address(self, slug: str, language: str) -> str:
        """Return the public page's address, or an empty text where the kind has none of its own."""
        return _places["portal"](self, slug, language) if self.portal_route else ""


_kinds: dict[str, Kind] = {}
_places: dict[str, Callable[[Kind, str, str], str]] = {}
_rules: list[SetRule] = []


def show_at(place: str, address: Callable[[Kind, str, str], str]) -> None:
    """Tell where `desk` or `portal` shows a record: a function of kind, slug and language.

    They say it themselves at start-up, so that nothing below them names their addresses.
    """
    _places[place] = address


def register(*kinds: Kind) -> None:
    for kind in kinds:
        _kinds[kind.slug] = kind


def register_for_all(rule: SetRule) -> None:
    """Register a rule that every kind of record keeps."""
    _rules.append(rule)


def rules_of(kind: Kind) -> tuple[SetRule, ...]:
    return (*kind.rules, *_rules)


def rules_for_all() -> tuple[SetRule, ...]:
    return tuple(_rules)


def kinds_as_declared() -> tuple[Kind, ...]:
    """Return all kinds in the order in which the contexts declare them: the one people are shown."""
    return tuple(_kinds.values())


def kind_of(what: str | type[Record] | Record) -> Kind:
    """Return the kind by slug, model or record. Raises KeyError for what is not registered."""
    if isinstance(what, str):
        return _kinds[what]
    return _kinds[str(what._meta.model_name)]


def kinds() -> Iterator[Kind]:
    """Yield all kinds so that what is pointed to comes before what points."""
    graph = {
        slug: sorted({other.slug for other in _targets(kind)} - {slug})
        for slug, kind in sorted(_kinds.items())
    }
    for slug in TopologicalSorter(graph).static_order():
        yield _kinds[slug]


def _targets(kind: Kind) -> Iterator[Kind]:
    for item in kind.model._meta.concrete_fields:
        target = item.remote_field.model if item.remote_field else None
        name = getattr(getattr(target, "_meta", None), "model_name", None)
        if name in _kinds:
            yield _kinds[name]
