"""A table's columns follow from its model: one declaration serves files, forms, lists and the guide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import override

from renkei.core.records.fields import (
    FiscalYearField,
    LocalisedField,
    MoneyField,
    PartialDateField,
    PeriodField,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from renkei.core.records.kinds import Kind


class ColumnType(Enum):
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    FISCAL_YEAR = "fiscal_year"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Column:
    """One column: `name` is the heading, `field` the model's field, `part` the language or a period's end."""

    name: str
    field: models.Field[Any, Any]
    type: ColumnType
    part: str = ""
    required: bool = False
    target: str = ""

    @property
    def attribute(self) -> str:
        """The model's attribute that holds the value (the slug for a reference)."""
        return str(self.field.attname)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((str(value), str(label)) for value, label in self.field.flatchoices)

    def title(self, language: str) -> str:
        """Return what people call the column."""
        with override(language):
            name = str(self.field.verbose_name)
            name = name[:1].upper() + name[1:]
        japanese = language == "ja"
        if self.part == "start":
            return f"{name}（始まり）" if japanese else f"{name}, first day"
        if self.part == "end":
            return f"{name}（終わり）" if japanese else f"{name}, last day"
        if self.part:
            shown = _LANGUAGES.get(self.part, {}).get(language, self.part)
            return f"{name}（{shown}）" if japanese else f"{name} ({shown})"
        return name

    def help(self, language: str) -> str:
        with override(language):
            return str(self.field.help_text)


_LANGUAGES = {"ja": {"ja": "日本語", "en": "Japanese"}, "en": {"ja": "英語", "en": "English"}}
_TYPES: tuple[tuple[type[models.Field[Any, Any]], ColumnType], ...] = (
    (FiscalYearField, ColumnType.FISCAL_YEAR),
    (MoneyField, ColumnType.MONEY),
    (PartialDateField, ColumnType.PARTIAL_DATE),
    (models.BooleanField, ColumnType.BOOLEAN),
    (models.DateField, ColumnType.DATE),
    (models.DecimalField, ColumnType.NUMBER),
    (models.IntegerField, ColumnType.INTEGER),
    (models.CharField, ColumnType.TEXT),
    (models.TextField, ColumnType.TEXT),
)

HOLDING = ("holder", "holder_unit", "holder_person", "shared_with")
LAST = (*HOLDING, "publication", "public_from", "public_until", "publication_decided_by")


def columns_of(kind: Kind, languages: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the columns in the order of the model: the slug first; holder, sharing and publication last."""
    fields = [field for field in kind.model._meta.concrete_fields if field.editable]
    fields.sort(key=lambda field: (field.name != "slug", field.name in LAST))
    return tuple(column for field in fields for column in _columns(field, languages))


def written_columns(kind: Kind, languages: tuple[str, ...], held: Collection[str]) -> tuple[Column, ...]:
    """Return the columns a package's table is written with: holder and sharing only in tables where any row is held.

    A table without these columns reads as one of common records.
    """
    columns = columns_of(kind, languages)
    if kind.slug in held:
        return columns
    return tuple(column for column in columns if column.name not in HOLDING)


def list_columns(kind: Kind, languages: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the columns of a list that is written out to be edited: with the revision, so that a stale copy shows."""
    revision = kind.model._meta.get_field("revision")
    return (*columns_of(kind, languages), Column("revision", revision, ColumnType.INTEGER))


def _columns(field: models.Field[Any, Any], languages: tuple[str, ...]) -> Iterator[Column]:
    required = not field.blank
    if isinstance(field, LocalisedField):
        for position, language in enumerate(languages):
            first = required and position == 0
            yield Column(f"{field.name}@{language}", field, ColumnType.TEXT, part=language, required=first)
    elif isinstance(field, PeriodField):
        yield Column(f"{field.name}_from", field, ColumnType.DATE, part="start")
        yield Column(f"{field.name}_to", field, ColumnType.DATE, part="end")
    elif isinstance(field, models.ForeignKey):
        target = str(field.related_model._meta.model_name)
        yield Column(field.name, field, ColumnType.REFERENCE, required=required, target=target)
    elif field.choices:
        yield Column(field.name, field, ColumnType.CHOICE, required=required and not field.has_default())
    else:
        kind = next(kind for base, kind in _TYPES if isinstance(field, base))
        yield Column(field.name, field, kind, required=required and not field.has_default())
