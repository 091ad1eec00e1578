"""Rules of stated values (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

KNOWN = frozenset({"exact", "about"})
STAGES = ("result", "stated", "adopted", "planned")


@dataclass(frozen=True)
class PartValue:
    """An exact value of one part, as one publisher states it at one basis."""

    slug: str
    part: str
    publisher: str
    basis: str
    precision: Decimal = Decimal(1)


def summands(parts: frozenset[str], values: Iterable[PartValue]) -> Sequence[PartValue]:
    """Return the values that add up to the whole: one for each part, all of one publisher and one basis.

    Where a part is missing or stated twice there is no sum: unknown is not zero. Of several sums the one of the
    first publisher by slug is taken, results before plans.
    """
    groups: dict[tuple[str, str], list[PartValue]] = {}
    for value in values:
        groups.setdefault((value.publisher, value.basis), []).append(value)
    whole = [
        (publisher, STAGES.index(basis) if basis in STAGES else len(STAGES), basis)
        for (publisher, basis), those in groups.items()
        if parts and sorted(value.part for value in those) == sorted(parts)
    ]
    if not whole:
        return ()
    publisher, _, basis = min(whole)
    return sorted(groups[publisher, basis], key=lambda value: value.slug)


def known_needs_value(state: str, value: Decimal | None) -> Iterable[tuple[str, RuleBroken]]:
    """Yield a flaw where a known value has no number, or an unknown one has: unknown is not zero."""
    if state in KNOWN and value is None:
        expected = Localised.both(
            "値の状態が「確かな値」「約」のときは数", "a number where the state is exact or about"
        )
        yield "value", RuleBroken("value.missing", expected)
    if state not in KNOWN and value is not None:
        expected = Localised.both(
            "値の状態が未確定・記載なし・該当なしのときは空欄", "empty where no number is known"
        )
        yield "value", RuleBroken("value.not_expected", expected)


def like_the_computed(
    unit: str, kind: str, computed: tuple[str, str] | None
) -> Iterable[tuple[str, RuleBroken]]:
    """Yield a flaw where records compute the same code in another unit or kind: the two could not be compared."""
    if computed is None:
        return
    for name, given, counted in (("unit", unit, computed[0]), ("kind", kind, computed[1])):
        if given != counted:
            expected = Localised.both(
                "{word}（この符号の数字は記録からそのように計算される）",
                "{word}, as records compute the figure of this code",
            ).filled(word=counted)
            yield name, RuleBroken(f"indicator.{name}_differs", expected)
