"""In which fiscal years a row counts: told by the database, for as many years at once as are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, DateField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Cast, ExtractYear, Left, NullIf, Substr
from django.db.models.lookups import LessThan

from renkei.core.figures.registry import Lines
from renkei.core.records.fields import FiscalYearField, PartialDateField
from renkei.kernel.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import Expression, QuerySet

    from renkei.core.figures.registry import Ask, Scope

    Rows = Callable[[], QuerySet[Any]]

_TO_MONTH = len("2016-04")


def dated(rows: Rows, field: str, amount: int | str = 1, *, begun: bool = False) -> Ask:
    """Count a row in the fiscal year of its day, partial date or fiscal year.

    A year alone is taken for the fiscal year of that number. With `begun`, a year that has not begun has no answer.
    """

    def ask(scopes: Sequence[Scope]) -> Lines | None:
        asked = [scope for scope in scopes if scope.day or not begun]
        if not asked:
            return None
        found = rows()
        within = _within(found, field, asked)
        return Lines(found.filter(within), fiscal_year_of(found, field, asked[0].first_month), amount)

    return ask


def lasting(rows: Rows, period: str) -> Ask:
    """Count a row in every fiscal year that has begun and that its period overlaps."""
    return _spanning(rows, F(period), lambda scope: scope.period if scope.day else None)


def standing(rows: Rows, period: str | Expression) -> Ask:
    """Count a row in every fiscal year whose last day, in the present year today, lies in its period."""
    those = F(period) if isinstance(period, str) else period
    return _spanning(rows, those, lambda scope: Period(scope.day, scope.day) if scope.day else None)


def fiscal_year_of(rows: QuerySet[Any], field: str, first_month: int) -> Any:
    """Return the expression of the fiscal year in which a row's day lies; no year where nothing tells one."""
    kind = _kind(rows, field)
    year: Any = F(field)
    if isinstance(kind, PartialDateField):
        written = Cast(NullIf(Left(field, 4), Value("")), IntegerField())
        month = NullIf(Substr(field, 6, 2), Value(""))
        year = Case(When(LessThan(month, Value(f"{first_month:02}")), then=written - 1), default=written)
    elif isinstance(kind, DateField):
        of_day = ExtractYear(field)
        year = Case(When(**{f"{field}__month__lt": first_month}, then=of_day - 1), default=of_day)
    return Cast(year, IntegerField())


def _kind(rows: QuerySet[Any], field: str) -> Any:
    """Return what kind of field it is: one of the rows, or one that they are annotated with."""
    told = rows.query.annotations.get(field)
    return rows.model._meta.get_field(field) if told is None else told.output_field


def _within(rows: QuerySet[Any], field: str, scopes: Sequence[Scope]) -> Q:
    """Return the condition of lying between the first and the last of these years; in the year where it is one."""
    kind = _kind(rows, field)
    years = [scope.fiscal_year for scope in scopes]
    if isinstance(kind, FiscalYearField):
        return Q(**{f"{field}__in": years})
    first = min(scope.period.start for scope in scopes if scope.period.start)
    last = max(scope.period.end for scope in scopes if scope.period.end)
    if not isinstance(kind, PartialDateField):
        return Q(**{f"{field}__range": (first, last)})
    with_month = Q(**{f"{field}__gte": str(first)[:_TO_MONTH], f"{field}__lte": str(last)})
    return Q(**{f"{field}__in": [str(year) for year in years]}) | with_month & Q(
        **{f"{field}__contains": "-"}
    )


def _spanning(rows: Rows, period: Any, span_of: Callable[[Scope], Period | None]) -> Ask:
    def ask(scopes: Sequence[Scope]) -> Lines | None:
        spans = {scope.fiscal_year: span for scope in scopes if (span := span_of(scope)) is not None}
        if not spans:
            return None
        starts, ends = [each.start for each in spans.values()], [each.end for each in spans.values()]
        whole = Period(min(day for day in starts if day), max(day for day in ends if day))
        found = rows().alias(f_span=period).filter(f_span__overlap=whole)
        return Lines(found, YearsOver(period, spans))

    return ask


class YearsOver(Func):
    """The fiscal years whose span a row's period overlaps: a row of the answer for each of them."""

    set_returning = True
    output_field = IntegerField()

    def __init__(self, period: Any, spans: Mapping[int, Period]) -> None:
        super().__init__(period)
        self.years = list(spans)
        self.spans = [f"[{span.start},{span.end}]" for span in spans.values()]

    def as_sql(  # type: ignore[override]  # no template is chosen from outside
        self,
        compiler: Any,
        connection: Any,  # noqa: ARG002
        **more: Any,  # noqa: ARG002
    ) -> Any:
        period, params = compiler.compile(self.source_expressions[0])
        asked = "unnest(%s::int[], %s::daterange[]) AS asked(year, span)"
        return (
            f"unnest(ARRAY(SELECT asked.year FROM {asked} WHERE {period} && asked.span))",  # noqa: S608
            [self.years, self.spans, *params],
        )
