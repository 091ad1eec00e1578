"""The description of a package after Frictionless Data Package v2 (24 June 2024)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from renkei.core.records.cluster import Cluster
from renkei.core.records.fields import PARTIAL_DATE, SLUG
from renkei.core.records.kinds import Kind, kind_of, kinds
from renkei.core.tables.columns import Column, ColumnType, written_columns
from renkei.core.tables.settings import stored_settings

if TYPE_CHECKING:
    from django.core.validators import RegexValidator

    from renkei.core.tables.cells import CellSettings

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {
    ColumnType.INTEGER: "integer",
    ColumnType.NUMBER: "number",
    ColumnType.DATE: "date",
    ColumnType.FISCAL_YEAR: "year",
    ColumnType.BOOLEAN: "boolean",
}


def data_package(held: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the descriptor of this cluster's tables; the titles of our own are named as our columns are.

    `held` are the kinds whose table is written with holder and sharing.
    """
    languages, settings = stored_settings()
    cluster = Cluster._default_manager.order_by("slug").first()
    described: dict[str, Any] = {"$schema": SCHEMA, "name": cluster.slug if cluster else "new-cluster"}
    if cluster:
        described["title"] = cluster.name.text(languages[0], languages)
        described |= {f"title@{language}": text for language, text in sorted(cluster.name.items())}
    described["resources"] = [
        resource_of(kind, written_columns(kind, languages, held), settings) for kind in kinds()
    ]
    return described


def resource_of(kind: Kind, columns: tuple[Column, ...], settings: CellSettings) -> dict[str, Any]:
    """Return the description of one table that is written with these columns."""
    schema: dict[str, Any] = {
        "fields": [field_of(column, settings) for column in columns],
        "primaryKey": ["slug"],
        "missingValues": [""],
    }
    keys = [_foreign_key(column, kind) for column in columns if column.target]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": kind.table.replace("_", "-"),
        "type": "table",
        "path": f"{kind.table}.csv",
        **both_languages("title", kind.plural),
        **both_languages("description", kind.description),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "commentChar": "#"},
        "schema": schema,
    }


def both_languages(name: str, words: Any) -> dict[str, str]:
    """Return a property in Japanese, and in each language under a name of its own (title, title@ja, title@en)."""
    said = {}
    for language in ("ja", "en"):
        with override(language):
            said[language] = str(words)
    return {name: said["ja"], **{f"{name}@{language}": text for language, text in said.items()}}


def field_of(column: Column, settings: CellSettings) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "title": column.title("ja"),
        "title@ja": column.title("ja"),
        "title@en": column.title("en"),
        "type": _TYPES.get(column.type, "string"),
    }
    if column.help("ja"):
        described |= both_languages("description", column.field.help_text)
    if column.type is ColumnType.MONEY:
        described["type"] = "number" if settings.currency.minor_digits else "integer"
        described["unit"] = settings.currency.code
    if constraints := _constraints(column):
        described["constraints"] = constraints
    if column.choices:
        described["categories"] = [
            {"value": value, "label": both_languages("label", label)["label"], **_labels(label)}
            for value, label in column.choices
        ]
    return described


def _labels(label: Any) -> dict[str, str]:
    return {name: text for name, text in both_languages("label", label).items() if "@" in name}


def _constraints(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.name == "slug":
        constraints |= {"unique": True, "pattern": _pattern(SLUG)}
    if column.type is ColumnType.PARTIAL_DATE:
        constraints["pattern"] = _pattern(PARTIAL_DATE)
    if column.choices:
        constraints["enum"] = [value for value, _ in column.choices]
    return constraints


def _pattern(validator: RegexValidator) -> str:
    return str(getattr(validator.regex, "pattern", validator.regex))


def _foreign_key(column: Column, kind: Kind) -> dict[str, Any]:
    """A table that points to itself names no resource, as version 2 says."""
    reference: dict[str, Any] = {"fields": ["slug"]}
    if column.target != kind.slug:
        reference = {"resource": kind_of(column.target).table.replace("_", "-")} | reference
    return {"fields": [column.name], "reference": reference}
