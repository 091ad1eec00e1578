"""What only the whole can tell: references, uniqueness, rules over several rows, what others still need."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Count, ForeignObjectRel, Q, UniqueConstraint
from django.utils.translation import override

from renkei.core.records.kinds import Kind, kind_of, kinds, rules_of
from renkei.core.tables.columns import columns_of
from renkei.core.tables.findings import MOST_FLAWS
from renkei.kernel.errors import Flaw
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renkei.core.tables.writing import Load


def dangling_references(load: Load, *, replace: bool) -> Iterator[Flaw]:
    """Yield references to rows that are neither in the package nor, unless it replaces all, stored."""
    for target in kinds():
        if target.table in load.result.unread:
            continue  # what is wrong with that table is told already
        for slug, line, field, found in load.staging.dangling(target, MOST_FLAWS, stored=not replace):
            yield Flaw(
                "reference.dangling",
                file=_file(load, kind_of(slug)),
                row=line,
                column=field,
                found=found,
                expected=Localised.both(
                    f"表「{target.table}」にある識別名",
                    f"an identifier that stands in the table “{target.table}”",
                ),
            )


def repeated_values(load: Load) -> Iterator[Flaw]:
    """Yield rows whose values must be one of their kind and are not."""
    for kind in kinds():
        for constraint in kind.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                alike = getattr(constraint, "nulls_distinct", None) is False
                yield from _repeated(load, kind, constraint.fields, empty_is_alike=alike)


def _repeated(load: Load, kind: Kind, fields: Sequence[str], *, empty_is_alike: bool) -> Iterator[Flaw]:
    rows = kind.model._default_manager.all()
    groups = rows.values(*fields).annotate(many=Count("pk")).filter(many__gt=1).order_by()
    for group in groups[:MOST_FLAWS]:
        del group["many"]
        if None in group.values() and not empty_is_alike:
            continue
        given = [name for name in fields if group[name] is not None]
        slugs = sorted(rows.filter(**group).values_list("pk", flat=True)[:MOST_FLAWS])
        lines = load.staging.lines(kind, slugs)
        names = ", ".join(_column(kind, load, name) for name in given)
        for slug in slugs[1:]:
            yield Flaw(
                "row.repeated",
                file=_file(load, kind) if slug in lines else "",
                row=lines.get(slug),
                column=_column(kind, load, given[-1]),
                found=", ".join(str(group[name]) for name in given),
                expected=Localised.both(
                    f"ほかの行と重ならない組み合わせ（{names}）。「{slugs[0]}」にもあります",
                    f"a combination of {names} that no other row has; “{slugs[0]}” has it, too",
                ),
            )


def broken_set_rules(load: Load) -> Iterator[Flaw]:
    """Yield breaches of the kinds' rules over several rows."""
    for kind in kinds():
        for rule in rules_of(kind):
            found = islice(rule.check(kind.model._default_manager.all()), MOST_FLAWS)
            for slug, field, broken in found:
                line = load.staging.lines(kind, [slug]).get(slug)
                said = str(broken.context.get("found", slug))
                yield Flaw(
                    broken.code,
                    file=_file(load, kind) if line else kind.table,
                    row=line,
                    column=_column(kind, load, field),
                    found=said if line or said == slug else f"{slug}: {said}",
                    expected=broken.message,
                )


def still_needed(kind: Kind, slugs: Iterable[str]) -> Iterator[Flaw]:
    """Yield rows to be withdrawn to which something outside the tables points (a user's role)."""
    wanted = list(slugs)
    for relation in kind.model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        other: Any = relation.related_model
        if _is_table(other) or not getattr(relation.field, "db_constraint", False):
            continue  # the tables are checked as such; history points without a constraint
        name = relation.field.name
        for slug in other._default_manager.filter(Q(**{f"{name}__in": wanted})).values_list(name, flat=True):
            label = _labels(other._meta.verbose_name)
            yield Flaw(
                "record.in_use",
                file=kind.table,
                found=slug,
                expected=Localised.both(
                    "「{label}」から参照されているため、取り下げずに残す行",
                    "this row to stay: “{label}” still points to it",
                ).filled(label=label),
            )


def _labels(words: Any) -> Localised:
    said = {}
    for language in ("ja", "en"):
        with override(language):
            said[language] = str(words)
    return Localised(said)


def _is_table(model: Any) -> bool:
    return any(kind.model is model for kind in kinds())


def _file(load: Load, kind: Kind) -> str:
    found = load.source.tables.get(kind.table)
    return found.file if found else ""


def _column(kind: Kind, load: Load, field: str) -> str:
    names = (column.name for column in columns_of(kind, load.languages) if column.field.name == field)
    return next(names, field)
