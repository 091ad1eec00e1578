"""What waits among records, told as a query: Today asks all that is told so at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, F, Func, IntegerField, JSONField, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONObject, NullIf

from renkei.core.accounts.permissions import Verb
from renkei.core.inbox.waiting import Waiting, Window
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from django.db.models import QuerySet


@dataclass(frozen=True)
class Due:
    """Records that something waits for, before anybody's rights: `found` keeps what the actor reaches.

    `said` is filled with `parts` (fields, or expressions, by the names of its places; `shown` turns a value into
    words). `day` names a date, None: it has no day. `owner` and `organisation` are fields, as in `Waiting`.
    `kind` and `slug` name the record it leads to, where that is another one than the row: then the rows must be
    of records of that kind that the actor reaches. `order` says what comes first where there is no day.
    """

    rows: QuerySet[Any, Any]
    said: Localised
    parts: Mapping[str, Any]
    day: str | None = None
    owner: Any = None
    organisation: str = ""
    shown: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    kind: str = ""
    slug: str = "pk"
    order: tuple[str, ...] = ()
    verb: Verb = Verb.CHANGE


def found(told: Iterable[tuple[Due, Window]]) -> Iterator[Waiting]:
    """Yield what waits within each window, at most `window.most` of each: one query however many tell of something."""
    asked = [(due, window) for due, window in told if due.day or window.undated]
    if not asked:
        return
    first, *others = (_rows(number, due, window) for number, (due, window) in enumerate(asked))
    for number, slug, day, values in first.union(*others, all=True) if others else first:
        due, _ = asked[number]
        owner = values.pop("inbox_owner")
        place = values.pop("inbox_organisation")
        words = {name: due.shown.get(name, _words)(value) for name, value in values.items()}
        kind = due.kind or due.rows.model._meta.model_name or ""
        yield Waiting(kind, slug, due.said.filled(**words), day, _words(owner), place or "", due.verb)


def last_day(period: str) -> Func:
    """Return the last day of a period, for SQL (the database keeps the day after it); NULL where it has no end."""
    return Func(F(period), template="(UPPER(%(expressions)s) - 1)", output_field=DateField())


def either(first: str, second: str) -> Coalesce:
    """Return a localised text, or another where it is empty, for SQL."""
    return Coalesce(NullIf(F(first), Value({}, output_field=JSONField())), F(second))


def _rows(number: int, due: Due, window: Window) -> QuerySet[Any, Any]:
    asked = window if window.verb is Verb.VIEW else replace(window, verb=due.verb)
    rows = asked.reached(due.rows)
    day: Any = Value(None, output_field=DateField())
    if due.day:
        rows, day = rows.filter(window.holds(due.day)), F(due.day)
    values = {name: F(one) if isinstance(one, str) else one for name, one in due.parts.items()}
    owner = F(due.owner) if isinstance(due.owner, str) else due.owner or Value("")
    place = F(due.organisation) if due.organisation else Value("")
    order = due.order or ((due.day, "pk") if due.day else ("pk",))
    found: QuerySet[Any, Any] = (
        rows.order_by(*order)
        .annotate(
            inbox_number=Value(number, output_field=IntegerField()),
            inbox_slug=Cast(due.slug, TextField()),
            inbox_day=day,
            inbox_values=JSONObject(**values, inbox_owner=owner, inbox_organisation=Cast(place, CharField())),
        )
        .values_list("inbox_number", "inbox_slug", "inbox_day", "inbox_values")
    )
    return found[: window.most]


def _words(value: Any) -> Localised:
    """Return a value of the database as words: a localised text is an object of JSON."""
    if isinstance(value, dict):
        return Localised(value)
    return Localised.both(str(value), str(value)) if value not in (None, "") else Localised()
