"""Writing from the desk: what the database itself refuses comes back as words beside a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import IntegrityError, connection, models, transaction

from renkei.core.records.services import RecordRefused
from renkei.core.ui.text import both
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from renkei.core.records.kinds import Kind

T = TypeVar("T")


def written(kind: Kind, write: Callable[[], T]) -> T:
    """Write and let the database check its deferred constraints at once.

    Raises RecordRefused, also for constraints; RuleBroken as the service does.
    """
    try:
        with transaction.atomic():
            done = write()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return done
    except IntegrityError as error:
        raise RecordRefused([_explained(kind, error)]) from error


def _explained(kind: Kind, error: IntegrityError) -> tuple[str, RuleBroken]:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    constraint = next((each for each in kind.model._meta.constraints if each.name == name), None)
    if isinstance(constraint, models.UniqueConstraint):
        said = Localised.both(
            "同じ組み合わせの記録がすでにあります：{names}", "There already is a record with the same {names}"
        )
        return constraint.fields[-1], RuleBroken(
            "record.not_unique", said.filled(names=_labels(kind, constraint.fields))
        )
    if isinstance(constraint, ExclusionConstraint):
        fields = [str(item) for item, _ in constraint.expressions]
        said = Localised.both("期間がほかの記録と重なっています。", "Its period overlaps another record's.")
        return fields[-1], RuleBroken("record.overlaps", said)
    said = Localised.both(
        "記録の決まりに合いません（{name}）。", "It does not fit the rules of records ({name})."
    )
    return "", RuleBroken("record.constraint", said.filled(name=name))


def _labels(kind: Kind, names: Sequence[str]) -> Localised:
    labels = [both(kind.model._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]
    return Localised.both(
        "・".join(label.text("ja") for label in labels), ", ".join(label.text("en") for label in labels)
    )
