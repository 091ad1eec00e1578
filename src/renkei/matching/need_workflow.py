"""The steps of a need and of its public profile."""

from renkei.kernel.workflow import Step
from renkei.matching.enums import NeedState, ProfileState

_OPEN, _ANSWERED, _IN_CASE = NeedState.OPEN, NeedState.ANSWERED, NeedState.IN_CASE

NEED = (
    Step(NeedState.UNCONFIRMED, "confirm", _OPEN),
    Step(_OPEN, "take_up", _IN_CASE),
    Step(_ANSWERED, "take_up", _IN_CASE),
    Step(_OPEN, "answer", _ANSWERED),
    Step(_IN_CASE, "answer", _ANSWERED),
    Step(_OPEN, "renew", _OPEN),
    Step(_ANSWERED, "renew", _ANSWERED),
    Step(_IN_CASE, "renew", _IN_CASE),
    Step(NeedState.EXPIRED, "renew", _OPEN),
    Step(_OPEN, "expire", NeedState.EXPIRED),
    Step(_ANSWERED, "expire", NeedState.EXPIRED),
    Step(_OPEN, "close", NeedState.CLOSED),
    Step(_IN_CASE, "close", NeedState.CLOSED),
    Step(_ANSWERED, "close", NeedState.CLOSED),
    Step(NeedState.EXPIRED, "close", NeedState.CLOSED),
)

PROFILE = (
    Step(ProfileState.DRAFT, "propose", ProfileState.PROPOSED),
    Step(ProfileState.PROPOSED, "propose", ProfileState.PROPOSED),
    Step(ProfileState.ENDED, "propose", ProfileState.PROPOSED),
    Step(ProfileState.APPROVED, "propose", ProfileState.PROPOSED),
    Step(ProfileState.PROPOSED, "approve", ProfileState.APPROVED),
    Step(ProfileState.PROPOSED, "return", ProfileState.DRAFT),
    Step(ProfileState.DRAFT, "end", ProfileState.ENDED),
    Step(ProfileState.PROPOSED, "end", ProfileState.ENDED),
    Step(ProfileState.APPROVED, "end", ProfileState.ENDED),
)
