"""Taking files in: what every file that somebody sends goes through, and the file of a document."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from django.core.files.storage import default_storage

from renkei.core.accounts.permissions import Verb
from renkei.core.files.services import StoredFile, inspect_file, keep_content
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.core.records.services import change_record
from renkei.core.tables.individual_numbers import refuse_individual_numbers
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record

Given = tuple[IO[bytes], str]
LONGEST_NAME = 200


def take_in(stream: IO[bytes], name: str) -> StoredFile:
    """Look through a file that somebody sends and say what it is; writes nothing. The stream is at its beginning after.

    Raises RuleBroken as `inspect_file` and `refuse_individual_numbers` do. A content that is held already was looked
    through when it came.
    """
    found = inspect_file(stream, name)
    if not default_storage.exists(found.path):
        refuse_individual_numbers(stream, name, found.media_type)
    stream.seek(0)
    return found


def take_in_all(files: Sequence[Given], most: int) -> list[tuple[IO[bytes], str, StoredFile]]:
    """Look through several files, (stream, name) each, and say what they are; writes nothing. The names are bare.

    Raises RuleBroken("file.too_many") and as `take_in` does.
    """
    if len(files) > most:
        said = Localised.both(
            f"添付は{most}個までです。減らしてからもう一度送ってください。",
            f"At most {most} files. Please send fewer of them.",
        )
        raise RuleBroken("file.too_many", said)
    return [(stream, bare_name(name), take_in(stream, name)) for stream, name in files]


def bare_name(name: str) -> str:
    """Return the name of a file without its folders, whatever system it comes from; the end of one that is too long."""
    return name.rpartition("/")[2].rpartition("\\")[2][-LONGEST_NAME:]


def attach_file(
    *, actor: Actor, slug: str, revision: int, stream: IO[bytes], name: str, reason: str
) -> Record:
    """Give a document its file, or a newer one. Effects: the content is kept, the document's record changes.

    The file is named after the document, so that two documents never share a name in a package.
    Raises RuleBroken as `take_in` and change_record do; nothing is kept where the actor may not change documents.
    """
    kind = kind_of("document")
    document = kind.model._default_manager.get(pk=slug)
    require_on(actor, Verb.CHANGE, kind, document.holding())
    found = take_in(stream, name)
    keep_content(stream, found)
    values = {
        "file": f"{slug}{PurePosixPath(name).suffix.casefold()}",
        "sha256": found.sha256,
        "media_type": found.media_type,
        "size": found.size,
    }
    return change_record(actor=actor, kind=kind, slug=slug, revision=revision, values=values, reason=reason)
