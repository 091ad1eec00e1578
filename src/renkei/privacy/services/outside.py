"""The list of erasures kept outside the database: an older backup must not bring anybody back.

One line for what is about to be done and one when it is done, in `erasures.jsonl` of the data folder. It names
nobody: it keeps a salted digest of the identifier, by which the person is found again in a restored database.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.privacy.subject import Subject
    from renkei.privacy.models import Erasure

NAME = "erasures.jsonl"


@dataclass(frozen=True)
class Listed:
    """One erasure of the list: by its number, with the digest of each identifier."""

    erasure: str
    alias: str
    salt: str
    keys: tuple[tuple[str, str], ...]
    done: bool

    def names(self, kind: str, identifier: str) -> bool:
        return (kind, digest(self.salt, kind, identifier)) in self.keys


def digest(salt: str, kind: str, identifier: str) -> str:
    return hashlib.sha256(f"{salt}/{kind}/{identifier}".encode()).hexdigest()


def place() -> Path:
    return Path(settings.HOME) / NAME


def write_down(made: Erasure, subject: Subject) -> str:
    """Write that an erasure is about to be done; return its number. Effects: a line on the disk."""
    salt = secrets.token_hex(16)
    named = [("person", subject.person), ("user", subject.username)]
    named += [("address", each) for each in subject.addresses if subject.kind == "address"]
    keys = [[kind, digest(salt, kind, identifier)] for kind, identifier in named if identifier]
    _append(
        {
            "erasure": str(made.pk),
            "at": made.at.isoformat(timespec="seconds"),
            "alias": subject.alias,
            "salt": salt,
            "keys": keys,
        }
    )
    return str(made.pk)


def confirm(erasure: str) -> None:
    """Write that an erasure is done. Effects: a line on the disk."""
    _append({"erasure": erasure, "done": True})


def _append(line: dict[str, Any]) -> None:
    path = place()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8"
    ) as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def listed(path: Path | None = None) -> list[Listed]:
    """Return the list, the oldest first; empty where there is none. Raises RuleBroken("erasures.damaged")."""
    path = path or place()
    if not path.exists():
        return []
    try:
        said = list(_lines(path.read_text(encoding="utf-8")))
    except UnicodeDecodeError as error:
        raise _damaged(1, error) from error
    done = {each for each, entry in said if entry is None}
    return [replace(entry, done=each in done) for each, entry in said if entry]


def _lines(text: str) -> Iterator[tuple[str, Listed | None]]:
    """Yield the number of the erasure that a line is about; what it says, or None where it says that it is done."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield _line(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise _damaged(number, error) from error


def _line(said: Any) -> tuple[str, Listed | None]:
    if said.get("done") if isinstance(said, dict) else False:
        return str(said["erasure"]), None
    keys = tuple((str(kind), str(key)) for kind, key in said["keys"])
    return str(said["erasure"]), Listed(said["erasure"], said["alias"], said["salt"], keys, done=False)


def _damaged(line: int, why: Exception) -> RuleBroken:
    said = Localised.both(
        "消去の一覧（erasures.jsonl）の{line}行目を読めません。一行に一つの JSON を期待しています（{why}）。",
        "The list of erasures (erasures.jsonl) cannot be read at line {line}; one JSON object a line is "
        "expected ({why}).",
    )
    return RuleBroken("erasures.damaged", said.filled(line=str(line), why=type(why).__name__))
