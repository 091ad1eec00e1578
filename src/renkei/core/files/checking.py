"""Whether the files of documents are what was kept: there, in their size, with their content."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.files.models import Document
from renkei.core.files.services import stored_path
from renkei.core.jobs.long import Work, long_task, start
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.jobs.models import LongJob

TASK = "files.check"
NAMED = 10
_REFUSED = Localised.both("この操作をする権限がありません。", "You may not do this.")


def start_check(*, actor: Actor, at: dt.datetime) -> LongJob:
    """Ask for a reading of every file. Raises RuleBroken("permission.refused")."""
    if not may_everywhere(actor, Verb.CHANGE, "user"):
        raise RuleBroken("permission.refused", _REFUSED)
    return start(actor=actor, task=TASK, at=at)


def flaw_of(sha256: str, size: int | None) -> str:
    """Read one file to its end; return "missing", "changed" or nothing."""
    path = stored_path(sha256)
    if not default_storage.exists(path):
        return "missing"
    if default_storage.size(path) != size:
        return "changed"
    with default_storage.open(path) as stream:
        content = hashlib.file_digest(stream, "sha256")
    return "" if content.hexdigest() == sha256 else "changed"


@long_task(TASK, bi("すべてのファイルの内容を確かめる", "Check the content of every file"))
def check_every_file(work: Work) -> Localised:
    """Read every file that a document names; tell which are missing or have changed."""
    named = list(
        Document._default_manager.exclude(sha256="").order_by("pk").values_list("pk", "sha256", "size")
    )
    found: dict[str, list[str]] = {"missing": [], "changed": []}
    work.tell(0, len(named))
    for done, (slug, sha256, size) in enumerate(named, start=1):
        if flaw := flaw_of(sha256, size):
            found[flaw].append(slug)
        work.tell(done, len(named), _so_far(found))
    return _so_far(found) or Localised.both("どのファイルも揃っています。", "Every file is as it was kept.")


def _so_far(found: dict[str, list[str]]) -> Localised:
    lines = [
        (f"{japanese}（{len(slugs)}）：{_names(slugs)}。", f"{english} ({len(slugs)}): {_names(slugs)}.")
        for slugs, japanese, english in (
            (found["missing"], "ファイルがない資料", "Documents whose file is missing"),
            (found["changed"], "内容が変わっている資料", "Documents whose file has changed"),
        )
        if slugs
    ]
    if not lines:
        return Localised()
    return Localised.both("".join(ja for ja, _ in lines), " ".join(en for _, en in lines))


def _names(slugs: list[str]) -> str:
    return ", ".join(slugs[:NAMED]) + (" …" if len(slugs) > NAMED else "")
