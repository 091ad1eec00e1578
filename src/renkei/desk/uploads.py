"""Uploads between preview and confirmation: kept outside the web root, one person's own, for an hour."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from renkei.core.files.limits import TOO_LARGE, LimitHandler, limit_megabytes, limited, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "TOO_LARGE",
    "LimitHandler",
    "Upload",
    "forget",
    "forget_old",
    "keep",
    "kept",
    "limit_megabytes",
    "limited",
    "note",
    "too_large",
]
KEPT_SECONDS = 3600
TOKEN = re.compile(r"[0-9a-f]{32}")
FORMS = (".zip", ".xlsx")
LIST_FORMS = (".xlsx", ".csv")


@dataclass(frozen=True)
class Upload:
    """A file waiting for its confirmation. `name` is what the person called it; `about` what was chosen for it."""

    token: str
    path: Path
    name: str
    replace: bool
    reason: str
    about: dict[str, Any] = field(default_factory=dict)


def _folder(user_id: int | None) -> Path:
    return Path(settings.HOME) / "uploads" / str(user_id or 0)


def keep(
    user_id: int | None,
    name: str,
    chunks: Iterable[bytes],
    *,
    replace: bool = False,
    reason: str = "",
    about: dict[str, Any] | None = None,
) -> Upload:
    """Keep an uploaded file until it is confirmed or an hour has passed."""
    forget_old()
    token = secrets.token_hex(16)
    folder = _folder(user_id) / token
    folder.mkdir(parents=True, mode=0o700)
    path = folder / f"package{Path(name).suffix.lower()}"
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    kept = Upload(token, path, name, replace, reason, about or {})
    note(kept)
    return kept


def note(upload: Upload) -> None:
    """Write down what was chosen for an upload."""
    said = {
        "file": upload.path.name,
        "name": upload.name,
        "replace": upload.replace,
        "reason": upload.reason,
        "about": upload.about,
    }
    upload.path.with_name("upload.json").write_text(json.dumps(said), encoding="utf-8")


def kept(user_id: int | None, token: str) -> Upload | None:
    """Return this person's upload, or None where it is unknown, another's or too old."""
    if not TOKEN.fullmatch(token):
        return None
    folder = _folder(user_id) / token
    if not folder.is_dir() or folder.stat().st_mtime < time.time() - KEPT_SECONDS:
        return None
    said = json.loads((folder / "upload.json").read_text(encoding="utf-8"))
    return Upload(token, folder / said["file"], said["name"], said["replace"], said["reason"], said["about"])


def forget(user_id: int | None, token: str) -> None:
    if TOKEN.fullmatch(token):
        shutil.rmtree(_folder(user_id) / token, ignore_errors=True)


def forget_old() -> None:
    """Delete what nobody confirmed within the hour."""
    for folder in (Path(settings.HOME) / "uploads").glob("*/*"):
        if folder.is_dir() and folder.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
