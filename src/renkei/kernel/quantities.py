"""Quantities: a value, what one of it is, and how much is known of it. Unknown is not zero."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

from renkei.kernel.errors import NotUnderstood, RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.money import DisplayUnit, Rounding, format_amount, format_number
from renkei.kernel.units import CountedUnit

__all__ = ["CountedUnit", "NotAQuantity", "Quantity", "State", "add", "parse_quantity", "total"]


class NotAQuantity(NotUnderstood):
    code = "quantity.not_understood"


class State(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    NOT_YET_KNOWN = "not_yet_known"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> Localised:
        return {
            "exact": Localised.both("確定した値", "exact"),
            "about": Localised.both("約", "about"),
            "not_yet_known": Localised.both("未確定", "not yet known"),
            "not_applicable": Localised.both("該当なし", "not applicable"),
        }[self.value]

    @property
    def has_value(self) -> bool:
        return self in {State.EXACT, State.ABOUT}


@dataclass(frozen=True)
class Quantity:
    """A value, how sure it is, and what one of it is.

    `precision` is the step the source prints in: 12,345 千円 is 12,345,000 yen with a precision of 1,000, so
    ± 500. `printed` keeps the source's own words. Raises RuleBroken("quantity.value_missing"),
    ("quantity.value_not_allowed") or ("quantity.precision").
    """

    state: State
    value: Decimal | None
    unit: CountedUnit
    printed: str | None = None
    precision: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", State(self.state))
        object.__setattr__(self, "unit", CountedUnit(self.unit))
        if self.state.has_value and self.value is None:
            raise RuleBroken(
                "quantity.value_missing",
                Localised.both(
                    "値がありません。分からない値は「未確定」としてください。",
                    "The value is missing. Say “not yet known” for a value nobody knows.",
                ),
            )
        if not self.state.has_value and self.value is not None:
            raise RuleBroken(
                "quantity.value_not_allowed",
                Localised.both("「{state}」には値を付けられません。", "“{state}” has no value.").filled(
                    state=self.state.label
                ),
            )
        if self.precision <= 0:
            raise RuleBroken(
                "quantity.precision",
                Localised.both(
                    "表示の精度は0より大きい数です。", "The printed precision is greater than zero."
                ),
            )
        if self.value is None:  # what has no value has no printed step
            object.__setattr__(self, "precision", Decimal(1))

    @classmethod
    def exact(cls, value: Decimal | int, unit: CountedUnit, precision: Decimal | int = 1) -> Self:
        return cls(State.EXACT, Decimal(value), unit, None, Decimal(precision))

    @classmethod
    def about(cls, value: Decimal | int, unit: CountedUnit) -> Self:
        return cls(State.ABOUT, Decimal(value), unit)

    @classmethod
    def not_yet_known(cls, unit: CountedUnit) -> Self:
        return cls(State.NOT_YET_KNOWN, None, unit)

    @classmethod
    def not_applicable(cls, unit: CountedUnit) -> Self:
        return cls(State.NOT_APPLICABLE, None, unit)

    @property
    def margin(self) -> Decimal:
        """Half the printed step; 0 where whole units are counted one by one."""
        fully_printed = self.unit.is_discrete and self.precision <= 1
        return Decimal(0) if fully_printed else self.precision / 2

    def agrees_with(self, value: Decimal | int) -> bool | None:
        """Say whether a computed value prints as this one; None where nobody can tell (about, unknown)."""
        if self.state is not State.EXACT or self.value is None:
            return None
        return abs(Decimal(value) - self.value) <= self.margin

    def __add__(self, other: Self) -> Self:
        """Add like units; see `add`."""
        return type(self)(*_sum(self, other))

    def number(self, language: str) -> str:
        """Return the bare number (1,234), money in its printed unit (12,345); empty where there is none."""
        if self.value is None:
            return ""
        if money := self._money_unit:
            return format_number(Rounding.DOWN.divide(int(self.value), money.divisor), language)
        return format_number(_plain(self.value, self.precision), language)

    @property
    def _money_unit(self) -> DisplayUnit | None:
        """The largest unit the printed precision and the value allow."""
        if self.unit is not CountedUnit.YEN or self.value is None:
            return None
        return next(
            (
                unit
                for unit in reversed(DisplayUnit)
                if unit.divisor <= self.precision and self.value % unit.divisor == 0
            ),
            None,
        )

    def label(self, language: str) -> str:
        """Return 19件, 約1,234人, 12,345千円, 未確定; 19 projects, about 1,234 people, not yet known."""
        if self.value is None:
            return self.state.label.text(language)
        if money := self._money_unit:
            said = format_amount(int(self.value), money, Rounding.HALF_UP, language)
        else:
            said = self.unit.with_number(self.number(language), language, one=self.value == 1)
        if self.state is State.EXACT:
            return said
        about = self.state.label.text(language)
        if language.partition("-")[0] != "ja":
            return f"{about} {said}"
        before = "" if self._money_unit else self.unit.before
        return f"{before}{about}{said.removeprefix(before)}"


def _plain(value: Decimal, precision: Decimal) -> int | Decimal:
    """Keep the decimals the source prints, and no others unless the value has them."""
    if precision < 1:
        exponent = precision.normalize().as_tuple().exponent
        wanted = value.quantize(Decimal(1).scaleb(int(exponent)))
        return wanted if wanted == value else value.normalize()
    return int(value) if value == value.to_integral_value() else value.normalize()


def _sum(one: Quantity, other: Quantity) -> tuple[State, Decimal | None, CountedUnit, str | None, Decimal]:
    if one.unit is not other.unit:
        raise RuleBroken(
            "units.unlike",
            Localised.both(
                "単位が違うため合計できません（{one}と{other}）。",
                "Unlike units are not added ({one} and {other}).",
            ).filled(one=one.unit.label, other=other.unit.label),
            one=one.unit,
            other=other.unit,
        )
    states = {one.state, other.state}
    if State.NOT_YET_KNOWN in states:
        return State.NOT_YET_KNOWN, None, one.unit, None, Decimal(1)
    if State.NOT_APPLICABLE in states:
        kept = other if one.state is State.NOT_APPLICABLE else one
        return kept.state, kept.value, kept.unit, None, kept.precision
    margin = one.margin + other.margin
    state = State.ABOUT if State.ABOUT in states else State.EXACT
    value = (one.value or Decimal(0)) + (other.value or Decimal(0))
    return state, value, one.unit, None, 2 * margin if margin else Decimal(1)


def add(one: Quantity, other: Quantity) -> Quantity:
    """Add two quantities. Unknown makes the sum unknown, about makes it about, not applicable adds nothing.

    Margins add up: the sum of two amounts printed in thousands is known to ± 1,000.
    Raises RuleBroken("units.unlike").
    """
    return one + other


def total(quantities: Iterable[Quantity], unit: CountedUnit) -> Quantity:
    """Add quantities of one unit; the sum of none is exactly 0, of none that applies: not applicable."""
    found = list(quantities)
    start = Quantity.not_applicable(unit) if found else Quantity.exact(0, unit)
    for quantity in found:
        start = start + quantity
    return start


# Sums of such numbers stay exact in the arithmetic of decimals.
LONGEST_NUMBER = 20
_ABOUT = re.compile(r"^(約|およそ|おおよそ|概ね|about |approximately |approx\. |c\. |~)\s*", re.IGNORECASE)
_UNKNOWN = frozenset({"未確定", "未定", "調査中", "集計中", "不明", "not yet known", "unknown"})
_NOT_APPLICABLE = frozenset({"該当なし", "対象外", "not applicable", "n/a"})
_NUMBER = re.compile(
    r"(?P<sign>[-−△▲])?\s*(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?\s*(?P<unit>\D*)"
)


def parse_quantity(text: str, unit: CountedUnit) -> Quantity:
    """Read 19, 19件, 約1,234人, 12.5%, 未確定, 該当なし in a column whose unit is declared.

    A cell that holds another unit, an empty cell and a dash are refused (NotAQuantity): blank is not zero.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if plain.casefold() in _UNKNOWN:
        return Quantity(State.NOT_YET_KNOWN, None, unit, text.strip())
    if plain.casefold() in _NOT_APPLICABLE:
        return Quantity(State.NOT_APPLICABLE, None, unit, text.strip())
    before = unicodedata.normalize("NFKC", unit.before)
    bare = plain.removeprefix(before).strip()
    about = _ABOUT.match(bare)
    match = _NUMBER.fullmatch(_ABOUT.sub("", bare).removeprefix(before).strip())
    if not match or (match["unit"].strip() and match["unit"].strip().casefold() not in unit.written):
        raise NotAQuantity(text, _expected(unit))
    decimals = match["decimals"] or ""
    value = Decimal(("-" if match["sign"] else "") + match["number"].replace(",", "") + decimals)
    if (decimals and unit.is_discrete) or len(match["number"] + decimals) > LONGEST_NUMBER:
        raise NotAQuantity(text, _expected(unit))
    precision = Decimal(1).scaleb(-(len(decimals) - 1)) if decimals else Decimal(1)
    return Quantity(State.ABOUT if about else State.EXACT, value, unit, text.strip(), precision)


def _expected(unit: CountedUnit) -> Localised:
    return Localised.both(
        "単位が「{unit}」の数（例：1,234、約1,234）、「未確定」または「該当なし」",
        "a number in “{unit}” (1,234 or about 1,234), “not yet known” or “not applicable”",
    ).filled(unit=unit.label)
