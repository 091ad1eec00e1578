"""Answers as they come in, by form or by workbook: the same for owners with a link and for the office."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from renkei.core.ui.text import bi
from renkei.desk import uploads
from renkei.desk.downloads import XLSX
from renkei.desk.forms.fields import said
from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit
from renkei.rounds.selectors import asked_of
from renkei.rounds.services import AnswersRefused, answer
from renkei.rounds.workbook import FIELDS, HEAD, read_workbook, write_workbook

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor
    from renkei.rounds.models import Owner
    from renkei.rounds.selectors import Asked

TONES = {"asked": "warn", "answered": "info", "returned": "late", "approved": "good"}
LABELS = dict(
    zip(
        FIELDS,
        (
            bi("値", "Value"),
            bi("根拠となる資料", "Document it rests on"),
            bi("資料の中の場所", "Place in the document"),
            bi("注記（なくてもよい）", "Note (optional)"),
        ),
        strict=True,
    )
)


@dataclass
class Entry:
    """One field of the answer form."""

    identifier: str
    name: str
    label: Any
    text: str
    required: bool
    flaw: str = ""


@dataclass
class QuestionView:
    """A question as the form shows it: last year's value beside what is typed."""

    asked: Asked
    unit: Any
    tone: str
    open: bool
    entries: list[Entry] = field(default_factory=list)
    flaw: str = ""

    @property
    def last_text(self) -> str:
        last = self.asked.last
        return "" if last is None or last.value is None else f"{last.value.normalize():f}"


def questions_of(
    owner: Owner, typed: dict[str, dict[str, str]] | None = None, flaws: AnswersRefused | None = None
) -> list[QuestionView]:
    wrong = {(code, name): said(flaw) for code, name, flaw in flaws.flaws} if flaws else {}
    views = []
    for number, one in enumerate(asked_of(owner)):
        question = one.question
        kept = {
            "value": question.written,
            "source": question.source,
            "place": question.place,
            "note": question.note,
        }
        shown = (typed or {}).get(question.indicator_id, kept)
        view = QuestionView(
            one,
            CountedUnit(question.indicator.unit).label,
            TONES[question.state],
            question.state != "approved" and owner.round.state == "open",
            flaw=wrong.get((question.indicator_id, ""), ""),
        )
        view.entries = [
            Entry(
                f"q{number}-{name}",
                f"{question.indicator_id}:{name}",
                LABELS[name],
                shown.get(name, ""),
                name != "note",
                wrong.get((question.indicator_id, name), ""),
            )
            for name in FIELDS
        ]
        views.append(view)
    return views


def typed_answers(request: HttpRequest, owner: Owner) -> dict[str, dict[str, str]]:
    """Return what was typed, without questions left blank or not touched."""
    found = {}
    for question in owner.questions.exclude(state="approved"):
        given = {name: request.POST.get(f"{question.indicator_id}:{name}", "").strip() for name in FIELDS}
        kept = (question.written, question.source, question.place, question.note)
        if any(given.values()) and (tuple(given.values()) != kept or question.state == "returned"):
            found[question.indicator_id] = given
    return found


def workbook_file(owner: Owner) -> HttpResponse:
    response = HttpResponse(write_workbook(owner, asked_of(owner)), content_type=XLSX)
    name = f"{owner.round_id}-{owner.organisation_id}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def take_workbook(request: HttpRequest, owner: Owner, *, actor: Actor, at: dt.date) -> tuple[int, list[str]]:
    """Take in an uploaded workbook: how many answers were kept, or what is wrong, each with its row."""
    file = request.FILES.get("file")
    if request.META.get(uploads.TOO_LARGE):
        limit = uploads.limit_megabytes()
        return 0, [
            str(bi(f"ファイルが大きすぎます（{limit} MB まで）。", f"The file is larger than {limit} MB."))
        ]
    if file is None:
        return 0, [str(bi("ワークブックを選んでください。", "Please choose the workbook."))]
    with tempfile.TemporaryDirectory(prefix="renkei-") as scratch:
        path = Path(scratch) / "answers.xlsx"
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        try:
            given, rows = read_workbook(path, owner)
            approved = set(owner.questions.filter(state="approved").values_list("indicator", flat=True))
            given = {code: texts for code, texts in given.items() if code not in approved}
            return len(answer(actor=actor, owner=owner, answers=given, at=at)), []
        except AnswersRefused as refused:
            return 0, [_with_row(code, name, flaw, rows) for code, name, flaw in refused.flaws]
        except RuleBroken as flaw:
            return 0, [said(flaw)]


def _with_row(code: str, name: str, flaw: RuleBroken, rows: dict[str, int]) -> str:
    head = HEAD[HEAD.index("値 value") + FIELDS.index(name)] if name in FIELDS else HEAD[0]
    flawed = Flaw(flaw.code, row=rows.get(code), column=head, expected=flaw.message)
    return said(RuleBroken(flaw.code, Localised.both(flawed.message("ja"), flawed.message("en"))))
