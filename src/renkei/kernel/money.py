"""Money: whole minor units inside, rounded only where a table's rule says how. Integers only."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Literal, Self

from renkei.kernel.errors import NotUnderstood, RuleBroken
from renkei.kernel.localised import Localised

Negative = Literal["△", "-"]


class NotAnAmount(NotUnderstood):
    code = "amount.not_understood"


@dataclass(frozen=True)
class Currency:
    code: str
    minor_digits: int
    name: Localised

    @property
    def minor_units(self) -> int:
        return int(10**self.minor_digits)


JPY = Currency("JPY", 0, Localised.both("円", "yen"))
CURRENCIES = {
    currency.code: currency
    for currency in (
        JPY,
        Currency("EUR", 2, Localised.both("ユーロ", "euros")),
        Currency("USD", 2, Localised.both("米ドル", "US dollars")),
        Currency("GBP", 2, Localised.both("ポンド", "pounds sterling")),
        Currency("CHF", 2, Localised.both("スイスフラン", "Swiss francs")),
        Currency("KRW", 0, Localised.both("ウォン", "won")),
        Currency("CNY", 2, Localised.both("元", "yuan")),
        Currency("TWD", 2, Localised.both("台湾ドル", "New Taiwan dollars")),
    )
}


class Rounding(StrEnum):
    """How an amount is brought to a display unit. Signs are mirrored: -1.5 is rounded as 1.5 is."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"

    @property
    def label(self) -> Localised:
        return {
            "half_up": Localised.both("四捨五入", "rounded half up"),
            "down": Localised.both("切捨て", "rounded down"),
            "up": Localised.both("切上げ", "rounded up"),
        }[self.value]

    def divide(self, amount: int, divisor: int) -> int:
        """Divide in whole numbers. `divisor` is positive."""
        quotient, rest = divmod(abs(amount), divisor)
        one_more = {"half_up": 2 * rest >= divisor, "down": False, "up": rest > 0}[self.value]
        return (quotient + one_more) * (-1 if amount < 0 else 1)


class DisplayUnit(StrEnum):
    YEN = "yen"
    THOUSAND = "thousand"
    MILLION = "million"
    HUNDRED_MILLION = "hundred_million"

    @property
    def divisor(self) -> int:
        return {"yen": 1, "thousand": 1_000, "million": 1_000_000, "hundred_million": 100_000_000}[self.value]

    @property
    def label(self) -> Localised:
        return self.label_in(JPY)

    def label_in(self, currency: Currency) -> Localised:
        prefix = {
            "yen": Localised(),
            "thousand": Localised.both("千", "thousand "),
            "million": Localised.both("百万", "million "),
            "hundred_million": Localised.both("億", "hundred million "),
        }[self.value]
        return Localised({language: prefix.text(language) + name for language, name in currency.name.items()})


@dataclass(frozen=True)
class Money:
    """An amount in minor units (for yen: whole yen) and its currency. Unlike currencies never add up."""

    amount: int
    currency: Currency = JPY

    def __add__(self, other: Self) -> Self:
        self._same_currency(other)
        return type(self)(self.amount + other.amount, self.currency)

    def __sub__(self, other: Self) -> Self:
        self._same_currency(other)
        return type(self)(self.amount - other.amount, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.amount, self.currency)

    def _same_currency(self, other: Self) -> None:
        if other.currency != self.currency:
            raise RuleBroken(
                "money.unlike_currencies",
                Localised.both(
                    "通貨が違うため計算できません（{one}と{other}）。",
                    "Amounts in different currencies are not added ({one} and {other}).",
                ).filled(one=self.currency.name, other=other.currency.name),
            )


def display(
    amount: int,
    unit: DisplayUnit = DisplayUnit.YEN,
    rounding: Rounding = Rounding.HALF_UP,
    currency: Currency = JPY,
) -> int:
    """Return the whole number of display units shown for an amount in minor units."""
    return rounding.divide(amount, unit.divisor * currency.minor_units)


def format_number(number: int | Decimal, language: str = "ja", negative: Negative | None = None) -> str:
    """Return 12,345 or △12,345. Without a choice, negatives bear △ in Japanese and - elsewhere."""
    mark = negative or ("△" if language.partition("-")[0] == "ja" else "-")
    shown = f"{abs(number):,f}" if isinstance(number, Decimal) else f"{abs(number):,}"
    return f"{mark}{shown}" if number < 0 else shown


def with_unit(number: str, unit: DisplayUnit, language: str, currency: Currency = JPY) -> str:
    label = unit.label_in(currency).text(language)
    return f"{number}{label}" if language.partition("-")[0] == "ja" else f"{number} {label}"


def format_amount(
    amount: int,
    unit: DisplayUnit = DisplayUnit.YEN,
    rounding: Rounding = Rounding.HALF_UP,
    language: str = "ja",
    negative: Negative | None = None,
    currency: Currency = JPY,
) -> str:
    """Return the amount with its unit: 12,345千円, 12,345 thousand yen, 12.34 euros."""
    if unit is DisplayUnit.YEN and currency.minor_digits:
        number: int | Decimal = Decimal(amount).scaleb(-currency.minor_digits)
    else:
        number = display(amount, unit, rounding, currency)
    return with_unit(format_number(number, language, negative), unit, language, currency)


@dataclass(frozen=True)
class Footing:
    """Rows and total as shown, in display units. `note` is set exactly when they do not add up."""

    rows: tuple[int, ...]
    total: int
    note: Localised | None

    @property
    def differs(self) -> bool:
        return sum(self.rows) != self.total


def footing(
    amounts: Iterable[int],
    unit: DisplayUnit = DisplayUnit.YEN,
    rounding: Rounding = Rounding.HALF_UP,
    currency: Currency = JPY,
) -> Footing:
    """Round every row and, on its own, the sum of the exact amounts."""
    exact = tuple(amounts)
    rows = tuple(display(amount, unit, rounding, currency) for amount in exact)
    total = display(sum(exact), unit, rounding, currency)
    return Footing(rows, total, None if sum(rows) == total else rounding_note(rounding))


def rounding_note(rounding: Rounding) -> Localised:
    done = {"half_up": "四捨五入している", "down": "切り捨てている", "up": "切り上げている"}[rounding.value]
    return Localised.both(
        f"表示単位未満を{done}ため、合計が一致しない場合があります。",
        f"Amounts are {rounding.label['en']} to the unit shown, so the rows may not add up to the total.",
    )


# What a database column of whole numbers holds.
LARGEST = 2**63 - 1
_SIGNS = "-−‐‑–△▲"
_NUMBER = re.compile(
    rf"(?P<sign>[{_SIGNS}+])?\s*(?P<yen>[¥\\])?\s*(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<decimals>\.\d+)?\s*(?P<unit>\D*)"
)


def parse_amount(text: str, unit: DisplayUnit | None = DisplayUnit.YEN, currency: Currency = JPY) -> int:
    """Read an amount of a column whose unit is declared; return minor units.

    In a column of 千円 both 12 and 12千円 are 12,000 yen. △, ▲ and a minus are negative, brackets are not.
    Where no unit is declared (None) a bare number is in the currency itself; a unit is refused.
    Raises NotAnAmount for a unit that is not the declared one, misplaced commas, parts of a minor unit, or
    more than 64 bits hold.
    """
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    expected = expected_amount(unit, currency)
    if not match:
        raise NotAnAmount(text, expected)
    declared = unit or DisplayUnit.YEN
    written = match["unit"].strip().casefold()
    if written and (unit is None or written not in _names(declared, currency)):
        raise NotAnAmount(text, expected)
    if match["yen"] and (written or unit is not DisplayUnit.YEN or currency is not JPY):
        raise NotAnAmount(text, expected)
    decimals = (match["decimals"] or "").removeprefix(".")
    scaled = int(match["number"].replace(",", "") + decimals) * declared.divisor * currency.minor_units
    minor, rest = divmod(scaled, int(10 ** len(decimals)))
    if rest or minor > LARGEST:
        raise NotAnAmount(text, expected)
    return -minor if match["sign"] and match["sign"] != "+" else minor


@cache
def _names(unit: DisplayUnit, currency: Currency) -> frozenset[str]:
    names = {name.casefold() for name in unit.label_in(currency).values()}
    if unit is DisplayUnit.YEN:
        names.add(currency.code.casefold())
    return frozenset(names)


@cache
def expected_amount(unit: DisplayUnit | None, currency: Currency = JPY) -> Localised:
    if unit is None:
        return Localised.both(
            "単位の付かない数（この列には単位が決められていません）",
            "a number without a unit (no unit is declared for this column)",
        )
    return Localised.both(
        "{unit}の数（例：12,345 または △3）", "a number in {unit}, such as 12,345 or -3"
    ).filled(unit=unit.label_in(currency))
