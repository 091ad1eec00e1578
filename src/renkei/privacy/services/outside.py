"""The list of erasures kept outside the database: an older backup must not bring anybody back.

One line for what is about to be done and one when it is done, in `erasures.jsonl` of the data folder. It names
nobody: it keeps a salted digest of the identifier, by which the person is found again in a restored database.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    """Return the list, the oldest first; empty where there is none."""
    path = path or place()
    if not path.exists():
        return []
    return _read(path.read_text(encoding="utf-8").splitlines())


def _read(lines: Iterable[str]) -> list[Listed]:
    said = [json.loads(line) for line in lines if line.strip()]
    done = {each["erasure"] for each in said if each.get("done")}
    return [
        Listed(
            each["erasure"],
            each["alias"],
            each["salt"],
            tuple((kind, key) for kind, key in each["keys"]),
            each["erasure"] in done,
        )
        for each in said
        if "keys" in each
    ]
