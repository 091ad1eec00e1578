"""Tables in and out: what the command line and the desk call."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from typing import TYPE_CHECKING

from renkei.core.records.kinds import kinds
from renkei.core.tables.datapackage import data_package
from renkei.core.tables.dump import dump_package as _dump_package
from renkei.core.tables.findings import LoadResult, PackageRefused
from renkei.core.tables.load import Options, Progress, is_empty, load
from renkei.core.tables.new_package import new_package
from renkei.core.tables.people import PeopleCsv, people_csv, people_csv_stream
from renkei.core.tables.sources import open_source
from renkei.core.tables.trouble import explained
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from pathlib import Path

    from renkei.core.accounts.actors import Actor
    from renkei.core.tables.packages import Form

__all__ = [
    "LoadResult",
    "PackageRefused",
    "PeopleCsv",
    "data_package",
    "dump_package",
    "is_empty",
    "load_package",
    "new_package",
    "people_csv",
    "people_csv_stream",
]


def load_package(
    path: Path,
    *,
    actor: Actor,
    dry_run: bool = False,
    replace: bool = False,
    partial: bool = False,
    reason: str = "",
    progress: Progress | None = None,
    name: str = "",
) -> LoadResult:
    """Load a folder, zip file or workbook. Effects: rows, history, files; all of them or none.

    A package holds every table; with `partial` (a downloaded list, edited) those that are there are loaded.
    `name` is what the person calls the file, where that is not its path.
    A dry run returns what would be done, flaws included. Otherwise flaws raise PackageRefused, which carries
    them; RuleBroken("load.…") says what else went wrong, and nothing was written.
    """
    tables = frozenset(kind.table for kind in kinds())
    with explained(), ExitStack() as stack:
        try:
            source = stack.enter_context(open_source(path, tables, name))
        except RuleBroken as refused:
            raise _of_file(refused, name or path.name) from refused
        result = load(source, Options(actor, dry_run, replace, partial, reason, progress))
    if result.flaws and not dry_run:
        raise PackageRefused(result)
    return result


def dump_package(path: Path, *, actor: Actor, at: dt.date | None = None, form: Form | None = None) -> None:
    """Write every record the actor sees as a folder, zip file or workbook, by the path's ending unless `form` is given.

    `at` is the day that decides what is public; without it, nothing is written for being public alone.

    Raises RuleBroken("permission.refused"), ("dump.not_a_package"), ("load.disk_full").
    """
    with explained():
        _dump_package(path, actor=actor, at=at or dt.date.min, form=form)


def _of_file(refused: RuleBroken, name: str) -> RuleBroken:
    """Say which file it is that cannot be read at all."""
    if name in refused.message.text("en"):
        return refused
    message = Localised.both("「{name}」：{said}", "“{name}”: {said}").filled(name=name, said=refused.message)
    return RuleBroken(refused.code, message, **refused.context)
