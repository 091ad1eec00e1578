"""What a company may know of its own request: the stages in words made for it, promises, answers, whom to ask.

Nothing of the office's own notes: no assessment, no summary of a case, no names of other parties.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.core.publication.selectors import is_public
from renkei.directory.models import Organisation
from renkei.kernel.localised import Localised
from renkei.matching.enums import NeedState
from renkei.matching.models import Activity, Analysis, Case, CaseStep, NeedDocument, NeedMessage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from renkei.directory.models import Person
    from renkei.matching.models import Need

_RECEIVED = Localised.both("受け付けました", "Received")


@dataclass(frozen=True)
class Stage:
    word: Localised
    day: dt.date
    is_present: bool


@dataclass(frozen=True)
class Promise:
    text: Localised
    day: dt.date | None
    kept_on: dt.date | None
    is_late: bool


@dataclass(frozen=True)
class Followed:
    """`coordinator` is named only where the person is public."""

    need: Need
    stages: Sequence[Stage]
    answer_due: dt.date | None
    promises: Sequence[Promise]
    analyses: Sequence[Analysis]
    messages: Sequence[NeedMessage]
    files: Sequence[NeedDocument]
    office: Organisation | None
    coordinator: Person | None
    ending: Any = ""
    passed_to: Organisation | None = None
    open: bool = field(default=True)


def followed(need: Need, at: dt.date) -> Followed:
    """Return what the company behind a need may know on a day; a bounded number of queries."""
    cases = list(
        Case.objects.filter(need=need)
        .select_related("stage", "coordinator", "closing_reason", "passed_to")
        .order_by("opened_on", "pk")
    )
    activities = Activity.objects.filter(case__in=cases) | Activity.objects.filter(need=need)
    promised = activities.exclude(promised={}).order_by("promised_by", "held_on", "pk")[:50]
    last = cases[-1] if cases else None
    person = (last and last.coordinator) or need.coordinator
    office = Organisation.objects.filter(pk=need.holder).first()
    passed = last.passed_to if last else None
    return Followed(
        need=need,
        stages=_stages(need, cases),
        answer_due=last.answer_due if last and not last.answered_on else None,
        promises=[_promise(row, at) for row in promised],
        analyses=list(
            Analysis.objects.filter(case__in=cases)
            .select_related("laboratory")
            .order_by("received_on", "pk")[:50]
        ),
        messages=list(NeedMessage.objects.filter(need=need, sender__in=("company", "office"))[:200]),
        files=list(NeedDocument.objects.filter(need=need).exclude(sha256="").order_by("pk")[:20]),
        office=office if office and is_public(office, at) else None,
        coordinator=person if person and is_public(person, at) else None,
        ending=last.closing_reason.name if last and last.closing_reason else "",
        passed_to=passed if passed and is_public(passed, at) else None,
        open=need.state != NeedState.CLOSED,
    )


def _stages(need: Need, cases: list[Case]) -> list[Stage]:
    """Return what the firm is told of the way so far: words made for it, each once, the present one last."""
    steps = (
        CaseStep.objects.filter(case__in=cases)
        .select_related("stage")
        .order_by("entered_on", "stage__position")
    )
    told = [(_RECEIVED, need.received_on)]
    told += [(step.stage.shown_to_company, step.entered_on) for step in steps if step.stage.shown_to_company]
    for case in cases:
        word = case.stage.shown_to_company
        if word and case is cases[-1] and told[-1][0] != word:
            told.append((word, case.opened_on))
    once = [each for index, each in enumerate(told) if index == 0 or told[index - 1][0] != each[0]]
    return [Stage(word, day, index == len(once) - 1) for index, (word, day) in enumerate(once)]


def _promise(row: Activity, at: dt.date) -> Promise:
    late = row.promised_by is not None and row.promise_kept_on is None and row.promised_by < at
    return Promise(row.promised, row.promised_by, row.promise_kept_on, late)
