"""Zip files from outside: looked at before anything in them is opened."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from django.conf import settings

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ENTRIES = 5_000
LARGEST_RATIO = 200
SMALL = 1 << 20
GROWTH = 20
LEFT_OUT = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def check_size(path: Path) -> None:
    """Refuse an upload over the limit. Raises RuleBroken("load.too_large")."""
    limit, size = int(settings.UPLOAD_LIMIT_BYTES), path.stat().st_size
    if size > limit:
        raise RuleBroken(
            "load.too_large",
            Localised.both(
                f"ファイルが大きすぎます（{_mega(size)} MB。上限は{_mega(limit)} MB）。",
                f"The file is too large ({_mega(size)} MB; the limit is {_mega(limit)} MB).",
            ),
        )


def _mega(size: int) -> str:
    return f"{size / 1024 / 1024:,.1f}".removesuffix(".0")


def open_zip(path: Path) -> zipfile.ZipFile:
    """Open a zip file after looking at its list of contents. Raises RuleBroken("load.…")."""
    check_size(path)
    try:
        archive = zipfile.ZipFile(path, metadata_encoding="cp932")
    except (UnicodeDecodeError, ValueError):
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise RuleBroken(
            "load.broken_archive",
            Localised.both(
                "圧縮ファイルが壊れているか、途中で切れています。",
                "The archive is damaged or cut short.",
            ),
        ) from error
    try:
        _check_bomb(archive.infolist())
        for entry in archive.infolist():
            _check_entry(entry)
    except RuleBroken:
        archive.close()
        raise
    return archive


def _check_bomb(entries: list[zipfile.ZipInfo]) -> None:
    whole = sum(entry.file_size for entry in entries)
    limit = int(settings.UPLOAD_LIMIT_BYTES) * GROWTH
    swollen = any(
        entry.file_size > SMALL and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if len(entries) > MOST_ENTRIES or whole > limit or swollen:
        raise RuleBroken(
            "load.archive_bomb",
            Localised.both(
                "圧縮ファイルの中身が多すぎるか、展開すると異常に大きくなるため、受け付けません。",
                "The archive holds too much, or grows out of all proportion when unpacked; it is refused.",
            ),
        )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name, parts = entry.filename, PurePosixPath(entry.filename).parts
    outside = name.startswith(("/", "\\")) or "\\" in name or ".." in parts or ":" in name or "\0" in name
    link = stat.S_ISLNK(entry.external_attr >> 16)
    if outside or link or entry.flag_bits & 0x1:
        raise RuleBroken(
            "load.unsafe_entry",
            Localised.both(
                f"圧縮ファイルの中の「{name}」は受け付けません（外を指す名前、リンク、または暗号化）。",
                f"“{name}” in the archive is refused (a name that leads outside, a link, or encrypted).",
            ),
        )


def left_out(name: str) -> bool:
    """Say whether a file is the operating system's own, not a part of the package."""
    last = PurePosixPath(name).name
    return name.startswith(LEFT_OUT[0]) or last in LEFT_OUT or last.startswith((".", "~$"))


def top_folder(names: Iterable[str]) -> str:
    """Return the one folder that holds everything, with its slash, or an empty text."""
    kept = [name for name in names if not left_out(name) and not name.endswith("/")]
    tops = {name.partition("/")[0] for name in kept if "/" in name}
    lone = len(tops) == 1 and all("/" in name for name in kept)
    top = next(iter(tops)) if lone else ""
    return f"{top}/" if top and top != "documents" else ""
