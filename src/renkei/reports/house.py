"""How this cluster dresses its reports: its colour, contact and site, and the photographs that are held."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from renkei.core.files.services import stored_path
from renkei.core.records.cluster import EraDisplay
from renkei.core.records.selectors import stored_cluster
from renkei.reports.formats import House
from renkei.reports.word_templates import template_in_use

if TYPE_CHECKING:
    from renkei.core.blocks.model import PictureFile


def house_of(language: str, format: str, *, number: str = "") -> House:  # noqa: A002
    """Return how the cluster dresses a report; for Word with its own template, where it has one."""
    cluster = stored_cluster()
    template = template_in_use(language) if format == "docx" else None
    if cluster is None:
        return House(site=settings.SITE_URL, number=number, template=template)
    return House(
        accent=cluster.accent,
        site=settings.SITE_URL,
        era=cluster.era_display == EraDisplay.ERA,
        contact=cluster.inquiries,
        number=number,
        template=template,
    )


def moment_of(at: dt.date) -> dt.datetime:
    """Return the moment a report of a day bears: its beginning here."""
    return timezone.make_aware(dt.datetime.combine(at, dt.time()))


def held_picture(file: PictureFile) -> bytes | None:
    """Return the bytes of a photograph that is held, by the hash of its content."""
    path = stored_path(file.sha256)
    if not file.sha256 or not default_storage.exists(path):
        return None
    with default_storage.open(path, "rb") as stream:
        content: bytes = stream.read()
    return content
