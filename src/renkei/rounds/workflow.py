"""The steps of a round and of one question; the database refuses all others."""

from renkei.kernel.workflow import Step, check_table
from renkei.rounds.enums import QuestionState, RoundState

ROUND = (
    Step("draft", "open", "open"),
    Step("open", "close", "closed"),
    Step("closed", "reopen", "open"),
    Step("closed", "lock", "locked"),
    Step("locked", "unlock", "closed"),
)
NEEDS_REASON = frozenset({"reopen", "unlock"})
QUESTION = (
    Step("asked", "answer", "answered"),
    Step("answered", "answer", "answered"),  # the owner corrects it before anyone has decided
    Step("answered", "return", "returned"),
    Step("answered", "approve", "approved"),
    Step("returned", "answer", "answered"),
    Step("approved", "take_back", "returned"),
)

check_table(ROUND, "draft", RoundState.values)
check_table(QUESTION, "asked", QuestionState.values)
