"""Fields of ours: localised text, periods, partial dates, fiscal years, money, addresses of mail."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period

SLUG = RegexValidator(r"^[a-z0-9]+(?:[._-][a-z0-9]+)*$", code="slug")
PARTIAL_DATE = RegexValidator(r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$", code="partial_date")


class LocalisedField(models.JSONField):
    """One text in the cluster's languages, keyed by language tag; an absent language is a missing translation."""

    def __init__(self, *args: Any, long: bool = False, **kwargs: Any) -> None:
        self.long = long
        kwargs.setdefault("default", Localised)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.long:
            kwargs["long"] = True
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Localised:
        loaded = super().from_db_value(value, expression, connection)
        return Localised(loaded or {})

    def to_python(self, value: Any) -> Localised:
        return value if isinstance(value, Localised) else Localised(super().to_python(value) or {})

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        plain = value.to_dict() if isinstance(value, Localised) else value
        return super().get_db_prep_value(plain, connection, prepared)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).to_dict()

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not self.blank and not value:
            super().validate(None, model_instance)
        super().validate(value.to_dict() if isinstance(value, Localised) else value, model_instance)


class PeriodField(DateRangeField):
    """A period with open ends, stored half-open and handed out as people say it (inclusive)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Period)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Period:  # noqa: ARG002
        return Period.from_bounds(value.lower, value.upper) if value is not None else Period()

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, Period) or value is None else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Period):
            return DateRange(value.lower, value.upper, "[)")
        return super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        period = self.value_from_object(obj)
        return f"{period.start or ''}/{period.end or ''}"

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:  # noqa: ARG002
        return value


class MailAddressField(models.EmailField):  # type: ignore[type-arg]
    """An address of mail, kept and compared in small letters: who writes it otherwise the next time is the same.

    Small letters and no further folding, for ß and ss are two domains.
    """

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return found.lower() if isinstance(found, str) else found

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class PartialDateField(models.CharField):  # type: ignore[type-arg]  # generic for the checker only
    """A day, a month or a year: `1999-03-19`, `2021-04`, `2009`; sorts as text."""

    default_validators = [PARTIAL_DATE]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)


class FiscalYearField(models.PositiveSmallIntegerField):  # type: ignore[type-arg]
    """A fiscal year by the calendar year it starts in: 2017 is 平成29年度."""


class MoneyField(models.BigIntegerField):  # type: ignore[type-arg]
    """An exact amount in the smallest unit of the cluster's currency (whole yen)."""
