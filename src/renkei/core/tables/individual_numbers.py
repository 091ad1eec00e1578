"""Individual Numbers (マイナンバー) in files that come in from outside: nobody may keep them."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from docx import Document
from docx.oxml.ns import qn

from renkei.core.files.pdf_text import page_texts
from renkei.core.files.services import DOCX, PDF, XLSX
from renkei.core.tables.archives import open_zip
from renkei.core.tables.workbooks import as_text, open_workbook
from renkei.kernel.cleaning import is_my_number, names_my_number
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Said = tuple[
    Localised, str, "Callable[[str], bool]"
]  # where in the file, what stands there, what says it is one
_TWELVE = 12
_LINES_BEFORE, _LINES_AFTER = 3, 1  # in a PDF a number is named beside it or over it
_FOUND = Localised.both(
    "「{name}」に個人番号（マイナンバー）とみられる番号があるため、受け取りません（{place}）。"
    "番号を消してから、もう一度添えてください。",
    "“{name}” holds what looks like an Individual Number (My Number) and is not kept ({place}). "
    "Please take the number out and attach the file again.",
)
_LINE = Localised.both("{number}行目", "line {number}")
_ROW = Localised.both("シート「{sheet}」の{number}行目", "sheet “{sheet}”, row {number}")
_TEXT = Localised.both("本文の{number}段落目", "paragraph {number}")
_PAGE = Localised.both("{number}頁", "page {number}")
_BROKEN = Localised.both(
    "「{name}」を開いて確かめることができません（壊れているか、形式が違います）。保存し直してください。",
    "“{name}” cannot be opened and looked through: damaged, or of another format. Please save it anew.",
)
_NOT_READ = (KeyError, ValueError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile)


def refuse_individual_numbers(stream: IO[bytes], name: str, media_type: str) -> None:
    """Look through the text of a PDF, workbook, document, table or text; pictures are not read, scans are taken.

    Of a PDF so much is read as `pdf_text` allows.
    Raises RuleBroken("file.individual_number") with the place and without the number; ("load.…") for a workbook,
    ("file.broken") for a document that cannot be opened, and so cannot be looked through.
    """
    stream.seek(0)
    try:
        for place, text, is_one in _texts(stream, media_type):
            if len(text) >= _TWELVE and is_one(text):
                raise RuleBroken("file.individual_number", _FOUND.filled(name=name, place=place))
    except _NOT_READ as error:
        raise RuleBroken("file.broken", _BROKEN.filled(name=name)) from error


def _texts(stream: IO[bytes], media_type: str) -> Iterator[Said]:
    if media_type in {XLSX, DOCX}:
        with tempfile.TemporaryDirectory(prefix="renkei-") as scratch:
            path = Path(scratch) / ("file.xlsx" if media_type == XLSX else "file.docx")
            path.write_bytes(stream.read())
            yield from _cells(path) if media_type == XLSX else _paragraphs(path)
    elif media_type == PDF:
        with tempfile.NamedTemporaryFile(prefix="renkei-", suffix=".pdf") as kept:
            shutil.copyfileobj(stream, kept)
            kept.flush()
            yield from _pages(Path(kept.name))
    elif media_type.startswith("text/"):
        yield from _lines(_decoded(stream.read()), is_table=media_type == "text/csv")


def _cells(path: Path) -> Iterator[Said]:
    book = open_workbook(path, with_hidden=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong one
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                place = _ROW.filled(sheet=sheet.title, number=str(number))
                cells = [as_text(value) for value in values]
                yield from ((place, cell, is_my_number) for cell in cells)
                yield place, " ".join(cells), names_my_number
    finally:
        book.close()


def _paragraphs(path: Path) -> Iterator[Said]:
    open_zip(path).close()
    document = Document(str(path))
    roots = [document.element.body]
    for section in document.sections:
        roots += [section.header._element, section.footer._element]
    paragraphs = (each for root in roots for each in root.iter(qn("w:p")))
    for number, paragraph in enumerate(paragraphs, 1):
        text = "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))
        yield _TEXT.filled(number=str(number)), text, is_my_number


def _pages(path: Path) -> Iterator[Said]:
    """Three numbers of four digits in a line of their own are a row of a table, unless something names them."""
    for number, text in enumerate(page_texts(path), 1):
        place, lines = _PAGE.filled(number=str(number)), text.splitlines()
        yield from ((place, line, is_my_number) for line in lines if " " not in line.strip())
        if names_my_number(text):
            for at in range(len(lines)):
                near = lines[max(0, at - _LINES_BEFORE) : at + 1 + _LINES_AFTER]
                yield place, "\n".join(near), names_my_number


def _lines(text: str, *, is_table: bool) -> Iterator[Said]:
    for number, line in enumerate(text.splitlines(), 1):
        place = _LINE.filled(number=str(number))
        yield place, line, is_my_number
        if is_table:
            cells = next(csv.reader(io.StringIO(line.replace("\t", ","))), [])
            yield from ((place, cell, is_my_number) for cell in cells)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
