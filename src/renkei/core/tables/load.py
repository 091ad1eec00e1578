"""Loading a package: one transaction in which everything is written, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import connection

from renkei.core.accounts.permissions import EVERY, Verb, acting, may
from renkei.core.files.services import keep_content
from renkei.core.history.journal import journal
from renkei.core.records.kinds import Kind, kind_of, kinds
from renkei.core.records.rights import NOT_YOURS
from renkei.core.tables.checks import broken_set_rules, dangling_references, repeated_values, still_needed
from renkei.core.tables.findings import Counts, Enough, LoadResult, Remark, RowChange
from renkei.core.tables.narrowed import Narrowed, unseen_references
from renkei.core.tables.reading import ReadRow, TableReader
from renkei.core.tables.settings import package_settings
from renkei.core.tables.sources import DOCUMENTS, Source
from renkei.core.tables.staging import staging
from renkei.core.tables.trouble import busy
from renkei.core.tables.writing import Files, Load, TableWriter
from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

Progress = Callable[[str, int, int | None], None]
CHUNK = 1_000
ONE_LOAD = 0x52454E4B  # the advisory lock that two loads share
_WAIT = "10s"


class _Undone(Exception):  # noqa: N818 - what happened to the transaction
    """Nothing of what was written stays."""


@dataclass(frozen=True)
class Options:
    """Who loads, and how. `partial`: tables that are missing are left alone.

    `only` is the kind where a single list is loaded; `about` goes into the history of the act.
    """

    actor: Actor
    dry_run: bool = False
    replace: bool = False
    partial: bool = False
    reason: str = ""
    progress: Progress | None = None
    only: Kind | None = None
    about: Mapping[str, str] = field(default_factory=dict)


def load(source: Source, options: Options) -> LoadResult:
    """Load a package that is open. Effects: rows, history, files; none where it has flaws or in a dry run.

    Raises RuleBroken("permission.refused"), ("load.busy"), ("load.replaces_part").
    """
    _check_options(options)
    result = LoadResult()
    try:
        author = acting(options.actor, Verb.LOAD, options.only.slug if options.only else EVERY)
        with journal(actor=author, action="load", reason=options.reason, about=options.about) as act:
            alone()
            files: Files = {}
            with suppress(Enough):
                files = _everything(source, result, options)
            _keep(result, files, dry_run=options.dry_run)
    except _Undone:
        return result
    result.written, result.act = True, str(act)
    return result


def _check_options(options: Options) -> None:
    if not may(options.actor, Verb.LOAD, options.only.slug if options.only else EVERY):
        message = Localised.both("表を読み込む権限がありません。", "You may not load tables.")
        raise RuleBroken("permission.refused", message)
    if options.partial and options.replace:
        message = Localised.both(
            "一部の表だけでは、ない記録を取り下げられません。", "Some tables alone cannot replace everything."
        )
        raise RuleBroken("load.replaces_part", message)


def _keep(result: LoadResult, files: Files, *, dry_run: bool) -> None:
    """Keep the files, the last thing before the rows are kept; all of them or none."""
    if dry_run or result.flaws:
        raise _Undone
    kept: list[str] = []
    try:
        for found, opened in files.values():
            with opened() as stream:
                if keep_content(stream, found):
                    kept.append(found.path)
    except BaseException:
        for path in kept:
            default_storage.delete(path)
        raise


def alone() -> None:
    """Let nobody else load or change records until the end. Raises RuleBroken("load.busy")."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_LOAD])
        if not cursor.fetchone()[0]:
            raise busy()
        cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
        for kind in kinds():
            cursor.execute(f'LOCK TABLE "{kind.model._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')
        cursor.execute("SET LOCAL lock_timeout = 0")


def _everything(source: Source, result: LoadResult, options: Options) -> Files:
    """Write all rows and check the whole; return the files to keep. Raises Enough."""
    result.complete = False
    result.add_flaws(_strange_files(source, partial=options.partial))
    languages, settings = package_settings(source, result)
    with staging() as stage:
        work = Load(options.actor, source, languages, settings, result, stage)
        for kind in kinds():
            _table(work, kind, options.progress)
        stage.settle()
        result.add_flaws(dangling_references(work, replace=options.replace))
        if not result.flaws:
            result.add_flaws(unseen_references(work.actor, work.named))
        if result.flaws:
            return {}
        result.complete = True
        if options.replace:
            _withdraw(work)
        result.add_flaws(repeated_values(work))
        result.add_flaws(broken_set_rules(work))
        if not result.flaws:
            connection.check_constraints()
    _remark_unused(work)
    return work.files


def _table(work: Load, kind: Kind, progress: Progress | None) -> None:
    found = work.source.tables.get(kind.table)
    if found is None:
        return
    reader = TableReader(kind, found, work.languages, work.settings, work.result)
    writer = TableWriter(kind, found.file, work)
    done = 0
    for rows in _chunks(reader.rows()):
        writer.write(rows)
        done += len(rows)
        if progress:
            progress(kind.table, done, None)
    writer.settle()


def _chunks(rows: Iterable[ReadRow]) -> Iterator[list[ReadRow]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def _strange_files(source: Source, *, partial: bool) -> Iterator[Flaw]:
    names = [kind.table for kind in kinds()]
    for kind in kinds():
        if kind.table not in source.tables and not partial:
            yield Flaw(
                "table.missing",
                file=source.name,
                expected=Localised.both(
                    f"表「{kind.table}」（{kind.name}。行がなくても見出しは必要）",
                    f"the table “{kind.table}”, if only its headings",
                ),
            )
    for name in source.unknown:
        yield Flaw(
            "table.unknown",
            file=source.name,
            found=name,
            expected=Localised.both(f"次の名前の表：{'、'.join(names)}", f"tables named {', '.join(names)}"),
        )


def _withdraw(work: Load) -> None:
    """Take out what the package lacks, what points first. Effects: rows, history."""
    for kind in reversed(list(kinds())):
        absent = work.staging.absent(kind, most=1_000_000)
        narrowed = Narrowed(work.actor, kind)
        if absent and narrowed.applies:  # what this person does not see was never in their package
            absent = narrowed.within(absent)
        if not absent:
            continue
        if not may(work.actor, Verb.WITHDRAW, kind.slug):
            expected = Localised.both("取り下げる権限", "the right to withdraw")
            work.result.flaw(Flaw("permission.refused", file=kind.table, found=absent[0], expected=expected))
            continue
        work.result.add_flaws(_not_theirs(narrowed, absent))
        work.result.add_flaws(still_needed(kind, absent))
        if work.result.flaws:
            continue
        counts = work.result.counts.setdefault(kind.table, Counts())
        counts.withdrawn = work.staging.withdraw(kind, absent)
        for slug in absent:
            work.result.show(RowChange(kind.table, slug, "withdrawn"))


def _not_theirs(narrowed: Narrowed, absent: list[str]) -> Iterator[Flaw]:
    if narrowed.applies:
        for slug in narrowed.not_theirs(absent):
            yield Flaw("permission.refused", file=narrowed.kind.table, found=slug, expected=NOT_YOURS)


def _remark_unused(work: Load) -> None:
    for name in sorted(set(work.source.documents) - set(work.files)):
        said = Localised.both(
            "どの資料からも参照されていないため、取り込みません。",
            "No document names this file; it is left out.",
        )
        work.result.remark(Remark(said, DOCUMENTS + name))


def is_empty() -> bool:
    """Say whether no cluster has been loaded yet."""
    return not kind_of("cluster").model._default_manager.exists()
