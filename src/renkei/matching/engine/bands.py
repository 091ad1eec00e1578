"""How good a match is, in words.

A score is measured in deviations from unrelated texts, so that it means the same for every need, less what texts of two
languages lean towards each other. Among many seeds, some unrelated one comes high by chance: the limit rises with
their number. Where the limits lie was measured on needs that no seed fits (docs/handbook/matching.md).
"""

from __future__ import annotations

from enum import StrEnum
from math import log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renkei.matching.engine.manifest import Constants

FEWEST = 10  # seeds; with fewer the limits stay


class Band(StrEnum):
    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"
    NONE = "none"


def limit_of_chance(constants: Constants, seeds: int) -> float:
    """Return the score that the best of so many unrelated seeds seldom reaches."""
    return constants.chance + constants.chance_tenfold * log10(max(seeds, FEWEST))


def band(score: float, constants: Constants, seeds: int) -> Band:
    """Return the band of a score among so many seeds. Where the best seed is weak or none, nothing fits."""
    above = score - limit_of_chance(constants, seeds)
    if above >= constants.strong_above:
        return Band.STRONG
    if above >= 0:
        return Band.POSSIBLE
    return Band.WEAK if above >= -constants.weak_below else Band.NONE


def nothing_fits(best: Band | None) -> bool:
    return best not in {Band.STRONG, Band.POSSIBLE}
