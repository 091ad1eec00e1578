"""The steps of a mail; the database refuses all others."""

from renkei.core.notices.enums import NoticeState
from renkei.kernel.workflow import Step, check_table

NOTICE = (
    Step("queued", "send", "sent"),
    Step("queued", "give_up", "failed"),
    Step("queued", "drop", "dropped"),
    Step("failed", "resend", "queued"),
)

check_table(NOTICE, "queued", NoticeState.values)
