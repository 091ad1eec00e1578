"""Identifiers suggested for new records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from renkei.kernel.cleaning import slug_from
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from renkei.core.records.kinds import Kind

LONGEST_SLUG = 100


def suggested_slug(kind: Kind, values: Mapping[str, Any]) -> str:
    """Return a free identifier made of the title in Latin letters, else of what the record points to."""
    base = base_of(kind, values)
    return free_slug(
        base, set(kind.model._default_manager.filter(pk__startswith=base).values_list("pk", flat=True))
    )


def base_of(kind: Kind, values: Mapping[str, Any]) -> str:
    return "-".join(_words(kind, values))[:LONGEST_SLUG].strip("-") or kind.slug


def free_slug(base: str, taken: Container[str]) -> str:
    """Return the base, with a number where it is taken."""
    number, slug = 2, base
    while slug in taken:
        slug = f"{base}-{number}"
        number += 1
    return slug


def _words(kind: Kind, values: Mapping[str, Any]) -> Iterator[str]:
    title = values.get(kind.title)
    if isinstance(title, Localised) and title:
        yield slug_from(title.text("en"))
        return
    for item in kind.model._meta.concrete_fields:
        value = values.get(item.attname)
        if value and isinstance(item, models.ForeignKey) and not item.null:
            yield str(value)
    for item in kind.model._meta.concrete_fields:
        value = values.get(item.attname)
        named = item.name in {"fiscal_year", "academic_year", "held_on", "basis", "role"}
        if value and named:
            yield slug_from(str(value))
