"""Rules of answers (pure): who may answer until when, and what an answer needs."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING

from renkei.kernel.cleaning import is_my_number
from renkei.kernel.errors import NotUnderstood, RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.quantities import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renkei.kernel.quantities import Quantity
    from renkei.kernel.units import CountedUnit

LONGEST = 500
MOST_FILES = 5
LONGEST_NAME = 200
# kinds of record that an owner can be asked to check and complete, in the order of the form
SHEET_KINDS = ("meeting", "milestone", "item", "seat", "contribution")
_NEEDED = {
    "value": Localised.both(
        "値（分からないときは「未確定」、当たらないときは「該当なし」）",
        "a value (“not yet known” or “not applicable” where there is none)",
    ),
    "source": Localised.both("根拠となる資料の名前", "the name of the document it rests on"),
    "place": Localised.both("資料の中の場所（頁・表など）", "the place in the document (page, table)"),
}
_NAMED = Localised.both(
    "ファイルの名前が使えません（フォルダの区切り、先頭の点、制御文字を含まない名前にしてください）。",
    "The name of the file cannot be used: no folders, no dot in front, no control characters.",
)
NO_INDIVIDUAL_NUMBER = Localised.both(
    "個人番号（マイナンバー）とみられる番号は受け取れません。番号を消してください",
    "what looks like an Individual Number (My Number) is not kept; please take it out",
)
_SHORTER = Localised.both(f"{LONGEST}字まで", f"at most {LONGEST} characters")


def last_day(due_on: dt.date, grace_days: int) -> dt.date:
    """Return the last day on which an answer is taken."""
    return due_on + dt.timedelta(days=grace_days)


def read_answer(
    unit: CountedUnit, *, value: str, source: str, place: str, note: str = ""
) -> tuple[Quantity | None, list[tuple[str, RuleBroken]]]:
    """Read an answer as it was typed: the quantity in the indicator's unit, and (field, flaw) for what is wrong.

    Nothing without source: value, document and place are all needed.
    """
    given = {"value": value, "source": source, "place": place}
    flaws = [
        (name, RuleBroken("answer.missing", _NEEDED[name]))
        for name, text in given.items()
        if not text.strip()
    ]
    texts = {"source": source, "place": place, "note": note}
    flaws += [*_too_long(texts), *individual_numbers({"value": value, **texts})]
    quantity = None
    if value.strip():
        try:
            quantity = parse_quantity(value, unit)
        except NotUnderstood as error:
            flaws.append(("value", RuleBroken("answer.value", error.message)))
    return (None if flaws else quantity), flaws


def _too_long(texts: dict[str, str]) -> Iterable[tuple[str, RuleBroken]]:
    for name, text in texts.items():
        if len(text) > LONGEST:
            yield name, RuleBroken("answer.too_long", _SHORTER)


def individual_numbers(texts: Mapping[str, str]) -> Iterator[tuple[str, RuleBroken]]:
    """Yield the fields in which an Individual Number (マイナンバー) stands: nobody may keep one."""
    for name, text in texts.items():
        if is_my_number(text):
            yield name, RuleBroken("answer.individual_number", NO_INDIVIDUAL_NUMBER)


def file_name(given: str) -> str:
    """Return the name under which a file of evidence is kept, at most 200 characters.

    Raises RuleBroken("evidence.name") for one that leads elsewhere or hides what it is,
    ("answer.individual_number").
    """
    name = unicodedata.normalize("NFC", given).strip()
    for _, flaw in individual_numbers({"name": name.rpartition(".")[0] or name}):
        raise flaw
    strange = any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in name)
    if not name or name.startswith(".") or strange or set(name) & set("/\\:"):
        raise RuleBroken("evidence.name", _NAMED)
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot else name[:LONGEST_NAME]


def situation(states: Iterable[str], *, late: bool) -> str:
    """Return where an owner stands by the states of what it is asked: to_check, late, owing or done."""
    found = set(states)
    if "answered" in found:
        return "to_check"
    if found & {"asked", "returned"}:
        return "late" if late else "owing"
    return "done"
