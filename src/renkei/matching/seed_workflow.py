"""The steps of the yearly refresh of a seed's sheet. Whoever has the link may answer again while it works."""

from renkei.kernel.workflow import Step, check_table
from renkei.matching.enums import RefreshState

_ASKED, _CONFIRMED, _PROPOSED = RefreshState.ASKED, RefreshState.CONFIRMED, RefreshState.PROPOSED
_TAKEN, _ASIDE = RefreshState.TAKEN, RefreshState.SET_ASIDE

REFRESH = (
    *(Step(state, "confirm", _CONFIRMED) for state in RefreshState.values),
    *(Step(state, "propose", _PROPOSED) for state in RefreshState.values),
    Step(_PROPOSED, "take_over", _TAKEN),
    Step(_PROPOSED, "set_aside", _ASIDE),
)

check_table(REFRESH, _ASKED, RefreshState.values)
