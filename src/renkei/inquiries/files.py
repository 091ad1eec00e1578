"""Files of people who ask: checked, kept under their hash, and gone with the row that names them."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from renkei.core.files.services import drop_content, keep_content
from renkei.inquiries.models import InquiryFile
from renkei.inquiries.rules import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.files.services import StoredFile
    from renkei.inquiries.models import InquiryDraft


def keep(draft: InquiryDraft, papers: Sequence[tuple[IO[bytes], str, StoredFile]]) -> None:
    """Keep checked files with a draft. Effects: files, rows."""
    for stream, name, stored in papers:
        keep_content(stream, stored)
        InquiryFile.objects.create(
            draft=draft,
            name=plain(name),
            sha256=stored.sha256,
            media_type=stored.media_type,
            size=stored.size,
        )


@receiver(post_delete, sender=InquiryFile)
def _drop(instance: InquiryFile, **_: Any) -> None:
    """Delete the content once the row is gone for good, whoever deleted it; what other rows name stays."""
    transaction.on_commit(lambda: drop_content(instance.sha256))
