"""Files as answers: the headers by which a browser keeps them."""

from __future__ import annotations

from typing import Protocol

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

from renkei.core.files.services import stored_path


class Held(Protocol):
    """A row that names a held file by its hash."""

    name: str
    sha256: str
    media_type: str


def attached(name: str) -> dict[str, str]:
    """Return the headers by which a browser keeps an answer as a file of this name."""
    header = content_disposition_header(as_attachment=True, filename=name)
    return {"Content-Disposition": header} if header else {}


def handed_out(found: Held | None) -> FileResponse:
    """Return a held file, always as a download of the type found when it came. Raises Http404 where it is not there."""
    if found is None or not found.sha256 or not default_storage.exists(stored_path(found.sha256)):
        raise Http404
    stream = default_storage.open(stored_path(found.sha256), "rb")
    return FileResponse(stream, as_attachment=True, filename=found.name, content_type=found.media_type)
