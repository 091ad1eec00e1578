"""How a field of a record is shown to strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from renkei.core.publication.selectors import is_public
from renkei.core.records.fields import (
    FiscalYearField,
    LocalisedField,
    MoneyField,
    PartialDateField,
    PeriodField,
)
from renkei.core.records.kinds import kind_of
from renkei.core.ui.parts import Cell
from renkei.core.ui.text import LANGUAGE_NAMES
from renkei.kernel.localised import Localised
from renkei.portal.days import day_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from renkei.core.records.models import Record

CONTACTS = frozenset({"address", "telephone", "email", "website"})
_PLAIN: tuple[tuple[type[Any], str], ...] = (
    (LocalisedField, "localised"),
    (PeriodField, "period"),
    (FiscalYearField, "fiscal_year"),
    (MoneyField, "money"),
    (models.DateField, "day"),
    (models.IntegerField, "ordinal"),
)


def cell_of(record: Record, item: Any, language: str, day: dt.date) -> Cell | None:
    """Return how a field of a record is shown to strangers, or None where there is nothing to show."""
    value = getattr(record, item.name)
    if not _filled(value):
        return None
    if isinstance(item, models.ForeignKey):
        return reference(value, language, day)
    if item.name in CONTACTS:
        return Cell(value, "contact")
    for shows, cell in _SPECIAL:
        if shows(item):
            return cell(record, item, value)
    kind: Any = next((kind for field, kind in _PLAIN if isinstance(item, field)), "text")
    return Cell(value, kind)


def reference(target: Record, language: str, day: dt.date) -> Cell | None:
    """Name another record only where it is published itself."""
    if not is_public(target, day):
        return None
    kind = kind_of(target)
    label = kind.label_for(target, lambda owner: is_public(owner, day))
    owner = getattr(target, "organisation", None)
    whose: Any = owner.name if owner is not None and is_public(owner, day) else ""
    if whose and isinstance(label, Localised) and whose.text(language) in label.text(language):
        whose = ""  # the name says it already
    return Cell(label, "localised", url=kind.portal_address(target.slug, language), under=whose)


def _filled(value: Any) -> bool:
    if hasattr(value, "start") and hasattr(value, "end"):
        return value.start is not None or value.end is not None
    return value is not None and value is not False and bool(value or value == 0)


def _partial(record: Record, item: Any, value: Any) -> Cell:  # noqa: ARG001
    return Cell(day_of(value, getattr(record, "year_kind", "calendar")), "day")


def _chosen(record: Record, item: Any, value: Any) -> Cell:  # noqa: ARG001
    return Cell(getattr(record, f"get_{item.name}_display")())


def _language(record: Record, item: Any, value: Any) -> Cell:  # noqa: ARG001
    return Cell(LANGUAGE_NAMES.get(value, value))


def _yes(record: Record, item: Any, value: Any) -> Cell:  # noqa: ARG001
    return Cell(getattr(item, "verbose_name", item.name))


_SPECIAL: tuple[tuple[Callable[[Any], bool], Callable[[Record, Any, Any], Cell]], ...] = (
    (lambda item: isinstance(item, PartialDateField), _partial),
    (lambda item: item.name == "language", _language),
    (lambda item: bool(item.choices), _chosen),
    (lambda item: isinstance(item, models.BooleanField), _yes),
)
