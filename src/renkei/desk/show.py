"""How a record's values are shown on the desk: one place for lists, facts, histories and comparisons."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from renkei.core.publication.models import PublicationState
from renkei.core.publication.selectors import is_public, is_visible
from renkei.core.records.fields import (
    FiscalYearField,
    LocalisedField,
    MoneyField,
    PartialDateField,
    PeriodField,
)
from renkei.core.records.kinds import Kind, kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import LANGUAGE_NAMES, bi
from renkei.kernel.eras import NotADate
from renkei.kernel.money import CURRENCIES, JPY, Currency
from renkei.kernel.periods import PartialDate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record

NOT_SHOWN = bi("この記録は見えません", "not shown to you")
YES, NO = bi("はい", "Yes"), bi("いいえ", "No")
_PUBLICATION_TONES: dict[str, parts.Tone] = {"public": "good", "withdrawn": "ended", "internal": "neutral"}


def currency_of(code: str) -> Currency:
    return CURRENCIES.get(code, JPY)


def language_name(tag: str) -> Any:
    return LANGUAGE_NAMES.get(tag, tag)


def is_numeric(field: models.Field[Any, Any]) -> bool:
    """Say whether a column of this field is set to the right."""
    if field.choices or isinstance(field, FiscalYearField):
        return False
    return isinstance(field, models.IntegerField | models.DecimalField)


def publication_state(record: Record, at: dt.date) -> parts.StateView:
    """Return where a record stands with the public, today's window included."""
    word = PublicationState(record.publication).label
    tone = _PUBLICATION_TONES[record.publication]
    if record.publication == PublicationState.PUBLIC and not is_public(record, at):
        word, tone = bi("公開期間の外", "Outside its public days"), "warn"
    return parts.StateView(word, tone)


def cell(
    record: Record, field: models.Field[Any, Any], currency: Currency, at: dt.date, actor: Actor
) -> parts.Cell:
    """Return a field of a record as a cell; a reference leads to its record.

    A record that the actor may not see is named by its identifier alone.
    """
    if field.name == "publication":
        return parts.Cell(publication_state(record, at), "state")
    if isinstance(field, models.ForeignKey):
        target = getattr(record, field.name)
        if target is None:
            return parts.Cell(None)
        if not is_visible(target, actor, at):
            return parts.Cell(target.pk, under=NOT_SHOWN)
        kind = kind_of(target)
        return parts.Cell(kind.label(target), "localised", url=kind.desk_address(target.pk))
    return value_cell(field, getattr(record, field.attname), currency)


def value_cell(field: models.Field[Any, Any], value: Any, currency: Currency) -> parts.Cell:
    """Return a value that stands alone as a cell."""
    if value is None or value == "":
        return parts.Cell(None)
    if field.choices:
        return parts.Cell(choice_label(field, value))
    if isinstance(field, MoneyField):
        amount = Decimal(value).scaleb(-currency.minor_digits)
        return parts.Cell((value, f"{amount:,}".replace("-", "△")), "money")
    return parts.Cell(_READY.get(type(field), _as_it_is)(value), _kind_of_cell(field))


def _kind_of_cell(field: models.Field[Any, Any]) -> parts.CellKind:
    if field.name == "telephone":
        return "contact"
    return next((kind for base, kind in _KINDS if isinstance(field, base)), "text")


def _as_it_is(value: Any) -> Any:
    return value


def choice_label(field: models.Field[Any, Any], value: Any) -> Any:
    return dict(field.flatchoices).get(value, value)


def _short(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _partial(text: str) -> Any:
    try:
        return PartialDate.parse(text)
    except NotADate:
        return text


# The first base that fits says how a field's value is shown.
_KINDS: tuple[tuple[type[models.Field[Any, Any]], parts.CellKind], ...] = (
    (LocalisedField, "localised"),
    (PeriodField, "period"),
    (PartialDateField, "day"),
    (models.DateField, "day"),
    (FiscalYearField, "fiscal_year"),
    (models.PositiveSmallIntegerField, "ordinal"),
    (models.IntegerField, "number"),
    (models.DecimalField, "number"),
    (models.EmailField, "contact"),
    (models.URLField, "contact"),
)
_READY: dict[type[Any], Callable[[Any], Any]] = {
    models.BooleanField: lambda value: YES if value else NO,
    models.DecimalField: _short,
    PartialDateField: _partial,
    LocalisedField: lambda value: value or None,
    PeriodField: lambda value: value if value.start or value.end else None,
}


def label_joins(kind: Kind, prefix: str = "") -> list[str]:
    """Return the references that a record's title may read, so that a page fetches them in the same query."""
    title = getattr(kind.model, kind.title)
    if not callable(title):
        return []
    return [
        f"{prefix}{field.name}"
        for field in kind.model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.null
    ]


def joins(kind: Kind, names: tuple[str, ...]) -> list[str]:
    """Return what select_related needs so that neither the named columns nor the title ask again."""
    found = label_joins(kind)
    for name in names:
        field = kind.model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            target = kind_of(field.related_model)  # type: ignore[arg-type]
            found += [name, *label_joins(target, f"{name}__")]
    return found


def references(kind: Kind) -> tuple[str, ...]:
    """Return the names of a kind's references to other kinds."""
    return tuple(
        field.name for field in kind.model._meta.concrete_fields if isinstance(field, models.ForeignKey)
    )
