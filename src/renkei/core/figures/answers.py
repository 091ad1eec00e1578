"""What a figure answers: the value with everything needed to trust it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from renkei.core.records.kinds import kind_of
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.money import JPY, Currency, DisplayUnit, display, format_number
from renkei.kernel.quantities import Quantity, State, total
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from renkei.core.figures.enums import FigureKind
    from renkei.core.figures.registry import Choice, FigureDefinition, Stated, Term, Version
    from renkei.kernel.periods import Period

KNOWN = frozenset({"exact", "about"})
WORDS = {
    "about": Localised.both("約", "about "),
    "not_yet_known": Localised.both("未確定", "not yet known"),
    "not_stated": Localised.both("記載なし", "not stated"),
    "not_applicable": Localised.both("該当なし", "not applicable"),
}
_QUANTITY_STATES = {
    "exact": State.EXACT,
    "about": State.ABOUT,
    "not_applicable": State.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class MoneyStyle:
    """How the cluster shows money. Values of money are whole minor units (yen have none)."""

    currency: Currency = JPY
    unit: DisplayUnit = DisplayUnit.THOUSAND

    def text(self, value: Decimal, language: str) -> str:
        return format_number(display(int(value), self.unit, currency=self.currency), language)

    def unit_text(self, language: str) -> str:
        return self.unit.label_in(self.currency).text(language)

    @property
    def scale(self) -> int:
        """How many minor units make one of the shown unit: 1000 for yen in thousands."""
        return self.unit.divisor * self.currency.minor_units


@dataclass(frozen=True)
class Computed:
    """The value summed from records: how many lines, and how many of them are public."""

    value: Decimal
    lines: int
    seen_lines: int = 0


@dataclass(frozen=True)
class FigureAnswer:
    """The answer to a figure's question for a fiscal year.

    `prints` says whether `value` is "stated" or "computed"; the other one stands beside it in `stated` and
    `computed`. `state` is exact, about, not_yet_known, not_stated or not_applicable; only the first two
    have a value. `difference` is computed minus stated where the two disagree beyond the printed
    precision. `contradicts`: two publishers state different values of the same definition and basis.
    `joined`: a trend may draw a line from the point before.
    """

    definition: FigureDefinition
    fiscal_year: int
    period: Period
    prints: str
    state: str
    value: Decimal | None
    precision: Decimal
    as_of: dt.date | None
    basis: Term | None
    publisher: Term | None
    version: int
    money: MoneyStyle = field(default_factory=MoneyStyle)
    computed: Computed | None = None
    stated: tuple[Stated, ...] = ()
    choice: Choice | None = None
    explanation: Localised = field(default_factory=Localised)
    difference: Decimal | None = None
    contradicts: bool = False
    joined: bool = False

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def label(self) -> Localised:
        return self.definition.label

    @property
    def definition_text(self) -> Localised:
        return self.definition.definition

    @property
    def unit(self) -> CountedUnit:
        return self.definition.unit

    @property
    def kind(self) -> FigureKind:
        return self.definition.kind

    @property
    def is_known(self) -> bool:
        return self.state in KNOWN

    @property
    def is_money(self) -> bool:
        return self.unit is CountedUnit.YEN

    @property
    def quantity(self) -> Quantity:
        """The value for sums and comparisons; what is not stated is not yet known to us."""
        state = _QUANTITY_STATES.get(self.state, State.NOT_YET_KNOWN)
        return Quantity(state, self.value, self.unit, None, self.precision)

    def text(self, language: str) -> str:
        """Return the number as printed (1,234, 約1,234, 延べ56, 延べ約50, 12,345), or the word for its state."""
        return self.text_of(self.state, self.value, self.precision, language)

    def unit_text(self, language: str) -> str:
        """Return what follows the number (件, projects, 千円); empty where there is no number."""
        if self.value is None:
            return ""
        if self.is_money:
            return self.money.unit_text(language)
        return self._around(self.value, language)[1]

    def printed(self, language: str) -> str:
        """Return number and unit: 約1,234人, 12,345千円, 12,345 thousand yen, 12.5%."""
        return self.printed_of(self.state, self.value, self.precision, language)

    def text_of(self, state: str, value: Decimal | None, precision: Decimal, language: str) -> str:
        """Return another value of this figure (a stated one, a line) as `text` would."""
        if value is None:
            return WORDS[state].text(language)
        about = WORDS["about"].text(language) if state == "about" else ""
        return self._around(value, language)[0] + about + self.number_text(value, language, precision)

    def printed_of(self, state: str, value: Decimal | None, precision: Decimal, language: str) -> str:
        """Return another value of this figure with its unit."""
        number = self.text_of(state, value, precision, language)
        if value is None:
            return number
        after = self.money.unit_text(language) if self.is_money else self._around(value, language)[1]
        return f"{number}{after}" if language.startswith("ja") or after == "%" else f"{number} {after}"

    def number_text(self, value: Decimal, language: str, precision: Decimal = Decimal(1)) -> str:
        """Return the bare number, money in the cluster's display unit."""
        if self.is_money:
            return self.money.text(value, language)
        return Quantity(State.EXACT, value, self.unit, None, precision).number(language)

    def stated_text(self, stated: Stated, language: str) -> str:
        return self.printed_of(stated.state, stated.value, stated.precision, language)

    def _around(self, value: Decimal, language: str) -> tuple[str, str]:
        if self.is_money:
            return "", ""
        before, _, after = self.unit.with_number("\0", language, one=value == 1).partition("\0")
        return before, after.strip()


@dataclass(frozen=True)
class Line:
    """One row behind a computed value."""

    kind: str
    slug: str
    label: Localised
    amount: Decimal
    when: dt.date | None
    public: bool
    place: Localised = field(default_factory=Localised)

    def desk_address(self) -> str:
        return kind_of(self.kind).desk_address(self.slug)

    def portal_address(self, language: str) -> str:
        """Return the row's public page, empty where its kind has none or it is not public."""
        return kind_of(self.kind).portal_address(self.slug, language) if self.public else ""


@dataclass(frozen=True)
class Source:
    """A document behind a figure."""

    slug: str
    title: Localised


@dataclass(frozen=True)
class Evidence:
    """Everything behind one figure and year, its lines page by page.

    `found` is the number of visible lines that match `q`; `total_lines` counts all, `not_public` those
    that are not shown to this reader. `more_documents` are further documents than those listed.
    """

    answer: FigureAnswer
    lines: tuple[Line, ...]
    page: int
    pages: int
    found: int
    total_lines: int
    not_public: int
    q: str
    documents: tuple[Source, ...]
    more_documents: int
    versions: tuple[Version, ...]

    @property
    def choice(self) -> Choice | None:
        return self.answer.choice

    @property
    def has_previous(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages


def combine(answers: Iterable[FigureAnswer]) -> Quantity:
    """Add figures of one unit. Raises RuleBroken("units.unlike"), ("figures.nothing_to_add")."""
    quantities: Sequence[Quantity] = [answer.quantity for answer in answers]
    if not quantities:
        message = Localised.both("合計する数字がありません。", "There are no figures to add.")
        raise RuleBroken("figures.nothing_to_add", message)
    return total(quantities, quantities[0].unit)
