"""Copies outside the database: mails written to files, files waiting to be loaded, files of documents."""

from __future__ import annotations

import email
import io
import re
import shutil
import zipfile
from email import policy
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage

from renkei.core.files.models import Document
from renkei.core.files.services import stored_path
from renkei.core.privacy.registry import Copies, register_copy
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.privacy.subject import Subject

LARGEST = 64 << 20
DEPTH = 2
READABLE = (".csv", ".txt", ".md", ".json", ".xlsx", ".docx", ".zip", ".xml")


def words_of(content: bytes, depth: int = DEPTH) -> Iterator[str]:
    """Yield the texts in a file: its own, or those of the parts of a zip, workbook or Word file."""
    if content.startswith(b"PK") and depth:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for info in archive.infolist():
                    if info.file_size <= LARGEST and not info.is_dir():
                        yield from words_of(archive.read(info), depth - 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
            return
        return
    for encoding in ("utf-8", "cp932", "utf-16"):
        try:
            yield content.decode(encoding)
        except UnicodeError:
            continue
        return


def says(content: bytes, subject: Subject) -> bool:
    """Say whether a file mentions the person; PDFs and pictures cannot be read here."""
    pattern = subject.pattern()
    return bool(pattern) and any(re.search(pattern, text) for text in words_of(content))


def documents_that_mention(subject: Subject) -> list[Document]:
    """Return documents whose file mentions the person: evidence is not altered, somebody decides about it."""
    found = []
    for document in Document.objects.exclude(sha256="").order_by("pk"):
        path = stored_path(document.sha256)
        if Path(document.file).suffix in READABLE and default_storage.exists(path):
            with default_storage.open(path, "rb") as file:
                if says(file.read(LARGEST), subject):
                    found.append(document)
    return found


def unreadable_documents() -> int:
    """Return how many held files cannot be searched: PDFs and pictures are looked at by a person."""
    return sum(
        Path(name).suffix not in READABLE
        for name in Document.objects.exclude(sha256="").values_list("file", flat=True)
    )


def _mails(subject: Subject) -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH or "") if getattr(settings, "EMAIL_FILE_PATH", None) else None
    pattern = subject.pattern()
    if folder is None or not folder.is_dir() or not pattern:
        return []
    return [path for path in sorted(folder.iterdir()) if path.is_file() and _mail_says(path, pattern)]


def _mail_says(path: Path, pattern: str) -> bool:
    for raw in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
        message = email.message_from_bytes(raw.strip(), policy=policy.default)
        texts = [str(value) for value in message.values()]
        texts += [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
        if any(re.search(pattern, text) for text in texts):
            return True
    return False


def _remove_mails(subject: Subject) -> int:
    found = _mails(subject)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _uploads(subject: Subject) -> list[Path]:
    """Return staged uploads of the user or that mention the person; they are kept for an hour at most."""
    folder = Path(settings.HOME) / "uploads"
    own = folder / str(subject.user) if subject.user else None
    return [
        each
        for each in sorted(folder.glob("*/*"))
        if each.is_dir()
        and (
            each.parent == own
            or any(says(path.read_bytes(), subject) for path in each.iterdir() if path.is_file())
        )
    ]


def _remove_uploads(subject: Subject) -> int:
    found = _uploads(subject)
    for each in found:
        shutil.rmtree(each, ignore_errors=True)
    return len(found)


register_copy(
    Copies(
        "mails",
        bi("ファイルに書かれたメール", "Mails written to files"),
        lambda subject: len(_mails(subject)),
        _remove_mails,
    )
)
register_copy(
    Copies(
        "uploads",
        bi("読み込み途中のファイル", "Files waiting to be loaded"),
        lambda subject: len(_uploads(subject)),
        _remove_uploads,
    )
)
