"""Answers as they come in, by form or by workbook: the same for owners with a link and for the office."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import uploads
from renkei.desk.downloads import XLSX, attached
from renkei.desk.forms.fields import said
from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit
from renkei.rounds.answers import (
    AnswersRefused,
    answer,
    attach,
    detach,
    draft_of,
    keep_draft,
    questions_for,
)
from renkei.rounds.selectors import asked_of
from renkei.rounds.workbook import FIELDS, HEAD, read_workbook, write_workbook

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor
    from renkei.rounds.models import Delegation, Owner, Question
    from renkei.rounds.selectors import Asked, Door

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
    number: int
    entries: list[Entry] = field(default_factory=list)
    flaw: str = ""
    stale: bool = False

    @property
    def last_text(self) -> str:
        last = self.asked.last
        return "" if last is None or last.value is None else f"{last.value.normalize():f}"


def questions_of(
    owner: Owner,
    typed: dict[str, dict[str, str]] | None = None,
    flaws: AnswersRefused | None = None,
    delegation: Delegation | None = None,
    *,
    office: bool = False,
) -> list[QuestionView]:
    """Return the questions with what was typed just now, else the owner's own draft, else the answer."""
    wrong = {(code, name): said(flaw) for code, name, flaw in flaws.flaws} if flaws else {}
    drafts = draft_of(owner, delegation) if owner.round.state == "open" and not office else {}
    views = []
    for number, one in enumerate(asked_of(owner, delegation)):
        question = one.question
        shown = (
            (typed or {}).get(question.indicator_id) or drafts.get(question.indicator_id) or _kept(question)
        )
        view = QuestionView(
            one,
            CountedUnit(question.indicator.unit).label,
            TONES[question.state],
            question.state != "approved" and owner.round.state == "open",
            number,
            flaw=wrong.get((question.indicator_id, ""), ""),
            stale=shown.get("revision", "") not in {"", str(question.revision)},
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


def _kept(question: Question) -> dict[str, str]:
    return {
        "value": question.written,
        "source": question.source,
        "place": question.place,
        "note": question.note,
    }


def all_typed(request: HttpRequest, questions: Iterable[Question]) -> dict[str, dict[str, str]]:
    """Return what stands in the form and differs from the answer there is, with the revision it was typed over."""
    found = {}
    for question in questions:
        given = {name: request.POST.get(f"{question.indicator_id}:{name}", "").strip() for name in FIELDS}
        if any(given.values()) and given != _kept(question):
            given["revision"] = request.POST.get(f"{question.indicator_id}:revision", "")
            found[question.indicator_id] = given
    return found


def typed_answers(
    request: HttpRequest, owner: Owner, delegation: Delegation | None = None
) -> dict[str, dict[str, str]]:
    """Return the answers to send: what differs, and what was returned and is sent again as it is."""
    questions = list(questions_for(owner, delegation).exclude(state="approved"))
    found = all_typed(request, questions)
    for question in questions:
        there = f"{question.indicator_id}:value" in request.POST
        if question.state == "returned" and there and question.indicator_id not in found:
            found[question.indicator_id] = _kept(question) | {"revision": str(question.revision)}
    return found


@dataclass
class Outcome:
    """What became of a form that was sent: `typed` and `flaws` to show again where something is wrong."""

    typed: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: AnswersRefused | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        return self.refused is not None or bool(self.problems)


def send(request: HttpRequest, door: Door, *, actor: Actor, at: dt.date) -> Outcome:
    """Take in the files and then the answers of a form; files stay where an answer has to be mended."""
    outcome = keep(request, door, actor=actor, at=at)
    if outcome.wrong:
        return outcome
    outcome.typed = typed_answers(request, door.owner, door.delegation)
    try:
        answer(actor=actor, owner=door.owner, answers=outcome.typed, at=at, delegation=door.delegation)
    except AnswersRefused as refused:
        outcome.refused = refused
    except RuleBroken as flaw:
        outcome.problems.append(said(flaw))
    return outcome


def keep(request: HttpRequest, door: Door, *, actor: Actor, at: dt.date) -> Outcome:
    """Keep what is typed as a draft, attach the files that came along, take away the one that is named."""
    questions = list(questions_for(door.owner, door.delegation).exclude(state="approved"))
    outcome = Outcome(all_typed(request, questions))
    if problem := uploads.too_large(request):
        outcome.problems.append(str(problem))
        return outcome
    named: dict[str, Any] = {"owner": door.owner, "at": at, "delegation": door.delegation}
    try:
        if not door.office:  # what an owner has typed and not sent is not the office's
            keep_draft(typed=outcome.typed, **named)
        remove = whole(request.POST.get("remove", ""))
        if remove is not None:
            detach(actor=actor, evidence=remove, **named)
        for question in questions:
            sent = request.FILES.getlist(f"{question.indicator_id}:files")
            files = [(file.file, str(file.name)) for file in sent if file.file is not None]
            if files:
                attach(actor=actor, indicator=question.indicator_id, files=files, **named)
    except AnswersRefused as refused:
        outcome.refused = refused
    except RuleBroken as flaw:
        outcome.problems.append(said(flaw))
    return outcome


def workbook_file(owner: Owner, delegation: Delegation | None = None) -> HttpResponse:
    book = write_workbook(owner, asked_of(owner, delegation))
    name = f"{owner.round_id}-{owner.organisation_id}.xlsx"
    return HttpResponse(book, content_type=XLSX, headers=attached(name))


def take_workbook(request: HttpRequest, door: Door, *, actor: Actor, at: dt.date) -> tuple[int, list[str]]:
    """Take in an uploaded workbook: how many answers were kept, or what is wrong, each with its row."""
    owner, file = door.owner, request.FILES.get("file")
    if problem := uploads.too_large(request):
        return 0, [str(problem)]
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
            named: dict[str, Any] = {"actor": actor, "owner": owner, "at": at, "delegation": door.delegation}
            return len(answer(answers=given, **named)), []
        except AnswersRefused as refused:
            return 0, [_with_row(code, name, flaw, rows) for code, name, flaw in refused.flaws]
        except RuleBroken as flaw:
            return 0, [said(flaw)]


def _with_row(code: str, name: str, flaw: RuleBroken, rows: dict[str, int]) -> str:
    head = HEAD[HEAD.index("値 value") + FIELDS.index(name)] if name in FIELDS else HEAD[0]
    flawed = Flaw(flaw.code, row=rows.get(code), column=head, expected=flaw.message)
    return said(RuleBroken(flaw.code, Localised.both(flawed.message("ja"), flawed.message("en"))))
