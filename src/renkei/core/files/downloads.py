"""Files as answers: the headers by which a browser keeps them."""

from __future__ import annotations

from django.utils.http import content_disposition_header


def attached(name: str) -> dict[str, str]:
    """Return the headers by which a browser keeps an answer as a file of this name."""
    header = content_disposition_header(as_attachment=True, filename=name)
    return {"Content-Disposition": header} if header else {}
