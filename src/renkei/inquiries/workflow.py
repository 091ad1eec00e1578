"""The steps of an inquiry."""

from renkei.inquiries.enums import InquiryState
from renkei.kernel.workflow import Step, check_table

_OPEN, _ANSWERED, _CLOSED = InquiryState.OPEN, InquiryState.ANSWERED, InquiryState.CLOSED

INQUIRY = (
    Step(_OPEN, "write", _OPEN),
    Step(_OPEN, "note", _OPEN),
    Step(_OPEN, "answer", _ANSWERED),
    Step(_OPEN, "hand_over", _OPEN),
    Step(_OPEN, "close", _CLOSED),
    Step(_ANSWERED, "write", _OPEN),
    Step(_ANSWERED, "note", _ANSWERED),
    Step(_ANSWERED, "answer", _ANSWERED),
    Step(_ANSWERED, "hand_over", _OPEN),
    Step(_ANSWERED, "close", _CLOSED),
    Step(_CLOSED, "note", _CLOSED),
    Step(_CLOSED, "reopen", _OPEN),
)

check_table(INQUIRY, _OPEN, InquiryState.values)
