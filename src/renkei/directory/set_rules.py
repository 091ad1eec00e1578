"""Rules of the directory that several rows keep together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q

from renkei.directory.models import DatedName, PostHolding, Unit
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws

_ONE_HOLDER = Localised.both(
    "同じ職のほかの在任と重ならない期間（職務代理を除く）",
    "a period that overlaps no other holding of the post (acting ones aside)",
)
_ONE_NAME = Localised.both(
    "同じ組織・部署のほかの名称と重ならない期間",
    "a period that overlaps no other name of the same organisation or unit",
)
_SAME_ORGANISATION = Localised.both("同じ組織の部署", "a unit of the same organisation")


def holders_of_a_post_overlap(rows: QuerySet[PostHolding]) -> SetFlaws:
    others = PostHolding.objects.filter(
        post=OuterRef("post"), acting=False, period__overlap=OuterRef("period")
    ).exclude(pk=OuterRef("pk"))
    for holding in rows.filter(Exists(others), acting=False).order_by("pk"):
        yield holding.pk, "period", RuleBroken("post.holders_overlap", _ONE_HOLDER, found=_period(holding))


def names_of_an_owner_overlap(rows: QuerySet[DatedName]) -> SetFlaws:
    others = DatedName.objects.filter(period__overlap=OuterRef("period")).exclude(pk=OuterRef("pk"))
    of_organisation = others.filter(organisation=OuterRef("organisation"))
    of_unit = others.filter(unit=OuterRef("unit"))
    for name in rows.filter(Exists(of_organisation) | Exists(of_unit)).order_by("pk"):
        yield name.pk, "period", RuleBroken("name.periods_overlap", _ONE_NAME, found=_period(name))


def units_under_another_organisation(rows: QuerySet[Unit]) -> SetFlaws:
    near = Unit.objects.filter(Q(pk__in=rows.values("pk")) | Q(parent__in=rows.values("pk")))
    astray = near.filter(parent__isnull=False).exclude(parent__organisation=F("organisation"))
    for unit in astray.order_by("pk"):
        yield unit.pk, "parent", RuleBroken("unit.parent", _SAME_ORGANISATION, found=unit.parent_id)


def _period(row: Any) -> str:
    return f"{row.period.start or ''}〜{row.period.end or ''}"
