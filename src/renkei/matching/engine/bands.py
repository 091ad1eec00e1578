"""How good a match is, in words. A score is measured in deviations from unrelated texts, so that it means the same for
every need; the limits lie where unrelated pairs hardly come (possible) and where half of the true ones are (strong).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renkei.matching.engine.manifest import Constants


class Band(StrEnum):
    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"
    NONE = "none"


def band(score: float, constants: Constants) -> Band:
    """Return the band of a score. Where the best seed is weak or none, nothing fits."""
    if score >= constants.strong:
        return Band.STRONG
    if score >= constants.possible:
        return Band.POSSIBLE
    return Band.WEAK if score >= constants.weak else Band.NONE


def nothing_fits(best: Band | None) -> bool:
    return best not in {Band.STRONG, Band.POSSIBLE}
