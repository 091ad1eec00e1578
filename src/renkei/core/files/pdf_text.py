"""The text of a PDF by pages, read in a process of its own: no file can hang, crash or fill the site.

As a programme (`python -m renkei.core.files.pdf_text FILE`) it writes a line of JSON for each page.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import resource
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_PAGES, MOST_OF_PAGE, MOST_LETTERS = 500, 100_000, 5_000_000
SECONDS, MOST_BYTES = 20, 1024 * 1024 * 1024
_WRITTEN = (b"V", b"Contents")  # what is typed into a form's field, what a note says


def page_texts(path: Path) -> list[str]:
    """Return the text of each page, up to the bounds above.

    Empty where there is none to read: a scan, a file under a password, a damaged one. What was read before the time
    was over is returned.
    """
    command = [sys.executable, "-m", "renkei.core.files.pdf_text", str(path)]
    with tempfile.TemporaryFile() as said:
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - our own programme
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        said.seek(0)
        return list(_whole_lines(said.read()))


def _whole_lines(said: bytes) -> Iterator[str]:
    for line in said.splitlines():
        with contextlib.suppress(ValueError):  # the last one, where the process was ended
            yield str(json.loads(line))


def _read(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    left = MOST_LETTERS
    with pypdfium2.PdfDocument(path) as document:
        for number in range(min(len(document), MOST_PAGES)):
            text = _text_of(document, number)[: min(left, MOST_OF_PAGE)]
            left -= len(text)
            sys.stdout.write(json.dumps(text) + "\n")
            sys.stdout.flush()


def _text_of(document: Any, number: int) -> str:
    """Return what stands on a page, in its fields and notes; nothing where the page is damaged."""
    try:
        page = document[number]
        words = page.get_textpage().get_text_bounded()
        return "\n".join([words, *_annotations(page)])
    except (pypdfium2.PdfiumError, RuntimeError):
        return ""


def _annotations(page: Any) -> Iterator[str]:
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        found = pdfium.FPDFPage_GetAnnot(page, number)
        if not found:
            continue
        for key in _WRITTEN:
            size = pdfium.FPDFAnnot_GetStringValue(found, key, None, 0)
            letters = (ctypes.c_ushort * (size // 2 + 1))()
            pdfium.FPDFAnnot_GetStringValue(found, key, letters, size)
            yield bytes(letters)[:size].decode("utf-16-le", "replace").rstrip("\0")
        pdfium.FPDFPage_CloseAnnot(found)


if __name__ == "__main__":
    with contextlib.suppress(pypdfium2.PdfiumError, MemoryError, OSError):
        _read(sys.argv[1])
