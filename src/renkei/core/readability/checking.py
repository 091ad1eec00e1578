"""Looking through a file by the rules: what breaks one, and what a person has to look at."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from renkei.core.readability.reading import Looked, LookedFile, read_file
from renkei.core.readability.report import Finding, Place, Report
from renkei.core.tables.lists import SAME_AS_ABOVE
from renkei.kernel.cleaning import key, looks_like_formula
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_TITLE_ROWS = 10
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_DRESSED = re.compile(
    r"[△▲※*约約-]?\s*[¥\\]?\d[\d,]*(?:\.\d+)?\s*(?:円|千円|百万円|億円|人|名|件|社|校|日|回|か所|箇所|%|％|※.*|\*)?"
)
_DEPENDENT = re.compile("[\ue000-\uf8ff\uff61-\uff9f\ufffd\U000f0000-\U0010ffff]")
_ENCLOSED = re.compile("[①-⑳Ⅰ-ⅿ㈠-㉃㊀-㊰㍉-㍿㎀-㏟№℡]")
_SPACED = re.compile(r"^\s|\s$|[ 　]{2,}|^\S(?:[ 　]\S)+$")
_OTHER = re.compile(r"(?:その他|other)\s*[（(：:].+", re.IGNORECASE)
_MARK = re.compile(r"[-－―‐–—…‥*＊xX×※.・/]+|n/?a|不明|秘", re.IGNORECASE)
_ERA = re.compile(r"(?:明治|大正|昭和|平成|令和)\s*(?:元|\d{1,2})\s*年|^[MTSHR]\s?\d{1,2}(?:[./年]|$)")
_GREGORIAN = re.compile(r"(?:18|19|20|21)\d{2}")
_YEAR_HEAD = re.compile(
    r"(?:(?:FY)?\s*(?:19|20)\d{2}\s*(?:年度?)?|(?:昭和|平成|令和|[SHR])\s?(?:元|\d{1,2})\s*(?:年度?)?)"
)
_UNIT = re.compile(r"[(（\[].+[)）\]]|単位|%|％")
_NAMES = ("名", "name", "称")
_AREA = re.compile(r"市区?町村|都道府県|市町村")
_CODE = re.compile(r"コード|code|番号", re.IGNORECASE)
_MOSTLY = 0.6
_FEW_VALUES = 30
_WIDE_FROM = 3
_NO_OTHER_FILE = Localised.both("1つのファイルだけでは分かりません", "One file alone does not tell")
_NO_DEFINITIONS = Localised.both("定義のシートがありません", "There is no sheet of definitions")
_BLANKS = Localised.both("数の列に空欄があります", "A column of numbers has blank cells")
_COLOURED = Localised.both("色の付いたセルがあります", "There are coloured cells")
_LINES = Localised.both("セルの中に改行があります", "There are line breaks inside cells")


def check_file(path: Path, name: str) -> Report:
    """Look through a file by the 30 rules. Raises RuleBroken("load.…") for one that cannot be opened at all."""
    report = Report(name)
    file = read_file(path, name)
    if file is None:
        report.add(Finding("1-01", Place(), name))
        return report
    for finding in _of_file(file):
        report.add(finding)
    for table in file.tables:
        for finding in _of_table(table, file):
            report.add(finding)
    report.not_asked = {"1-10", "1-11", "1-12", "1-13", "2-06"} if file.is_csv else {"1-14", "1-15"}
    return report


def _of_file(file: LookedFile) -> Iterator[Finding]:
    yield Finding("3-07", Place(), look=True, said=_NO_OTHER_FILE)
    for each in file.objects:
        yield Finding("1-10", Place(), each.removeprefix("xl/"))
    for title in file.hidden_sheets:
        yield Finding("1-13", Place(title))
    for row, many in file.ragged:
        width = len(file.tables[0].rows[0][1])
        yield Finding("1-15" if many > width else "1-14", Place(row=row), f"{many} ≠ {width}")
    if file.is_csv and file.encoding != "utf-8-sig":
        yield Finding("3-08", Place(), file.encoding, look=True)
    elif not file.definitions:
        yield Finding("3-08", Place(), look=file.is_csv, said=_NO_DEFINITIONS)
    if not file.definitions:
        yield Finding("3-02", Place(), look=True, said=_NO_DEFINITIONS)


class _Table:
    """A table with its heading found, as every rule looks at it."""

    def __init__(self, table: Looked) -> None:
        self.looked = table
        self.line, self.heads = _heading(table.rows)
        self.body = [(number, cells) for number, cells in table.rows if number > self.line]
        self.width = max((len(_trimmed(cells)) for _, cells in table.rows), default=0)

    def column(self, position: int) -> list[tuple[int, str]]:
        return [
            (number, cells[position])
            for number, cells in self.body
            if len(cells) > position and cells[position]
        ]

    def place(self, row: int | None, position: int) -> Place:
        head = self.heads[position].strip() if position < len(self.heads) else ""
        return Place(self.looked.title, row, head or get_column_letter(position + 1))

    def at(self, row: int | None = None, column: str = "") -> Place:
        return Place(self.looked.title, row, column)


def _of_table(looked: Looked, file: LookedFile) -> Iterator[Finding]:
    if not looked.rows:
        return
    table = _Table(looked)
    yield from _layout(table)
    yield from _heads(table)
    yield from _look(table)
    for position in range(table.width):
        cells = table.column(position)
        yield from _cells(table, position, cells, file)
        yield from _column(table, position, cells, file)


def _heading(rows: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """Return the first row that is as wide as the table; titles above it are narrower."""
    near = rows[: _MOST_TITLE_ROWS + 1]
    widest = max(sum(bool(cell.strip()) for cell in cells) for _, cells in near)
    return next((n, cells) for n, cells in near if sum(bool(cell.strip()) for cell in cells) * 2 > widest)


def _trimmed(cells: list[str]) -> list[str]:
    last = max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[:last]


def _layout(table: _Table) -> Iterator[Finding]:
    numbers = [number for number, _ in table.looked.rows]
    if table.line != 1:
        yield Finding("3-01", table.at(table.line))
    for number, cells in table.looked.rows:
        filled = [cell for cell in cells if cell.strip()]
        if number < table.line or (len(filled) == 1 and table.width > 2 and number > table.line):  # noqa: PLR2004
            yield Finding("1-04", table.at(number), filled[0])
    for before, number in itertools.pairwise(numbers):
        if number - before > 1 and before >= table.line:
            cells = dict(table.looked.rows)[number]
            again = bool(table.heads) and _trimmed(cells) == _trimmed(table.heads)
            yield Finding("1-02" if again else "1-03", table.at(before + 1))
    for position in range(table.width):
        if not any(len(cells) > position and cells[position].strip() for _, cells in table.looked.rows):
            yield Finding("1-02", table.at(column=get_column_letter(position + 1)))


def _look(table: _Table) -> Iterator[Finding]:
    looked = table.looked
    for each in looked.merged:
        yield Finding("1-12", table.at(column=each))
    for number in looked.hidden_rows:
        yield Finding("1-13", table.at(number))
    for number in looked.hidden_columns:
        yield Finding("1-13", table.at(column=get_column_letter(number)))
    coloured = [place for place in looked.filled if place[0] > table.line]
    if looked.conditional or coloured:
        row, position = coloured[0] if coloured else (None, 0)
        yield Finding("1-11", table.place(row, position), look=True, said=_COLOURED)


def _heads(table: _Table) -> Iterator[Finding]:
    heads = [head.strip() for head in table.heads]
    heads += [""] * (table.width - len(heads))
    for position, head in enumerate(heads):
        if not head and table.column(position):
            yield Finding("1-05", table.place(table.line, position))
        if "\n" in head or _SPACED.search(table.heads[position] if position < len(table.heads) else ""):
            yield Finding("1-06", table.place(table.line, position), head)
    for head, many in Counter(head for head in heads if head).items():
        if many > 1:
            yield Finding("2-03", table.at(table.line), head)
    years = [head for head in heads if _YEAR_HEAD.fullmatch(unicodedata.normalize("NFKC", head))]
    if len(years) >= _WIDE_FROM:
        yield Finding("3-09", table.at(table.line), "、".join(years[:5]))
    areas = [head for head in heads if _AREA.search(head) and not _CODE.search(head)]
    if areas and not any(_CODE.search(head) for head in heads):
        yield Finding("3-06", table.at(table.line, areas[0]), look=True)


def _cells(table: _Table, position: int, cells: list[tuple[int, str]], file: LookedFile) -> Iterator[Finding]:
    head = table.heads[position] if position < len(table.heads) else ""
    named = any(word in head.casefold() for word in _NAMES)
    for number, text in cells:
        place = table.place(number, position)
        plain = text.strip()
        if plain in SAME_AS_ABOVE:
            yield Finding("2-02", place, plain)
        if looks_like_formula(plain) and not _MARK.fullmatch(plain):
            yield Finding("2-06", place, plain)
        if "\n" in plain and file.is_csv:
            yield Finding("1-14", place, plain)
        elif "\n" in plain:
            short = all(len(line) <= 12 for line in plain.splitlines())  # noqa: PLR2004 - a list, not a text
            yield Finding("1-07", place, plain, look=not short, said=Localised() if short else _LINES)
        elif _SPACED.search(text) and len(plain) <= 40:  # noqa: PLR2004 - a text may hold wider spaces
            yield Finding("1-06", place, text)
        if _DEPENDENT.search(plain) and not named:
            yield Finding("1-08", place, plain)
        elif _ENCLOSED.search(plain) and not named:
            yield Finding("1-08", place, plain, look=True)
        if _OTHER.fullmatch(plain):
            yield Finding("2-05", place, plain)


def _column(
    table: _Table, position: int, cells: list[tuple[int, str]], file: LookedFile
) -> Iterator[Finding]:
    head = table.heads[position] if position < len(table.heads) else ""
    values = [(number, text.strip()) for number, text in cells]
    marks = [(n, text) for n, text in values if _MARK.fullmatch(text)]
    if not file.definitions:
        for number, text in marks:
            yield Finding("3-03", table.place(number, position), text)
    rest = [(n, text) for n, text in values if not _MARK.fullmatch(text)]
    numeric = [
        (n, text)
        for n, text in rest
        if _DRESSED.fullmatch(unicodedata.normalize("NFKC", text)) and not _ENCLOSED.search(text)
    ]
    if rest and len(numeric) >= _MOSTLY * len(rest):
        yield from _numbers(table, position, rest, head, file)
    yield from _times(table, position, values)
    yield from _choices(table, position, values)


def _numbers(
    table: _Table, position: int, cells: list[tuple[int, str]], head: str, file: LookedFile
) -> Iterator[Finding]:
    for number, text in cells:
        is_number = file.is_csv or (number, position) in table.looked.numbers
        if not _NUMBER.fullmatch(text) or not (is_number or _CODE.search(head) or text.startswith("0")):
            yield Finding("2-01", table.place(number, position), text)
    if len(cells) < len(table.body) and not file.definitions:
        yield Finding("1-09", table.place(None, position), look=True, said=_BLANKS)
    if not file.definitions and not _UNIT.search(head) and not _CODE.search(head) and "年" not in head:
        yield Finding("3-04", table.place(None, position), look=True)


def _times(table: _Table, position: int, cells: list[tuple[int, str]]) -> Iterator[Finding]:
    for number, text in cells:
        plain = unicodedata.normalize("NFKC", text)
        row = dict(table.body)[number] if len(plain) <= 20 and _ERA.search(plain) else []  # noqa: PLR2004 - no sentence
        if (
            row
            and not any(_GREGORIAN.fullmatch(cell.strip()[:4]) for cell in row)
            and not _GREGORIAN.search(plain)
        ):
            yield Finding("3-05", table.place(number, position), text)


def _choices(table: _Table, position: int, cells: list[tuple[int, str]]) -> Iterator[Finding]:
    """A column of few values in which one is written in two ways."""
    written: dict[str, dict[str, int]] = {}
    for number, text in cells:
        written.setdefault(key(text), {}).setdefault(text, number)
    if len(written) > _FEW_VALUES or len(written) == len(cells):
        return
    for spellings in written.values():
        if len(spellings) > 1:
            yield Finding("2-04", table.place(max(spellings.values()), position), " / ".join(spellings))
