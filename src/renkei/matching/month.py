"""A month of a coordinator or an organisation: counts with their rule and their lines, and what was done in words."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from renkei.core.publication.selectors import visible_to
from renkei.kernel.localised import Localised
from renkei.matching.enums import ActivityKind, StagePhase
from renkei.matching.models import Activity, Case, CaseStep, Introduction, Need
from renkei.matching.rules import median_days

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor


@dataclass(frozen=True)
class Month:
    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month | None:
        """Read `2026-10`; None for anything else."""
        try:
            day = dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC)
        except ValueError:
            return None
        return cls(day.year, day.month) if text == f"{day.year:04}-{day.month:02}" else None

    @classmethod
    def of(cls, day: dt.date) -> Month:
        return cls(day.year, day.month)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.month, monthrange(self.year, self.month)[1])

    def before(self) -> Month:
        return Month.of(self.first - dt.timedelta(days=1))

    def after(self) -> Month:
        return Month.of(self.last + dt.timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True)
class Whose:
    """Whose month: a coordinator's, an organisation's, both, or all the reader sees."""

    coordinator: str = ""
    holder: str = ""


@dataclass(frozen=True)
class Count:
    """One figure of the month. `lines` are the rows it counts; `number` None: there is nothing to count from."""

    code: str
    name: Localised
    rule: Localised
    number: float | None
    lines: Sequence[Any]


@dataclass(frozen=True)
class Report:
    counts: Sequence[Count]
    activities: Sequence[Activity]


def activities_of(month: Month, whose: Whose, actor: Actor, at: dt.date) -> QuerySet[Activity]:
    rows = visible_to(Activity.objects.all(), actor, at).filter(held_on__range=(month.first, month.last))
    rows = rows.filter(coordinator=whose.coordinator) if whose.coordinator else rows
    return rows.filter(holder=whose.holder) if whose.holder else rows


def report(month: Month, whose: Whose, actor: Actor, at: dt.date) -> Report:
    """Return the counts and the log of a month, out of what the reader sees: ten queries however long it was."""
    joined = ("organisation", "case", "coordinator")
    rows = activities_of(month, whose, actor, at).select_related(*joined)
    log = list(rows.order_by("held_on", "slug"))
    counts = [_of_kind(log, kind, name, rule) for kind, name, rule in _KINDS]
    met = list({each.organisation_id: each.organisation for each in log if each.organisation_id}.values())
    counts.append(
        Count(
            "companies_met",
            Localised.both("会った企業・組織", "Companies and others met"),
            Localised.both(
                "記録の相手になった組織の数。同じ組織は月に一度だけ数える。",
                "Organisations met in the log; each is counted once a month.",
            ),
            len(met),
            met,
        )
    )
    counts += [each(month, whose, actor, at) for each in (_needs, _introductions, _opened, _closed, _reached)]
    counts.append(_answers(month, whose, actor, at))
    return Report(counts, log)


_KINDS = tuple(
    (
        kind,
        Localised.both(ja, en),
        Localised.both(
            f"種類が「{ja}」で、日付がこの月の活動の数。",
            f"Activities of the kind “{en}” dated in the month.",
        ),
    )
    for kind, ja, en in (
        (ActivityKind.VISIT, "訪問", "Visits"),
        (ActivityKind.CALL, "電話", "Calls"),
        (ActivityKind.MAIL, "メール", "E-mails"),
        (ActivityKind.MEETING, "面談", "Meetings"),
        (ActivityKind.EVENT, "行事", "Events"),
    )
)


def _of_kind(log: Sequence[Activity], kind: ActivityKind, name: Localised, rule: Localised) -> Count:
    lines = [each for each in log if each.kind == kind]
    return Count(kind.value, name, rule, len(lines), lines)


def _narrowed(rows: QuerySet[Any], whose: Whose, path: str = "") -> QuerySet[Any]:
    condition = Q()
    if whose.coordinator:
        condition &= Q(**{f"{path}coordinator": whose.coordinator})
    if whose.holder:
        condition &= Q(holder=whose.holder)
    return rows.filter(condition)


def _count(code: str, name: tuple[str, str], rule: tuple[str, str]) -> Callable[[Sequence[Any]], Count]:
    def made(lines: Sequence[Any]) -> Count:
        return Count(code, Localised.both(*name), Localised.both(*rule), len(lines), lines)

    return made


def _needs(month: Month, whose: Whose, actor: Actor, at: dt.date) -> Count:
    rows = visible_to(Need.objects.exclude(state="unconfirmed"), actor, at).select_related("company")
    found = _narrowed(rows.filter(received_on__range=(month.first, month.last)), whose)
    return _count(
        "needs",
        ("新しいニーズ", "New needs"),
        (
            "受付日がこの月のニーズの数。メールの確認待ちは含まない。",
            "Needs received in the month; those not yet confirmed by mail are left out.",
        ),
    )(list(found.order_by("received_on", "slug")))


def _introductions(month: Month, whose: Whose, actor: Actor, at: dt.date) -> Count:
    rows = visible_to(Introduction.objects.select_related("case", "seed"), actor, at)
    found = _narrowed(rows.filter(introduced_on__range=(month.first, month.last)), whose, "case__")
    return _count(
        "introductions",
        ("引き合わせ", "Introductions"),
        (
            "双方が同意し、この月に引き合わせた件数。",
            "Companies and researchers brought together in the month, both having agreed.",
        ),
    )(list(found.order_by("introduced_on", "slug")))


def _opened(month: Month, whose: Whose, actor: Actor, at: dt.date) -> Count:
    found = _cases(whose, actor, at).filter(opened_on__range=(month.first, month.last))
    return _count(
        "opened",
        ("始めた案件", "Cases opened"),
        ("開始日がこの月の案件の数。", "Cases opened in the month."),
    )(list(found.order_by("opened_on", "slug")))


def _closed(month: Month, whose: Whose, actor: Actor, at: dt.date) -> Count:
    found = _cases(whose, actor, at).filter(closed_on__range=(month.first, month.last))
    return _count(
        "closed",
        ("終了した案件", "Cases closed"),
        ("終了日がこの月の案件の数。理由は問わない。", "Cases closed in the month, whatever the reason."),
    )(list(found.order_by("closed_on", "slug")))


def _reached(month: Month, whose: Whose, actor: Actor, at: dt.date) -> Count:
    """Count cases whose first step into a stage of outcome lies in the month."""
    steps = visible_to(CaseStep.objects.filter(stage__phase=StagePhase.REACHED), actor, at)
    first: dict[str, dt.date] = {}
    for slug, day in steps.filter(entered_on__lte=month.last).values_list("case", "entered_on"):
        first[slug] = min(day, first.get(slug, day))
    reached = [slug for slug, day in first.items() if day >= month.first]
    return _count(
        "reached",
        ("成果に至った案件", "Cases that reached an outcome"),
        (
            "共同研究などの「成果に至った」段階に、この月に初めて入った案件の数。",
            "Cases that first entered a stage of outcome, such as joint research, in the month.",
        ),
    )(list(_cases(whose, actor, at).filter(pk__in=reached).order_by("slug")))


def _answers(month: Month, whose: Whose, actor: Actor, at: dt.date) -> Count:
    found = _cases(whose, actor, at).filter(answered_on__range=(month.first, month.last))
    lines = list(found.order_by("answered_on", "slug"))
    waits = [(case.answered_on - case.opened_on).days for case in lines if case.answered_on]
    return Count(
        "answer_days",
        Localised.both("最初の回答までの日数（中央値）", "Days to the first answer (median)"),
        Localised.both(
            "この月に最初の回答をした案件の、開始日から回答日までの日数の中央値。",
            "Median of the days from opening to first answer, of cases first answered in the month.",
        ),
        median_days(waits),
        lines,
    )


def _cases(whose: Whose, actor: Actor, at: dt.date) -> QuerySet[Case]:
    return _narrowed(visible_to(Case.objects.select_related("company", "stage"), actor, at), whose)
