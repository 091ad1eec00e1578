"""The cluster's logo on public pages: its address changes with its content, so that browsers may keep it for good."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from django.core.files.storage import default_storage
from django.urls import reverse

from renkei.core.files.pictures import size_of_picture
from renkei.core.files.services import stored_path
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from renkei.core.files.models import Document
    from renkei.core.records.cluster import Cluster

_DIGEST = 16
HEIGHT = 40  # pixels, as in the style sheet


class Logo(NamedTuple):
    """`text` stands for the picture; on pages that say the same words beside it, it is left out."""

    url: str
    text: str
    media_type: str
    width: int


def address_of(document: Document) -> str:
    form = PurePosixPath(document.file).suffix.lstrip(".") or "png"
    return reverse("portal:logo", args=[document.sha256[:_DIGEST], form])


def logo_of(cluster: Cluster, language: str) -> Logo | None:
    """Return the logo as a page in this language shows it, None where there is none or its file is not held."""
    document = cluster.logo
    if document is None or not document.sha256:
        return None
    size = _size(document.sha256)
    if size is None:
        return None
    width = max(1, round(size[0] * HEIGHT / size[1]))
    return Logo(address_of(document), cluster.logo_text.text(language), document.media_type, width)


@lru_cache(maxsize=8)
def _size(sha256: str) -> tuple[int, int] | None:
    """Return width and height of a held picture; they follow from its content."""
    path = stored_path(sha256)
    if not default_storage.exists(path):
        return None
    with default_storage.open(path, "rb") as stream:
        try:
            return size_of_picture(stream, sha256)
        except RuleBroken:
            return None
