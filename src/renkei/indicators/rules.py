"""Rules of stated values (pure)."""

from collections.abc import Iterable
from decimal import Decimal

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

KNOWN = frozenset({"exact", "about"})


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
