"""Records that an owner checks and completes: proposals come in as a workbook and are taken as one load."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from renkei.core.accounts.actors import Actor, Role
from renkei.core.files.attaching import take_in
from renkei.core.files.services import XLSX, keep_content, stored_path
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.tables.headings import layout_of
from renkei.core.tables.lists import ListTable, load_list
from renkei.core.tables.settings import stored_settings
from renkei.core.tables.sheets import read_sheets
from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.rounds.answers import take
from renkei.rounds.models import Sheet
from renkei.rounds.rules import LONGEST, LONGEST_NAME, individual_numbers
from renkei.rounds.selectors import owner_fields, sheet_rows
from renkei.rounds.services import require_office
from renkei.rounds.workflow import QUESTION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from renkei.core.tables.lists import ListResult

_SOURCE = Localised.both(
    "根拠となる資料の名前と場所を書いてください。", "Please name the document and the place it rests on."
)
_HANDED_OUT = Localised.both(
    "配布したワークブックに書き込んでください（見出しの行と、識別名と版の列を残す）。",
    "Please fill in the workbook that was handed out, with its heading and its columns slug and revision.",
)
_NOTHING = Localised.both(
    "配布したものから何も変わっていません。変更がなければ「変更なし」を選んでください。",
    "Nothing differs from what was handed out. If nothing has to change, say so instead.",
)
_OTHERS = Localised.both(
    "この組織の前年度の記録か、新しい記録", "a record of this organisation and year, or a new one"
)
_OWN = Localised.both("照会された組織", "the organisation that is asked")
_REASON = Localised.both("差し戻しの理由を入れてください。", "Please say why it is returned.")
_CLOSED = Localised.both(
    "準備中か確定済みの照会では決められません。", "Nothing of a draft or a locked round is decided about."
)


class ProposalsRefused(Exception):  # noqa: N818 - it names what happened to the person
    """Proposed rows break rules; none of them is kept."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(flaw.message("en") for flaw in self.flaws))


def propose(*, actor: Actor, sheet: Sheet, stream: IO[bytes], name: str, source: str, at: dt.date) -> Sheet:
    """Keep an owner's workbook of rows until the office decides; nothing is written to the records.

    Effects: content kept by its hash, sheet answered, history. Raises ProposalsRefused, RuleBroken("sheet.no_source"),
    ("sheet.nothing"), ("workbook.changed"), ("load.…"), ("file.…"), ("round.not_open"), ("round.late").
    """
    found = take_in(stream, name)
    if found.media_type != XLSX:
        raise RuleBroken("workbook.changed", _HANDED_OUT)
    with journal(actor=actor, action="propose records in round"):
        present = _answered(sheet, source, at)
        stream.seek(0)
        with tempfile.TemporaryDirectory(prefix="renkei-") as scratch:
            path = Path(scratch) / "rows.xlsx"
            path.write_bytes(stream.read())
            _check(present, path)
        stream.seek(0)
        keep_content(stream, found)
        present.unchanged, present.name, present.sha256 = False, name[-LONGEST_NAME:], found.sha256
        present.save()
    return present


def confirm_unchanged(*, actor: Actor, sheet: Sheet, source: str, at: dt.date) -> Sheet:
    """Keep that nothing has to change, with what that rests on. Raises RuleBroken as `propose` does."""
    with journal(actor=actor, action="confirm records in round"):
        present = _answered(sheet, source, at)
        present.unchanged, present.name, present.sha256 = True, "", ""
        present.save()
    return present


def _answered(sheet: Sheet, source: str, at: dt.date) -> Sheet:
    take(sheet.owner, at)
    present = Sheet.objects.select_for_update(of=("self",)).select_related("owner__round").get(pk=sheet.pk)
    present.state = state_after(QUESTION, present.state, "answer")
    source = " ".join(source.split())
    for _, flaw in individual_numbers({"source": source}):
        raise flaw
    if not source:
        raise RuleBroken("sheet.no_source", _SOURCE)
    present.source, present.answered_on, present.returned_because = source[:LONGEST], at, ""
    return present


def _check(sheet: Sheet, path: Path) -> None:
    """Try the rows as the office would; nothing stays. Raises ProposalsRefused, RuleBroken."""
    table = _table(sheet, path, path.name)
    if flaws := list(_strange_rows(sheet, table)):
        raise ProposalsRefused(flaws)
    as_office = Actor("check of a round", frozenset({Role.ADMINISTRATOR}))
    found = load_list(table, actor=as_office, dry_run=True)
    if found.flaws:
        raise ProposalsRefused(found.flaws)
    if not found.result.changes_anything:
        raise RuleBroken("sheet.nothing", _NOTHING)


def _table(sheet: Sheet, path: Path, name: str) -> ListTable:
    kind = kind_of(sheet.kind)
    languages, _ = stored_settings()
    layout = layout_of(kind, languages, read_sheets(path, name))
    if not layout.own:
        raise RuleBroken("workbook.changed", _HANDED_OUT)
    return ListTable(kind, layout)


def _strange_rows(sheet: Sheet, table: ListTable) -> Iterator[Flaw]:
    """Yield rows that name a record which was not handed out, or give a new one to another organisation."""
    heads = {head.column: head for head in table.layout.heads if head.column}
    handed_out = set(sheet_rows(sheet).values_list("pk", flat=True))
    there = set(table.kind.model._default_manager.values_list("pk", flat=True))
    theirs = [heads[name] for name in owner_fields(table.kind) if name in heads]
    for line, cells in table.layout.sheet.rows:
        if line <= table.layout.line:
            continue
        slug = _cell(cells, heads["slug"].position)
        if slug in there and slug not in handed_out:
            yield Flaw("sheet.others", row=line, column=heads["slug"].text, found=slug, expected=_OTHERS)
        elif theirs and sheet.owner.organisation_id not in {_cell(cells, head.position) for head in theirs}:
            found = _cell(cells, theirs[0].position)
            yield Flaw("sheet.another_owner", row=line, column=theirs[0].text, found=found, expected=_OWN)


def _cell(cells: list[str], position: int) -> str:
    return cells[position].strip() if position < len(cells) else ""


@contextmanager
def proposals(sheet: Sheet) -> Iterator[ListTable]:
    """Open the rows that an owner has proposed."""
    with tempfile.TemporaryDirectory(prefix="renkei-") as scratch:
        path = Path(scratch) / "rows.xlsx"
        with default_storage.open(stored_path(sheet.sha256), "rb") as kept:
            path.write_bytes(kept.read())
        yield _table(sheet, path, sheet.name)


def preview(*, actor: Actor, sheet: Sheet) -> ListResult | None:
    """Return what taking the proposals would do now; nothing where nothing has to change."""
    if not sheet.sha256:
        return None
    with proposals(sheet) as table:
        return load_list(table, actor=actor, dry_run=True)


def return_sheet(*, actor: Actor, sheet: Sheet, reason: str) -> None:
    """Send proposals back with the reason. Raises RuleBroken("answer.no_reason"), ("workflow.no_such_step")."""
    require_office(actor)
    if not reason.strip():
        raise RuleBroken("answer.no_reason", _REASON)
    with journal(actor=actor, action="return records", reason=reason):
        present = _decided(sheet, "return")
        present.returned_because = reason.strip()[:LONGEST]
        present.save()


def take_sheet(*, actor: Actor, sheet: Sheet, reason: str) -> Sheet:
    """Take an owner's proposals: all rows as one load, which can be undone as every load can.

    Raises ProposalsRefused where the records have changed so that the rows no longer fit, RuleBroken as the load
    does, ("permission.refused").
    """
    require_office(actor)
    with transaction.atomic():
        if sheet.sha256:
            with proposals(sheet) as table:
                done = load_list(table, actor=actor, dry_run=False, reason=reason, name=sheet.name)
            if done.flaws:
                raise ProposalsRefused(done.flaws)
        with journal(actor=actor, action="approve records", reason=reason):
            present = _decided(sheet, "approve")
            if sheet.sha256:
                present.act = UUID(done.result.act) if done.result.act else None
            present.save()
    return present


def _decided(sheet: Sheet, verb: str) -> Sheet:
    rows = Sheet.objects.select_for_update(of=("self",)).select_related("owner__round")
    present = rows.get(pk=sheet.pk)
    if present.owner.round.state not in {"open", "closed"}:
        raise RuleBroken("round.not_open", _CLOSED)
    present.state = state_after(QUESTION, present.state, verb)
    return present
