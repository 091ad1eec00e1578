from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, F, Func, Q, When

from renkei.agreements.models import Agreement, Contribution
from renkei.core.figures.counting import dated, standing
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import Family, register_families
from renkei.core.publication.words import NOT_PUBLIC
from renkei.core.records.fields import PeriodField
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.figures.registry import Sees


class InForce(Func):
    """The term of an agreement; where no start is stated, from the day of signing."""

    template = "(%(expressions)s, NULL))"
    arg_joiner = " * daterange("
    output_field = PeriodField()


def with_a_beginning() -> QuerySet[Agreement]:
    """Return agreements with a start or a day of signing: with neither, nothing tells since when, and none counts."""
    return Agreement.objects.filter(Q(term__startswith__isnull=False) | Q(signed_on__isnull=False))


def stated_amounts() -> QuerySet[Contribution]:
    return Contribution.objects.filter(amount__isnull=False)


def contribution_title(row: Contribution, sees: Sees) -> Localised:
    named = {
        "agreement": row.agreement.title if sees(row.agreement) else NOT_PUBLIC,
        "party": row.organisation.name if sees(row.organisation) else NOT_PUBLIC,
    }
    return Localised.both("{agreement}：{party}", "{agreement}: {party}").filled(**named)


register_families(
    Family(
        code="agreements.agreements_in_force",
        label=Localised.both("有効な協定の数", "Agreements in force"),
        definition=Localised.both(
            "年度末（年度の途中ではその日）に期間中である協定の数。開始日の記載がない協定は締結日から数える。"
            "どちらの記載もない協定は数えない。",
            "Agreements whose term includes the end of the fiscal year (within it: today). Where no start is "
            "stated, they count from the day of signing; with neither, they are not counted.",
        ),
        unit=CountedUnit.AGREEMENT,
        kind=FigureKind.STOCK,
        ask=standing(
            with_a_beginning,
            InForce("term", Case(When(term__startswith__isnull=True, then=F("signed_on")))),
        ),
        rows=Agreement.objects.all,
        position=210,
    ),
    Family(
        code="agreements.contributions",
        label=Localised.both("協定にもとづく負担額", "Contributions under agreements"),
        definition=Localised.both(
            "協定にもとづき当事者が年度中に負担した金額の合計。金銭以外の負担と金額の記載のない負担は含まない。",
            "Money that parties gave under agreements in the fiscal year; contributions in kind and those "
            "without a stated amount are not included.",
        ),
        unit=CountedUnit.YEN,
        kind=FigureKind.FLOW,
        ask=dated(stated_amounts, "fiscal_year", "amount"),
        rows=stated_amounts,
        position=220,
        year="fiscal_year",
        by="agreement",
        by_title="title",
        by_label=Localised.both("{name}にもとづく負担額", "Contributions under {name}"),
        by_definition=Localised.both(
            "{name}にもとづき当事者が年度中に負担した金額の合計。金銭以外の負担と金額の記載のない負担は含まない。",
            "Money that parties gave under {name} in the fiscal year; contributions in kind and those "
            "without a stated amount are not included.",
        ),
        related=("agreement", "organisation"),
        search=("agreement__title", "organisation__name"),
        title=contribution_title,
    ),
)
