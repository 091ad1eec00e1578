"""How good a match is, in words.

A score is measured in deviations from unrelated texts, so that it means the same for every need, less what texts of two
languages lean towards each other. Among many seeds, some unrelated one comes high by chance: the limit rises with
their number. A long need in everyday words comes near to everything: a seed must also stand out among the others of
this need. Where the limits lie was measured on judged needs, some of which no seed fits (docs/handbook/matching.md).
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


def band(score: float, constants: Constants, seeds: int, usual: float | None = None) -> Band:
    """Return the band of a score among so many seeds. Where the best seed is weak or none, nothing fits.

    `usual` is what this need scores with the seeds on the average; among few seeds it says nothing and is left aside.
    """
    above = score - limit_of_chance(constants, seeds)
    beyond = score - usual if usual is not None and seeds >= FEWEST else float("inf")
    if above >= constants.strong_above and beyond >= constants.strong_beyond:
        return Band.STRONG
    if above >= 0 and beyond >= constants.possible_beyond:
        return Band.POSSIBLE
    return Band.WEAK if above >= -constants.weak_below else Band.NONE


def nothing_fits(best: Band | None) -> bool:
    return best not in {Band.STRONG, Band.POSSIBLE}
