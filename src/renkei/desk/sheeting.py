"""Records that are asked for in a round: handed out and taken back, for owners with a link and for the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse

from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import bi
from renkei.desk import uploads
from renkei.desk.downloads import XLSX, attached, workbook_stream
from renkei.desk.forms.fields import said
from renkei.desk.pages import language_now
from renkei.kernel.errors import RuleBroken
from renkei.rounds.selectors import sheet_rows
from renkei.rounds.sheets import ProposalsRefused, confirm_unchanged, propose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor
    from renkei.core.ui import parts
    from renkei.rounds.models import Owner, Sheet

TONES: dict[str, parts.Tone] = {"asked": "warn", "answered": "info", "returned": "late", "approved": "good"}
SHOWN = 20


@dataclass(frozen=True)
class SheetView:
    """Records of one kind as a page shows them: the first rows, how many there are, where they are handed out."""

    sheet: Sheet
    name: Any
    rows: list[Any]
    count: int
    url: str
    tone: str
    open: bool


def sheets_of(owner: Owner, address: Callable[[str], str]) -> list[SheetView]:
    found = []
    for sheet in owner.sheets.select_related("owner__round", "owner__organisation").order_by("pk"):
        kind, rows = kind_of(sheet.kind), sheet_rows(sheet)
        taken = sheet.state != "approved" and owner.round.state == "open"
        labels = [kind.label(row) for row in rows[:SHOWN]]
        tone = TONES[sheet.state]
        found.append(SheetView(sheet, kind.plural, labels, rows.count(), address(sheet.kind), tone, taken))
    return found


def workbook_file(sheet: Sheet) -> StreamingHttpResponse:
    owner = sheet.owner
    name = f"{owner.round_id}-{owner.organisation_id}-{sheet.kind}.xlsx"
    workbook = workbook_stream(kind_of(sheet.kind), sheet_rows(sheet))
    return StreamingHttpResponse(workbook, content_type=XLSX, headers=attached(name))


def take(request: HttpRequest, sheet: Sheet, *, actor: Actor, at: dt.date) -> list[str]:
    """Take in proposals, or that nothing has to change; return what is wrong, each with its row."""
    file, source = request.FILES.get("file"), request.POST.get("source", "")
    if problem := uploads.too_large(request):
        return [str(problem)]
    try:
        if "unchanged" in request.POST:
            confirm_unchanged(actor=actor, sheet=sheet, source=source, at=at)
        elif file is None or file.file is None:
            return [str(bi("ワークブックを選んでください。", "Please choose the workbook."))]
        else:
            name = str(file.name)
            propose(actor=actor, sheet=sheet, stream=file.file, name=name, source=source, at=at)
    except ProposalsRefused as refused:
        return [flaw.message(language_now()) for flaw in refused.flaws]
    except RuleBroken as flaw:
        return [said(flaw)]
    return []
