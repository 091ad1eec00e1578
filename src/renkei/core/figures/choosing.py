"""Which value of a figure is printed, and where values disagree (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renkei.core.figures.answers import KNOWN, Computed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renkei.core.figures.eyes import Eyes
    from renkei.core.figures.registry import Choice, Stated
    from renkei.kernel.units import CountedUnit

# The stage of a value within one publisher: what came about before what was meant to.
_STAGES = ("result", "stated", "adopted", "planned")


@dataclass(frozen=True)
class Pick:
    """What is printed: a stated value, or (None) the computed one; `by_choice` where a person decided."""

    stated: Stated | None
    by_choice: bool = False


def pick(stated: Sequence[Stated], computed: Computed | None, choice: Choice | None) -> Pick | None:
    """Return what is printed: the recorded choice, else a stated value, else the computed one, else nothing.

    Of several stated values a known one comes first, then the first publisher by slug, then results before
    plans.
    """
    ordered = sorted(stated, key=_order)
    if choice is not None:
        if choice.prints == "computed" and computed is not None:
            return Pick(None, by_choice=True)
        if choice.prints == "stated":
            chosen = [one for one in ordered if choice.publisher in ("", one.publisher.code)]
            if chosen:
                return Pick(chosen[0], by_choice=True)
    if ordered:
        return Pick(ordered[0])
    return None if computed is None else Pick(None)


def visible_pick(
    stated: Sequence[Stated], computed: Computed | None, choice: Choice | None, eyes: Eyes
) -> Pick | None:
    """Return what is printed for a reader.

    Where a person chose a value that the reader does not see, they get none: another value in its place would be a
    number that was decided against.
    """
    first = pick(stated, computed, choice)
    if eyes.everything or first is None:
        return first
    seen = [one for one in stated if eyes.see(public=one.public, held=one.held)]
    counted = computed if computed is not None and computed.seen_lines else None
    if first.by_choice:
        return first if (first.stated in seen if first.stated else counted is not None) else None
    return pick(seen, counted, None)


def difference(stated: Stated | None, computed: Computed | None, unit: CountedUnit) -> Decimal | None:
    """Return computed minus stated where they disagree beyond the printed precision, else None."""
    if stated is None or computed is None or stated.value is None or stated.state != "exact":
        return None
    by = computed.value - stated.value
    return by if abs(by) > margin(stated, unit) else None


def contradicts(stated: Iterable[Stated], unit: CountedUnit) -> bool:
    """Tell whether two publishers state different exact values of one definition and basis."""
    exact = [one for one in stated if one.state == "exact"]
    return any(
        one.publisher.code != other.publisher.code
        and (one.basis.code, one.definition_version) == (other.basis.code, other.definition_version)
        and abs((one.value or Decimal(0)) - (other.value or Decimal(0)))
        > margin(one, unit) + margin(other, unit)
        for position, one in enumerate(exact)
        for other in exact[position + 1 :]
    )


def margin(stated: Stated, unit: CountedUnit) -> Decimal:
    """Return half the step a source prints in; 0 where whole units are counted one by one."""
    return Decimal(0) if unit.is_discrete and stated.precision <= 1 else stated.precision / 2


def _order(one: Stated) -> tuple[bool, str, int, int, str]:
    stage = _STAGES.index(one.basis.code) if one.basis.code in _STAGES else len(_STAGES)
    return one.state not in KNOWN, one.publisher.code, stage, -one.definition_version, one.slug
