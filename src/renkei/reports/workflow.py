"""The steps of an edition; the database refuses all others."""

from renkei.kernel.workflow import Step, check_table
from renkei.reports.enums import EditionState

EDITION = (
    Step("draft", "ask", "checking"),
    Step("checking", "agree", "agreed"),
    Step("checking", "take_back", "draft"),
    Step("agreed", "take_back", "draft"),
    Step("agreed", "publish", "published"),
    Step("published", "correct", "corrected"),
    Step("published", "withdraw", "withdrawn"),
    Step("corrected", "withdraw", "withdrawn"),
    Step("draft", "discard", "discarded"),
    Step("checking", "discard", "discarded"),
    Step("agreed", "discard", "discarded"),
)
IN_WORK = frozenset({"draft", "checking", "agreed"})
FROZEN = frozenset({"published", "corrected", "withdrawn"})
NEEDS_REASON = frozenset({"take_back", "withdraw", "discard"})

check_table(EDITION, "draft", EditionState.values)
