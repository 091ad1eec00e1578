"""A cluster with many times its records: copies that lie long ago and refer to each other as the originals do.

What has no dates (functions, drawings, kinds of report) is a part of the present and is left as it is.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connection, models

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.records.fields import FiscalYearField, PartialDateField, PeriodField
from renkei.core.records.kinds import Kind, kinds
from renkei.kernel.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST, EARLIER = 2030, 1900
UNDATED = frozenset({"cluster", "function", "drawing", "drawinghint", "reportkind", "reportsection"})
LONG_AGO = Period(dt.date(EARLIER, 4, 1), dt.date(EARLIER + 10, 3, 31))


def multiply(times: int) -> int:
    """Add copies until there are `times` as many records; return how many there are."""
    copied = [kind for kind in kinds() if kind.slug not in UNDATED]
    made = 0
    with journal(actor=COMMAND_LINE, action="bench", reason="bench"):
        for kind in copied:
            rows = [row for row in kind.model._default_manager.all() if not _only_undated(row)]
            made += len(rows) * times
            copies = (_copy(kind, row, number) for number in range(1, times) for row in rows)
            kind.model._default_manager.bulk_create(copies, batch_size=1000)
    analyse()
    return made


def analyse() -> None:
    """Let the planner know, as the database does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(kind: Kind, row: Any, number: int) -> Any:
    values = {item.attname: _shifted(item, getattr(row, item.attname), number) for item in _fields(kind)}
    return kind.model(**values)


def _only_undated(row: Any) -> bool:
    """Say whether a relation joins two functions, and so has no dates either."""
    return bool(getattr(row, "from_function_id", None) and getattr(row, "to_function_id", None))


def _fields(kind: Kind) -> Iterable[Any]:
    return kind.model._meta.concrete_fields


def _shifted(item: Any, value: Any, number: int) -> Any:  # noqa: PLR0911 - one line for each type of column
    """Return the value in a copy: its own slug, the slugs of the same copy, a year long ago."""
    if item.name in {"first_year", "last_year"}:
        return EARLIER + (item.name == "last_year")
    if value is None or value == "":
        return value
    if isinstance(item, models.ForeignKey):
        return value if item.related_model._meta.model_name in UNDATED else f"{value}-c{number}"
    if item.primary_key:
        return f"{value}-c{number}"
    if isinstance(item, FiscalYearField):
        return _year(value, number)
    if isinstance(item, PeriodField):
        return LONG_AGO
    if isinstance(item, models.DateField):
        return value.replace(year=_year(value.year, number), day=min(value.day, 28))
    if isinstance(item, PartialDateField):
        return f"{_year(int(value[:4]), number)}{value[4:]}"
    if item.name == "number":
        return value + 100 * number if isinstance(value, int) else f"{value}-c{number}"
    return value


def _year(year: int, number: int) -> int:
    return EARLIER + number % 50 - (LAST - year) % 30
