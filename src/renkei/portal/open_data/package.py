"""The package of all open tables: one file, made once for each state of the records, by one process at a time."""

from __future__ import annotations

import fcntl
import hashlib
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings

from renkei.portal.memory import Mark, present_mark
from renkei.portal.open_data.files import write_package

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_WAIT = 3.0  # seconds: whoever waits holds a thread of the web server
_PAUSE = 0.1
_PART, _LOCK = "package.part", "making"


class Busy(Exception):  # noqa: N818 - no mistake: the file comes in a while
    """Another process makes the file just now."""


def name_of(mark: Mark) -> str:
    """Return the name of the file for a state of the records; another version may write another file of it."""
    said = f"{version('renkei')} {settings.SITE_URL} {mark!r}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def open_package_file() -> tuple[str, IO[bytes]]:
    """Return the file for the present state of the records, opened, and its name; the caller closes it.

    The mark is taken before the records are read: what is committed meanwhile gives the next one another name.
    Effects: a file in the data folder, those of earlier states are gone. Raises Busy.
    """
    folder = Path(settings.OPEN_DATA_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    name = name_of(present_mark())
    if (file := _opened(folder, name)) is not None:
        return name, file
    with _alone(folder):
        mark = present_mark()
        name = name_of(mark)
        if (file := _opened(folder, name)) is not None:
            return name, file
        part = folder / _PART
        try:
            write_package(part, mark.day)
            for old in folder.glob("*.zip"):
                old.unlink(missing_ok=True)
            part.rename(_path(folder, name))
        finally:
            part.unlink(missing_ok=True)
        return name, _path(folder, name).open("rb")


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.zip"


def _opened(folder: Path, name: str) -> IO[bytes] | None:
    try:
        return _path(folder, name).open("rb")
    except FileNotFoundError:
        return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only one who makes the file; the lock is gone with the process that held it. Raises Busy."""
    end = time.monotonic() + LONGEST_WAIT
    with (folder / _LOCK).open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise Busy from None
                time.sleep(_PAUSE)
            else:
                break
        yield
