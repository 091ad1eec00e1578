"""Everything that names a record: rows by their foreign keys, texts by their placeholders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, ForeignObjectRel, OneToOneField, OuterRef, UniqueConstraint

from renkei.core.blocks.checking import texts_naming
from renkei.core.merging.models import Forward, KeptApart
from renkei.core.records.fields import LocalisedField
from renkei.core.records.kinds import Kind, kinds
from renkei.core.records.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 500


@dataclass(frozen=True)
class Reference:
    """A foreign key of a table, a kind's or not, that can point to a record."""

    model: type[Any]
    name: str

    def rows(self, slug: str) -> Any:
        return self.model._default_manager.filter(**{self.name: slug})


@dataclass(frozen=True)
class Clash:
    """A row that would repeat another one if it pointed to the kept record."""

    model: type[Any]
    moved: Any
    standing: Any
    names: tuple[str, ...]


def references_to(kind: Kind) -> Iterator[Reference]:
    """Yield every foreign key of any table that can point to a kind; history points without a constraint."""
    for relation in kind.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and getattr(relation.field, "db_constraint", False):
            yield Reference(relation.related_model, relation.field.name)


def clashes(reference: Reference, gone: str, kept: str) -> Iterator[Clash]:
    """Yield rows that may not point to the kept record because another row does already."""
    for fields in _unique_together(reference):
        same = {name: OuterRef(name) for name in fields if name != reference.name}
        standing = reference.rows(kept).filter(**same)
        for row in reference.rows(gone).filter(Exists(standing)).order_by("pk")[:CHUNK]:
            other = reference.rows(kept).filter(**{name: getattr(row, name) for name in same}).first()
            yield Clash(reference.model, row, other, fields)


def _unique_together(reference: Reference) -> Iterator[tuple[str, ...]]:
    item = reference.model._meta.get_field(reference.name)
    if isinstance(item, OneToOneField) or getattr(item, "unique", False):
        yield (reference.name,)
    for constraint in reference.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and reference.name in constraint.fields:
            yield tuple(constraint.fields)


def move(reference: Reference, gone: str, kept: str) -> list[Any]:
    """Let rows point to the kept record; return their keys. Effects: rows, revisions, history."""
    rows = reference.rows(gone)
    keys = list(rows.values_list("pk", flat=True))
    if keys:
        changes: dict[str, Any] = {f"{reference.name}_id": kept}
        if issubclass(reference.model, Record):
            changes["revision"] = F("revision") + 1
        rows.update(**changes)
    return keys


def move_texts(kind: Kind, gone: str, kept: str) -> dict[str, list[str]]:
    """Let texts name the kept record; return the changed rows by kind. Effects: rows, revisions, history."""
    old, new = f"[[{kind.slug}:{gone}]]", f"[[{kind.slug}:{kept}]]"
    changed: dict[str, list[str]] = {}
    for other in kinds():
        names = [item.name for item in other.model._meta.concrete_fields if isinstance(item, LocalisedField)]
        rows = texts_naming(other.model._default_manager.all(), old).select_for_update() if names else ()
        for row in rows:
            for name in names:
                setattr(row, name, getattr(row, name).mapped(lambda text: text.replace(old, new)))
            row.revision += 1
            row.save(update_fields=[*names, "revision"])
            changed.setdefault(other.slug, []).append(row.pk)
    return changed


def counted(kind: Kind, slug: str) -> list[tuple[type[Any], int]]:
    """Return how many rows of each table point to a record or name it in a text, the most first."""
    found: dict[type[Any], int] = {}
    for reference in references_to(kind):
        if many := reference.rows(slug).count():
            found[reference.model] = found.get(reference.model, 0) + many
    for other in kinds():
        if many := texts_naming(other.model._default_manager.all(), f"[[{kind.slug}:{slug}]]").count():
            found[other.model] = found.get(other.model, 0) + many
    return sorted(found.items(), key=lambda pair: -pair[1])


def tables_beside(kind: Kind) -> list[type[Any]]:
    """Return the tables that are no kind's and that a merger of this kind can change."""
    of_kinds = {each.model for each in kinds()}
    pointing = dict.fromkeys(reference.model for reference in references_to(kind))
    return [*(model for model in pointing if model not in of_kinds), Forward, KeptApart]
