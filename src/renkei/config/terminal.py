"""What the command line says, in the language asked for or in both, and how far long work has come."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from renkei.config import environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renkei.kernel.errors import Flaw

FOLDER = click.Path(path_type=Path)
BOTH = "both"
LANGUAGES = ("ja", "en", BOTH)
SECONDS_BETWEEN_LINES = 5.0
SECONDS_BETWEEN_UPDATES = 0.1


class Damaged(Exception):  # noqa: N818 - a finding, told by the exit code
    """A verification found damage and has said so: the command ends with 1."""


def chosen_language() -> str:
    given = environment.text("RENKEI_LANG")
    return given if given in LANGUAGES else BOTH


def words(japanese: str, english: str) -> str:
    """Return one sentence or both, one a line."""
    language = chosen_language()
    if language == BOTH:
        return japanese if japanese == english else f"{japanese}\n{english}"
    return english if language == "en" else japanese


def say(japanese: str, english: str, *, error: bool = True) -> None:
    """Say something to the person; stdout belongs to results, so it goes to stderr unless told otherwise."""
    click.echo(words(japanese, english), err=error)


def list_flaws(flaws: Iterable[Flaw]) -> None:
    """Print each flaw on a line of its own, in the language asked for or in both, on stderr."""
    languages = ("ja", "en") if chosen_language() == BOTH else (chosen_language(),)
    for flaw in flaws:
        for language in languages:
            click.echo(f"  {flaw.message(language)}", err=True)


@dataclass
class Progress:
    """How far long work has come: one changing line on a terminal, a line now and then elsewhere."""

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _last: float = field(default_factory=time.monotonic)  # short work says nothing
    _open: bool = False

    def __call__(self, what: str, done: int, total: int | None = None) -> None:
        """Report that `done` of `total` (None: not known) are through; cheap enough to call for every row."""
        now = time.monotonic()
        finished = total is not None and done >= total
        terminal = self.stream.isatty()
        if not finished and now - self._last < (
            SECONDS_BETWEEN_UPDATES if terminal else SECONDS_BETWEEN_LINES
        ):
            return
        self._last = now
        line = f"{what}: {done:,}" if total is None else f"{what}: {done:,} / {total:,}"
        if terminal:
            self.stream.write(f"\r\x1b[2K{line}")
            self._open = True
        else:
            self.stream.write(f"{line}\n")
        self.stream.flush()

    def close(self) -> None:
        if self._open:
            self.stream.write("\n")
            self._open = False


@contextmanager
def progress() -> Iterator[Progress]:
    shown = Progress()
    try:
        yield shown
    finally:
        shown.close()


@contextmanager
def step(japanese: str, english: str) -> Iterator[None]:
    """Announce a step of a start and say how long it took."""
    begun = time.monotonic()
    label = words(japanese, english).replace("\n", " / ")
    click.echo(f"- {label} … ", err=True, nl=False)
    try:
        yield
    except BaseException:
        click.echo("", err=True)
        raise
    click.echo(f"{time.monotonic() - begun:.1f} s", err=True)
