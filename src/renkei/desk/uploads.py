"""Uploads between preview and confirmation: kept outside the web root, one person's own, for an hour."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

KEPT_SECONDS = 3600
TOKEN = re.compile(r"[0-9a-f]{32}")
FORMS = (".zip", ".xlsx")
LIST_FORMS = (".xlsx", ".csv")
TOO_LARGE = "renkei.upload_too_large"
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file waiting for its confirmation. `name` is what the person called it; `about` what was chosen for it."""

    token: str
    path: Path
    name: str
    replace: bool
    reason: str
    about: dict[str, Any] = field(default_factory=dict)


class LimitHandler(FileUploadHandler):
    """Skips a file over the limit as it comes in, so that it never fills a disk; the request is marked."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0

    def handle_raw_input(self, *given: Any, **_: Any) -> None:
        """Look at the length the browser announces: the third of what Django hands over."""
        content_length = int(given[2])
        if content_length > settings.UPLOAD_LIMIT_BYTES + _MEGABYTE:
            self._mark()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        if self.request is not None and self.request.META.get(TOO_LARGE):
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT_BYTES:
            self._mark()
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        return None

    def _mark(self) -> None:
        if self.request is not None:
            self.request.META[TOO_LARGE] = True


def limited(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap a view that takes files: the limit is in place before anything reads the form, its token checked after."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def taking(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        if request.method == "POST":
            request.upload_handlers = [LimitHandler(request), TemporaryFileUploadHandler(request)]
        return checked(request, *given, **named)

    return taking


def too_large(request: HttpRequest) -> Any:
    """Return in the reader's words that what was sent is over the limit, or nothing. Read the form first."""
    if not request.META.get(TOO_LARGE):
        return ""
    limit = limit_megabytes()
    return bi(f"ファイルが大きすぎます（{limit} MB まで）。", f"The file is larger than {limit} MB.")


def limit_megabytes() -> int:
    return int(settings.UPLOAD_LIMIT_BYTES // _MEGABYTE)


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
