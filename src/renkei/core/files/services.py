"""Files held: kept under the hash of their content, outside the web root; the content tells their type."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

import puremagic
from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from renkei.core.files.pictures import PICTURES, size_of_picture
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.files.models import Document

_BLOCK = 1 << 16
_HEAD = 1 << 12
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
TYPES = {
    ".pdf": PDF,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
}
_PARTS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"<iframe")


@dataclass(frozen=True)
class StoredFile:
    """What is known of a file by its content."""

    sha256: str
    media_type: str
    size: int

    @property
    def path(self) -> str:
        return stored_path(self.sha256)


def stored_path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:]}"


def inspect_file(stream: IO[bytes], name: str) -> StoredFile:
    """Read a file to its end and say what it is; writes nothing.

    Raises RuleBroken("file.too_large"), ("file.type_refused"), ("file.macros") or ("file.picture_too_large").
    """
    digest, size, kept = hashlib.sha256(), 0, io.BytesIO()
    office = PurePosixPath(name).suffix.casefold() in {".docx", ".xlsx"}
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > settings.UPLOAD_LIMIT_BYTES:
            raise _too_large(name)
        digest.update(block)
        if office or kept.tell() < _HEAD:
            kept.write(block)
    found = StoredFile(digest.hexdigest(), media_type(name, kept), size)
    if found.media_type in PICTURES:
        size_of_picture(stream, name)
    return found


def keep_content(stream: IO[bytes], found: StoredFile) -> bool:
    """Write inspected content under its hash; say whether it is new. A file cut short is rewritten."""
    if default_storage.exists(found.path):
        if default_storage.size(found.path) == found.size:
            return False
        default_storage.delete(found.path)
    default_storage.save(found.path, File(stream))
    return True


def drop_content(sha256: str) -> bool:
    """Delete a content that no row of any table names any more; say whether it was. Effects: one file."""
    naming = (
        model
        for model in apps.get_models()
        if not model._meta.label.endswith("Event")
        and any(item.name == "sha256" for item in model._meta.concrete_fields)
    )
    if any(model._default_manager.filter(sha256=sha256).exists() for model in naming):
        return False
    default_storage.delete(stored_path(sha256))
    return True


def open_document(document: Document) -> File[bytes]:
    """Open the file of a document for reading. Raises RuleBroken("file.not_held")."""
    path = stored_path(document.sha256) if document.sha256 else ""
    if not path or not default_storage.exists(path):
        raise RuleBroken(
            "file.not_held",
            Localised.both(
                "この資料のファイルはここにありません。", "The file of this document is not held here."
            ),
        )
    return default_storage.open(path, "rb")


def media_type(name: str, content: io.BytesIO) -> str:
    """Return the type that name and content agree on. Raises RuleBroken("file.…")."""
    expected = TYPES.get(PurePosixPath(name).suffix.casefold(), "")
    head = content.getvalue()[:_HEAD]
    agreed = {
        PDF: head.startswith(b"%PDF-"),
        PNG: PNG in _sniffed(head),
        JPEG: JPEG in _sniffed(head),
    }.get(expected)
    if agreed is None and expected in _PARTS:
        agreed = _is_office(content, _PARTS[expected], name)
    elif agreed is None:
        agreed = bool(expected) and _is_text(head)
    if not agreed:
        raise _type_refused(name)
    return expected


def _sniffed(head: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_office(content: io.BytesIO, part: str, name: str) -> bool:
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
            types = archive.getinfo("[Content_Types].xml")
            declared = archive.read(types) if types.file_size <= _BLOCK * 16 else b"macroEnabled"
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        # Also what zipfile cannot open, such as a compression it does not know or a member under a password.
        return False
    if b"macroEnabled" in declared or any("vbaproject" in each.casefold() for each in names):
        raise RuleBroken(
            "file.macros",
            Localised.both(f"「{name}」にはマクロが含まれています。", f"“{name}” carries macros."),
        )
    return part in names


def _is_text(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return (wide or b"\0" not in head) and not start.startswith(_MARKUP)


def _too_large(name: str) -> RuleBroken:
    limit = int(settings.UPLOAD_LIMIT_BYTES) // 1024 // 1024
    return RuleBroken(
        "file.too_large",
        Localised.both(
            f"「{name}」は大きすぎます（上限は{limit} MB）。",
            f"“{name}” is too large (the limit is {limit} MB).",
        ),
    )


def _type_refused(name: str) -> RuleBroken:
    return RuleBroken(
        "file.type_refused",
        Localised.both(
            f"「{name}」の形式は受け付けません（PDF、PNG、JPEG、Word、Excel、テキスト、CSVのどれかで、"
            "拡張子と中身が合っているもの）。",
            f"“{name}” is refused: only PDF, PNG, JPEG, Word, Excel, text or CSV, named as what it is.",
        ),
    )
