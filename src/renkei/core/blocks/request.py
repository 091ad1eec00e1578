"""What a block is asked with: year, language, reader, day, and the cluster's conventions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from renkei.core.blocks.answers import AnswerBook
from renkei.core.figures import service
from renkei.core.publication.selectors import is_visible
from renkei.core.records.cluster import EraDisplay, MoneyUnit
from renkei.core.records.kinds import kind_of
from renkei.core.records.selectors import stored_cluster
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised
from renkei.kernel.money import CURRENCIES, JPY, Currency, DisplayUnit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record
    from renkei.kernel.periods import PartialDate, Period

_UNITS = {
    MoneyUnit.ONE: DisplayUnit.YEN,
    MoneyUnit.THOUSAND: DisplayUnit.THOUSAND,
    MoneyUnit.MILLION: DisplayUnit.MILLION,
}


@dataclass(frozen=True)
class Conventions:
    """How the cluster is called, and how it writes years and money."""

    era: bool = True
    first_month: int = 4
    money_unit: DisplayUnit = DisplayUnit.THOUSAND
    currency: Currency = JPY
    name: Localised = field(default_factory=Localised)

    @classmethod
    def of_cluster(cls) -> Conventions:
        """Read the cluster's settings; Japanese habits where no cluster is set up yet."""
        cluster = stored_cluster()
        if cluster is None:
            return cls()
        return cls(
            cluster.era_display == EraDisplay.ERA,
            cluster.first_month,
            _UNITS[MoneyUnit(cluster.money_unit)],
            CURRENCIES.get(cluster.currency, JPY),
            cluster.name,
        )

    def year(self, fiscal_year: int, language: str, style: str = "FY") -> str:
        year = FiscalYear(fiscal_year, self.first_month)
        return year.label(language, self.era, "AY" if style == "AY" else "FY")

    def day(self, value: PartialDate, language: str) -> str:
        return value.label(language, self.era)

    def period(self, value: Period, language: str) -> str:
        return value.label(language, self.era)


@dataclass(frozen=True)
class BlockRequest:
    """`params` are a block's own settings, by name (side=results); of kinds that are `withheld` nothing is named."""

    fiscal_year: int
    language: str
    actor: Actor
    at: dt.date
    answers: AnswerBook
    params: Mapping[str, str] = field(default_factory=dict)
    conventions: Conventions = field(default_factory=Conventions)
    withheld: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        fiscal_year: int,
        language: str,
        *,
        actor: Actor,
        at: dt.date,
        params: Mapping[str, str] | None = None,
    ) -> BlockRequest:
        """Return a request with the cluster's conventions and the figures the reader may see."""
        book = AnswerBook(actor=actor, at=at, fetch=service.answers_to)
        return cls(fiscal_year, language, actor, at, book, params or {}, Conventions.of_cluster())

    def asking(self, fiscal_year: int, params: Mapping[str, str]) -> BlockRequest:
        """Return the same reader's request for another year with other settings."""
        return replace(self, fiscal_year=fiscal_year, params=params)

    @property
    def forgives(self) -> bool:
        """Tell whether a text that names nothing is told with a gap: to strangers; whoever can mend it is told."""
        return self.actor.is_stranger

    @property
    def period(self) -> Period:
        return FiscalYear(self.fiscal_year, self.conventions.first_month).period

    def sees(self, record: Record) -> bool:
        """Tell whether the reader may see this record."""
        return record._meta.model_name not in self.withheld and is_visible(record, self.actor, self.at)

    def called(self, record: Record) -> Any:
        """Return what the record is called for this reader: a localised text, or a plain one."""
        return kind_of(record).label_for(record, self.sees)
