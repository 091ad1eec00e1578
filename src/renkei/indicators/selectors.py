"""Targets and restatements that stand beside a figure's value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renkei.core.files.models import Document
from renkei.core.publication.selectors import visible_to
from renkei.directory.models import Organisation
from renkei.indicators.models import DefinitionVersion, StatedValue, Target, VerdictLevel
from renkei.indicators.rules import achievement, verdict
from renkei.kernel.periods import PartialDate

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.figures.answers import FigureAnswer
    from renkei.kernel.localised import Localised


@dataclass(frozen=True)
class Aim:
    """A target with what is reached of it: `share` in percent; None where the value is not yet available."""

    target: Target
    share: Decimal | None
    verdict: Localised | None
    source: Document | None


def aim_of(code: str, fiscal_year: int, actual: Decimal | None, *, actor: Actor, at: dt.date) -> Aim | None:
    """Return the target of a figure and year beside its value, or nothing where there is none to see."""
    rows = Target.objects.select_related("document", "indicator").filter(
        indicator=code, fiscal_year=fiscal_year
    )
    target = visible_to(rows, actor, at).first()
    if target is None:
        return None
    share = achievement(target.direction, target.value, actual, target.baseline)
    levels = visible_to(VerdictLevel.objects.filter(scale=target.scale_id), actor, at)
    source = visible_to(Document.objects.filter(pk=target.document_id), actor, at).first()
    return Aim(target, share, verdict(share, levels.values_list("at_least", "name")), source)


def restatements(code: str, fiscal_year: int, *, actor: Actor, at: dt.date) -> list[StatedValue]:
    """Return the values that replace others, each with the one before; both must be the actor's to see."""
    rows = StatedValue.objects.select_related("restates", "publisher", "document", "indicator").filter(
        indicator=code,
        fiscal_year=fiscal_year,
        restates__isnull=False,
        publisher__in=visible_to(Organisation.objects.all(), actor, at),
    )
    before = visible_to(StatedValue.objects.filter(restated_by__in=rows), actor, at)
    return list(visible_to(rows.filter(restates__in=before), actor, at).order_by("slug"))


def wordings(code: str, *, actor: Actor, at: dt.date) -> list[DefinitionVersion]:
    """Return the recorded wordings of a definition, oldest first."""
    rows = DefinitionVersion.objects.filter(indicator=code)
    return list(visible_to(rows, actor, at).order_by("version"))


@dataclass(frozen=True)
class Number:
    """A number as it is printed, with the value machines read."""

    text: str
    value: Decimal | None


@dataclass(frozen=True)
class Restated:
    before: Number
    after: Number
    row: StatedValue


@dataclass(frozen=True)
class Beside:
    """What stands beside a figure: its target, its restatements and the wordings of its definition."""

    aim: Aim | None
    target: Number | None
    baseline: Number | None
    share: Number | None
    restated: tuple[Restated, ...]
    wordings: tuple[DefinitionVersion, ...]
    expected: PartialDate | None = None


def expected_on(code: str, fiscal_year: int, *, actor: Actor, at: dt.date) -> PartialDate | None:
    """Return the earliest day, month or year on which an open value is expected, or nothing where none is said."""
    rows = StatedValue.objects.filter(indicator=code, fiscal_year=fiscal_year, state="not_yet_known")
    open_ones = visible_to(rows.exclude(expected_on=""), actor, at).order_by("expected_on")
    first = open_ones.values_list("expected_on", flat=True).first()
    return PartialDate.parse(first) if first else None


def beside(answer: FigureAnswer, language: str, *, actor: Actor, at: dt.date) -> Beside:
    """Gather what stands beside a figure, numbers printed in its own unit."""
    aim = aim_of(answer.code, answer.fiscal_year, answer.value, actor=actor, at=at)

    def number(value: Decimal | None, state: str = "exact", precision: Decimal = Decimal(1)) -> Number:
        return Number(answer.printed_of(state, value, precision, language), value)

    return Beside(
        aim,
        number(aim.target.value) if aim else None,
        number(aim.target.baseline) if aim and aim.target.baseline is not None else None,
        Number(f"{aim.share.normalize():f}%", aim.share) if aim and aim.share is not None else None,
        tuple(
            Restated(
                number(row.restates.value, row.restates.state, row.restates.precision),
                number(row.value, row.state, row.precision),
                row,
            )
            for row in restatements(answer.code, answer.fiscal_year, actor=actor, at=at)
            if row.restates
        ),
        tuple(wordings(answer.code, actor=actor, at=at)),
        None if answer.is_known else expected_on(answer.code, answer.fiscal_year, actor=actor, at=at),
    )
