"""Files of people who ask: checked, kept under their hash, and gone with the row that names them."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from renkei.core.files.attaching import take_in
from renkei.core.files.services import drop_content, keep_content
from renkei.inquiries.models import InquiryFile
from renkei.inquiries.rules import LONGEST_NAME, MOST_FILES, plain
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.files.services import StoredFile
    from renkei.inquiries.models import InquiryDraft

Given = tuple[IO[bytes], str]
_MANY = Localised.both(
    f"添付は{MOST_FILES}個までです。減らしてからもう一度送ってください。",
    f"At most {MOST_FILES} files. Please send fewer of them.",
)


def checked(files: Sequence[Given]) -> list[tuple[IO[bytes], str, StoredFile]]:
    """Return files with what they are by their content. Raises RuleBroken("inquiry.many_files"), ("file.…")."""
    if len(files) > MOST_FILES:
        raise RuleBroken("inquiry.many_files", _MANY)
    return [(stream, name, take_in(stream, name)) for stream, name in files]


def keep(draft: InquiryDraft, papers: Sequence[tuple[IO[bytes], str, StoredFile]]) -> None:
    """Keep checked files with a draft. Effects: files, rows."""
    for stream, name, stored in papers:
        keep_content(stream, stored)
        InquiryFile.objects.create(
            draft=draft,
            name=plain(name.rpartition("/")[2].rpartition("\\")[2])[-LONGEST_NAME:],
            sha256=stored.sha256,
            media_type=stored.media_type,
            size=stored.size,
        )


@receiver(post_delete, sender=InquiryFile)
def _drop(instance: InquiryFile, **_: Any) -> None:
    """Delete the content once the row is gone for good, whoever deleted it; what other rows name stays."""
    transaction.on_commit(lambda: drop_content(instance.sha256))
