"""One cell of a table: read as people write it, written in one form only. Files and forms share both."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from renkei.core.tables.columns import Column, ColumnType
from renkei.kernel.cleaning import clean, is_my_number, key, looks_like_formula
from renkei.kernel.eras import parse_date
from renkei.kernel.errors import NotUnderstood, RuleBroken
from renkei.kernel.fiscal import DEFAULT_FIRST_MONTH, FiscalYear, parse_fiscal_year
from renkei.kernel.localised import Localised
from renkei.kernel.money import JPY, Currency, DisplayUnit, NotAnAmount, expected_amount, parse_amount
from renkei.kernel.periods import PartialDate, Period, Precision, YearCalendar

if TYPE_CHECKING:
    from renkei.core.records.models import Record

Warn = Callable[[Localised], None]


@dataclass(frozen=True)
class CellSettings:
    """What a cell's reading depends on besides its column: the cluster's first month and currency."""

    first_month: int = DEFAULT_FIRST_MONTH
    currency: Currency = JPY


USUAL = CellSettings()


class CellEmpty(NotUnderstood):
    code = "cell.required"


class CellFormula(NotUnderstood):
    code = "cell.formula"


class CellUnreadable(NotUnderstood):
    code = "cell.unreadable_character"


class CellIndividualNumber(NotUnderstood):
    code = "cell.individual_number"


class NotANumber(NotUnderstood):
    code = "number.not_understood"


class NotAChoice(NotUnderstood):
    code = "choice.not_understood"


_NO_VALUE = Localised.both("値（この列は空欄にできません）", "a value (this column cannot be empty)")
_NO_FORMULA = Localised.both(
    "式ではない文字や数（=、@、または数でない + - で始まるセルは受け付けません）",
    "text or a number, not a formula (= or @ at the start, or + or - before anything but a number)",
)
_READABLE = Localised.both(
    "誰の画面でも読める文字（外字・文字化け・Excelのエラー値は受け付けません）",
    "characters everybody can read (no private-use characters, no lost characters, no Excel errors)",
)
_NO_INDIVIDUAL_NUMBER = Localised.both(
    "個人番号（マイナンバー）でないもの", "anything but an Individual Number (My Number)"
)
_A_NUMBER = Localised.both(
    "単位の付かない数（例：1,234、12.5、△3）", "a number without a unit, such as 1,234 or 12.5"
)
_A_WHOLE_NUMBER = Localised.both(
    "単位の付かない整数（例：1,234）", "a whole number without a unit, such as 1,234"
)
_YES_NO = Localised.both("true または false（はい・いいえ、○・×も可）", "true or false (yes and no will do)")
_UNREADABLE = re.compile(
    "[\x80-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]|^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\\?|NUM!|NULL!)$"
)
# Most texts are plain: nothing in them could be composed, invisible or a formula.
_LETTERS = "A-Za-z0-9ぁ-ゖァ-ヺー一-鿿"
_PLAIN = re.compile(f"[{_LETTERS}][ -~{_LETTERS}、。「」・（）〜々]*")
_NUMBER = re.compile(r"([-−△▲])?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_FISCAL = re.compile(r"年度|^\s*[FＦfｆAＡaａ][YＹyｙ]")
_TWELVE = 12
_TRUE = frozenset({"true", "1", "yes", "はい", "○", "〇", "◯", "有"})
_FALSE = frozenset({"false", "0", "no", "いいえ", "×", "✕", "無"})


def read_cell(column: Column, text: str, *, settings: CellSettings = USUAL, warn: Warn | None = None) -> Any:
    """Return what stands in a cell: a text, date, number … or, for an empty cell, the column's empty value.

    `warn` hears of what was understood and yet is worth a look. Raises NotUnderstood (found and expected) and
    RuleBroken.
    """
    plain = text.strip()
    if not plain:
        return _empty(column, text)
    if column.type is not ColumnType.TEXT and plain[0] in "=＝@＠":
        raise CellFormula(text, _NO_FORMULA)
    return _READERS[column.type](column, plain, settings, warn or _ignore)


def _ignore(_: Localised) -> None:
    """Nobody listens."""


def _empty(column: Column, text: str) -> Any:
    if column.required:
        raise CellEmpty(text, _NO_VALUE)
    if column.part:
        return "" if column.type is ColumnType.TEXT else None
    default = column.field.get_default()
    return str(default) if column.type is ColumnType.CHOICE and default is not None else default


def _text(_column: Column, text: str, _settings: CellSettings, _warn: Warn) -> str:
    stored = text
    if not _PLAIN.fullmatch(text):
        if looks_like_formula(text):
            raise CellFormula(text, _NO_FORMULA)
        if _UNREADABLE.search(text):
            raise CellUnreadable(text, _READABLE)
        stored = clean(text).strip()
    if len(stored) >= _TWELVE and is_my_number(stored):
        raise CellIndividualNumber("", _NO_INDIVIDUAL_NUMBER)
    return stored


def _reference(_column: Column, text: str, _settings: CellSettings, _warn: Warn) -> str:
    return clean(unicodedata.normalize("NFKC", text)).strip()


def _integer(_column: Column, text: str, _settings: CellSettings, _warn: Warn) -> int:
    try:
        return parse_amount(text, None)
    except NotAnAmount:
        raise NotANumber(text, _A_WHOLE_NUMBER) from None


def _number(_column: Column, text: str, _settings: CellSettings, _warn: Warn) -> Decimal:
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    if not match:
        raise NotANumber(text, _A_NUMBER)
    sign, whole, decimals = match.groups()
    try:
        return Decimal(("-" if sign else "") + whole.replace(",", "") + (decimals or ""))
    except InvalidOperation:  # pragma: no cover - the pattern admits numbers only
        raise NotANumber(text, _A_NUMBER) from None


def _money(_column: Column, text: str, settings: CellSettings, _warn: Warn) -> int:
    """A bare number is in the currency itself; 12千円 says its own unit."""
    for unit in DisplayUnit:
        bare = unicodedata.normalize("NFKC", text)
        if unit is not DisplayUnit.YEN and bare[-1:].isdigit():
            continue
        try:
            return parse_amount(text, unit, settings.currency)
        except NotAnAmount:
            continue
    raise NotAnAmount(text, expected_amount(DisplayUnit.YEN, settings.currency))


def _date(column: Column, text: str, settings: CellSettings, warn: Warn) -> dt.date:
    if column.part and _FISCAL.search(text):
        year = FiscalYear(_fiscal_year(column, text, settings, warn), settings.first_month)
        return year.end if column.part == "end" else year.start
    return parse_date(text)


def _partial_date(_column: Column, text: str, _settings: CellSettings, warn: Warn) -> str:
    found = PartialDate.parse(text)
    if found.precision is Precision.YEAR and found.calendar is YearCalendar.FISCAL:
        warn(
            Localised.both(
                "年度と書かれています。年だけを記録し、年の種類の列に「fiscal」と記してください。",
                "A fiscal year is written; only the year is kept: say “fiscal” as its kind of year.",
            )
        )
    return found.isoformat()


def _fiscal_year(_column: Column, text: str, settings: CellSettings, warn: Warn) -> int:
    found = parse_fiscal_year(text, settings.first_month)
    if found.warning:
        warn(found.warning)
    return found.year


def _boolean(_column: Column, text: str, _settings: CellSettings, _warn: Warn) -> bool:
    plain = unicodedata.normalize("NFKC", text).casefold()
    if plain in _TRUE or plain in _FALSE:
        return plain in _TRUE
    raise NotUnderstood(text, _YES_NO)


def _choice(column: Column, text: str, _settings: CellSettings, _warn: Warn) -> str:
    found = _words(column).get(key(text))
    if found is None:
        values = [value for value, _ in column.choices]
        raise NotAChoice(
            text,
            Localised.both(f"次のどれか：{'、'.join(values)}", f"one of: {', '.join(values)}"),
        )
    return found


@lru_cache(maxsize=256)
def _words(column: Column) -> Mapping[str, str]:
    """Every way to write a choice: its value, and its label in either language where no other bears it."""
    words: dict[str, str] = {}
    doubtful: set[str] = set()
    for language in ("ja", "en"):
        with override(language):
            for value, label in column.choices:
                word = key(str(label))
                if words.setdefault(word, value) != value:
                    doubtful.add(word)
    for word in doubtful:
        del words[word]
    return words | {key(value): value for value, _ in column.choices}


_READERS: dict[ColumnType, Callable[[Column, str, CellSettings, Warn], Any]] = {
    ColumnType.TEXT: _text,
    ColumnType.REFERENCE: _reference,
    ColumnType.INTEGER: _integer,
    ColumnType.NUMBER: _number,
    ColumnType.MONEY: _money,
    ColumnType.DATE: _date,
    ColumnType.PARTIAL_DATE: _partial_date,
    ColumnType.FISCAL_YEAR: _fiscal_year,
    ColumnType.BOOLEAN: _boolean,
    ColumnType.CHOICE: _choice,
}


def write_cell(column: Column, value: Any, *, settings: CellSettings = USUAL) -> str:
    """Return the one written form of a value (of the field, or of the column's part of it)."""
    if isinstance(value, Localised):
        return value.get(column.part, "")
    if isinstance(value, Period):
        value = value.start if column.part == "start" else value.end
    if value is None:
        return ""
    if column.type is ColumnType.MONEY and settings.currency.minor_digits:
        return f"{Decimal(value).scaleb(-settings.currency.minor_digits).normalize():f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def assemble(cells: Iterable[tuple[Column, Any]], base: Record | None = None) -> dict[str, Any]:
    """Put the cells of one row together: the model's attributes with their values.

    Languages and ends of periods without a column keep what `base` holds.
    Raises RuleBroken("period.ends_before_start") with `column` in its context.
    """
    values: dict[str, Any] = {}
    periods: dict[str, dict[str, dt.date | None]] = {}
    for column, value in cells:
        name = column.attribute
        if column.type is ColumnType.TEXT and column.part:
            before = values[name] if name in values else getattr(base, name, Localised())
            values[name] = before.with_text(column.part, value)
        elif column.part:
            before = getattr(base, name, None) or Period()
            ends = periods.setdefault(name, {"start": before.start, "end": before.end})
            ends[column.part] = value
        else:
            values[name] = value
    for name, ends in periods.items():
        values[name] = _period(name, ends)
    return values


def _period(name: str, ends: dict[str, dt.date | None]) -> Period:
    try:
        return Period(**ends)
    except RuleBroken as error:
        expected = Localised.both(
            f"始まりの日（{ends['start']}）以後の日", f"a day not before the first one ({ends['start']})"
        )
        raise RuleBroken(
            error.code, error.message, column=f"{name}_to", found=ends["end"], expected=expected
        ) from error
