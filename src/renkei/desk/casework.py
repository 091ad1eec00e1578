"""How cases are shown: what is late in words, who is at work, what a form of a case reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse

from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.publication.selectors import visible_to
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.pages import TODAY, actor_of, language_now, today
from renkei.directory.models import Organisation, Person
from renkei.kernel.localised import Localised
from renkei.matching.board import company_name
from renkei.matching.models import ApplicationField, Case
from renkei.matching.rules import Late

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor
    from renkei.matching.board import Card
    from renkei.matching.rules import Mark

CASES = bi("案件のボード", "Board of cases")
LATE_WORDS = {
    Late.ANSWER: ("最初の回答が{n}日遅れ", "first answer {n} days late"),
    Late.PROMISE: ("約束が{n}日遅れ", "promise {n} days late"),
    Late.NEXT_STEP: ("次の一歩が{n}日遅れ", "next step {n} days late"),
    Late.STAGE: ("段階が目安を{n}日超過", "{n} days too long in this stage"),
}


def given(request: HttpRequest) -> dict[str, str]:
    """Return what the address asks; texts the database would refuse are left aside."""
    return {name: str(text) for name, text in request.GET.items() if "\0" not in str(text)}


def late_words(mark: Mark) -> Localised:
    japanese, english = LATE_WORDS[mark.late]
    said = english.replace("days", "day", 1) if mark.days == 1 else english
    return Localised.both(japanese.format(n=mark.days), said.format(n=mark.days))


def case_crumbs(*more: parts.Crumb) -> list[parts.Crumb]:
    return [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(CASES, reverse("desk:board")), *more]


def wanted_case(request: HttpRequest, slug: str) -> Case:
    """Return a case the reader may see. Raises Http404."""
    rows = Case.objects.select_related(
        "stage", "company", "coordinator", "need__company", "seed", "closing_reason", "passed_to"
    )
    found = visible_to(rows, actor_of(request), today()).filter(pk=slug).first()
    if found is None:
        raise Http404
    return found


def may_write(actor: Actor, case: Case) -> bool:
    return may_on(actor, Verb.CHANGE, "case", case.holding())


def case_address(case: Case | str) -> str:
    return reverse("desk:casework", args=[case if isinstance(case, str) else case.pk])


def person_name(person: Person | None) -> str:
    return person.display_name() if person else ""


def coordinators(actor: Actor, at: dt.date) -> list[tuple[str, str]]:
    """Return the coordinators of cases and territories that the actor may know of, by name."""
    cases = visible_to(Case.objects.order_by(), actor, at).exclude(coordinator=None).values("coordinator")
    rows = Person.objects.filter(pk__in=cases) | Person.objects.filter(territories__isnull=False)
    found = visible_to(rows.distinct(), actor, at).order_by("family_kana", "pk")
    return [(row.pk, row.display_name()) for row in found]


def holders(actor: Actor, at: dt.date) -> list[tuple[str, str]]:
    """Return the organisations whose cases the actor sees."""
    held = visible_to(Case.objects.order_by(), actor, at).values("holder").distinct()
    language = language_now()
    return [
        (row.pk, row.name.text(language)) for row in Organisation.objects.filter(pk__in=held).order_by("pk")
    ]


def fields(actor: Actor, at: dt.date) -> list[tuple[str, str]]:
    language = language_now()
    rows = visible_to(ApplicationField.objects.order_by("position", "pk"), actor, at)
    return [(row.pk, row.name.text(language)) for row in rows]


def said_now(text: str) -> Localised:
    """Return a text typed in the language of the page."""
    return Localised({language_now(): " ".join(text.split())}) if text.strip() else Localised()


def cards_table(cards: Sequence[Card], caption: Any, empty: parts.Empty) -> parts.Table:
    """Return cases as the rows of a table: the list beside the board."""
    return parts.Table(
        identifier="cases",
        caption=caption,
        columns=[
            parts.Column(bi("案件", "Case"), row_head=True),
            parts.Column(bi("段階", "Stage")),
            parts.Column(bi("担当", "Coordinator")),
            parts.Column(bi("この段階の日数", "Days in stage"), numeric=True),
            parts.Column(bi("次の期限", "Next due"), tight=True),
            parts.Column(bi("遅れ", "Late")),
        ],
        rows=[_row(card) for card in cards],
        empty=empty,
    )


def _row(card: Card) -> list[parts.Cell]:
    case = card.case
    late = late_words(card.marks[0]) if card.marks else None
    return [
        parts.Cell(case.title, "localised", url=case_address(case), under=company_name(case)),
        parts.Cell(case.stage.name, "localised"),
        parts.Cell(person_name(case.coordinator) or None),
        parts.Cell(card.days, "ordinal"),
        parts.Cell(case.next_due, "day"),
        parts.Cell(parts.StateView(late, "late"), "state") if late else parts.Cell(""),
    ]
