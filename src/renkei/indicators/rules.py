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


def expected_only_when_open(state: str, expected_on: str) -> Iterable[tuple[str, RuleBroken]]:
    """Yield a flaw where a day is expected on which a value shall be known that is not open."""
    if expected_on and state != "not_yet_known":
        expected = Localised.both(
            "値の状態が未確定でないときは空欄", "empty unless the value is not yet known"
        )
        yield "expected_on", RuleBroken("value.expected", expected)


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


def restatement_says_why(
    slug: str, restates: str | None, *, given: bool, known: bool
) -> Iterable[tuple[str, RuleBroken]]:
    """Yield flaws of a value that replaces another: not itself, with a value and with the sentence that explains it."""
    if restates is None:
        if given:
            expected = Localised.both("訂正した値を選ぶ", "the value that is restated")
            yield "restates", RuleBroken("value.restates_missing", expected)
        return
    if restates == slug:
        yield "restates", RuleBroken("value.restates_itself", Localised.both("別の値", "another value"))
    if not known:
        yield "value", RuleBroken("value.missing", Localised.both("改めた値", "the new value"))
    if not given:
        expected = Localised.both("訂正の理由を述べる文", "the sentence that explains the restatement")
        yield "restatement", RuleBroken("value.restatement_missing", expected)


def target_beyond_baseline(
    direction: str, baseline: Decimal | None, target: Decimal | None
) -> Iterable[tuple[str, RuleBroken]]:
    """Yield a flaw where a target does not lie in its direction from the baseline."""
    if baseline is None or target is None or direction == "keep":
        return
    if direction == "up" and target <= baseline:
        expected = Localised.both("基準値より大きい目標値", "a target above the baseline")
        yield "value", RuleBroken("target.not_above", expected)
    if direction == "down" and target >= baseline:
        expected = Localised.both("基準値より小さい目標値", "a target below the baseline")
        yield "value", RuleBroken("target.not_below", expected)


def achievement(
    direction: str, target: Decimal, actual: Decimal | None, baseline: Decimal | None = None
) -> Decimal | None:
    """Return the percentage of the target that is reached, two decimals; None where nobody can tell.

    With a baseline, up and down count the way gone from it (negative where it went the other way). Without one, up is
    actual / target and down target / actual. Keep falls by every step away, on either side.
    """
    if actual is None:
        return None
    if direction in {"up", "down"} and baseline is not None:
        part, whole = actual - baseline, target - baseline
    elif direction == "up":
        part, whole = actual, target
    elif direction == "down":
        part, whole = target, actual
    else:
        part, whole = min(actual, target), max(actual, target)
    if actual == target:
        return Decimal(100)
    if whole == 0 or (baseline is None and (actual < 0 or target < 0)):
        return None
    return (part / whole * 100).quantize(Decimal("0.01"))


def verdict(share: Decimal | None, levels: Iterable[tuple[Decimal, Localised]]) -> Localised | None:
    """Return the word of the highest level whose share is reached; None where there is none, or nothing to judge."""
    if share is None:
        return None
    reached = [(at_least, name) for at_least, name in levels if share >= at_least]
    return max(reached, key=lambda pair: pair[0])[1] if reached else None


def spread(values: Iterable[Decimal | None]) -> Decimal | None:
    """Return the largest less the smallest of what is known; None where fewer than two are."""
    known = [value for value in values if value is not None]
    return max(known) - min(known) if len(known) > 1 else None
