"""Figures of casework: what coordinators did in a year, and the outside money that was won."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.figures.counting import dated
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import Family, register_families
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit
from renkei.matching.enums import ActivityKind, FundState, NeedState
from renkei.matching.models import Activity, Case, ExternalFund, Introduction, Need

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from renkei.core.figures.registry import Sees

ADOPTED = (FundState.ADOPTED, FundState.RUNNING, FundState.ENDED)


def needs_received() -> QuerySet[Need]:
    return Need.objects.exclude(state=NeedState.UNCONFIRMED)


def visits() -> QuerySet[Activity]:
    return Activity.objects.filter(kind=ActivityKind.VISIT)


def introductions() -> QuerySet[Introduction]:
    return Introduction.objects.filter(introduced_on__isnull=False)


def applied_funds() -> QuerySet[ExternalFund]:
    return ExternalFund.objects.filter(applied_on__isnull=False)


def requested_funds() -> QuerySet[ExternalFund]:
    return applied_funds().filter(amount_requested__isnull=False)


def adopted_funds() -> QuerySet[ExternalFund]:
    """Return applications that were adopted, also those that run or have ended since."""
    return ExternalFund.objects.filter(state__in=ADOPTED, decided_on__isnull=False)


def awarded_funds() -> QuerySet[ExternalFund]:
    return adopted_funds().filter(amount_awarded__isnull=False)


def _by_identifier(row: Any, _sees: Sees) -> Localised:
    """Name a line by its identifier: what a company confided is no title of a figure's evidence."""
    return Localised.both(row.pk, row.pk)


def _family(
    code: str,
    label: tuple[str, str],
    definition: tuple[str, str],
    rows: Callable[[], QuerySet[Any]],
    day: str,
    unit: CountedUnit,
    position: int,
    **options: Any,
) -> Family:
    return Family(
        code=f"matching.{code}",
        label=Localised.both(*label),
        definition=Localised.both(*definition),
        unit=unit,
        kind=FigureKind.FLOW,
        ask=dated(rows, day, options.pop("amount", 1), begun=True),
        rows=rows,
        position=position,
        year=day,
        when=day,
        **options,
    )


register_families(
    _family(
        "needs_received",
        ("受け付けた企業ニーズ", "Needs received from companies"),
        (
            "受付日が年度中の企業ニーズの件数。メールの確認待ちは数えない。",
            "Needs of companies received in the fiscal year; those not yet confirmed by mail do not count.",
        ),
        needs_received,
        "received_on",
        CountedUnit.NEED,
        32,
        title=_by_identifier,
    ),
    _family(
        "visits",
        ("コーディネーターの企業訪問", "Visits of coordinators to companies"),
        (
            "日付が年度中の、種類が「訪問」の活動の回数。同じ企業への訪問もそのつど数える。",
            "Activities of the kind “visit” dated in the fiscal year; every visit to the same company counts.",
        ),
        visits,
        "held_on",
        CountedUnit.VISIT,
        33,
        title=_by_identifier,
    ),
    _family(
        "cases_opened",
        ("始めた案件", "Cases opened"),
        ("開始日が年度中の案件の件数。", "Cases opened in the fiscal year."),
        Case.objects.all,
        "opened_on",
        CountedUnit.CASE,
        34,
        title=_by_identifier,
    ),
    _family(
        "introductions",
        ("企業と研究者の引き合わせ", "Introductions of companies and researchers"),
        (
            "双方が同意し、年度中に引き合わせた件数。",
            "Companies and researchers brought together in the fiscal year, both having agreed.",
        ),
        introductions,
        "introduced_on",
        CountedUnit.CASE,
        35,
        title=_by_identifier,
    ),
    _family(
        "external_funds_applied",
        ("外部資金への申請", "Applications for external funds"),
        (
            "申請日が年度中の、国などの公募への申請の件数。のちに見送り・不採択となったものも含む。",
            "Applications made in the fiscal year, also those turned down or given up later.",
        ),
        applied_funds,
        "applied_on",
        CountedUnit.APPLICATION,
        36,
        related=("lead",),
        search=("title", "call"),
    ),
    _family(
        "external_fund_requested",
        ("外部資金の申請額", "Amount of external funds applied for"),
        (
            "申請日が年度中の申請額の合計。額の記載のないものは含まない。",
            "Amounts applied for in the fiscal year; applications without a stated amount are left out.",
        ),
        requested_funds,
        "applied_on",
        CountedUnit.YEN,
        37,
        amount="amount_requested",
        related=("lead",),
        search=("title", "call"),
    ),
    _family(
        "external_funds_adopted",
        ("採択された外部資金", "External funds won"),
        (
            "採否の決定日が年度中の、採択された公募の件数。実施中・終了のものも含む。",
            "Applications adopted in the fiscal year by the day of decision, also those running or ended since.",
        ),
        adopted_funds,
        "decided_on",
        CountedUnit.APPLICATION,
        38,
        related=("lead",),
        search=("title", "call"),
    ),
    _family(
        "external_fund_amount",
        ("採択された外部資金の額", "Amount of external funds won"),
        (
            "採否の決定日が年度中の、採択された公募の採択額の合計。額の記載のないものは含まない。",
            "Amounts awarded to applications adopted in the fiscal year; those without a stated amount are left out.",
        ),
        awarded_funds,
        "decided_on",
        CountedUnit.YEN,
        39,
        amount="amount_awarded",
        related=("lead",),
        search=("title", "call"),
    ),
)
