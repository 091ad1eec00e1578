"""The steps of an introduction (nobody is introduced before both sides have agreed) and of external funds."""

from renkei.kernel.workflow import Step, check_table
from renkei.matching.enums import FundState, IntroductionState

INTRODUCTION = (
    Step("asking", "consent", "asking"),  # one side agrees, the other is still asked
    Step("asking", "agree", "agreed"),  # the second side agrees
    Step("asking", "decline_company", "declined_by_company"),
    Step("asking", "decline_researcher", "declined_by_researcher"),
    Step("agreed", "introduce", "made"),
    Step("agreed", "decline_company", "declined_by_company"),
    Step("agreed", "decline_researcher", "declined_by_researcher"),
    Step("declined_by_company", "ask_again", "asking"),
    Step("declined_by_researcher", "ask_again", "asking"),
)

FUND = (
    Step("planned", "apply", "applied"),
    Step("planned", "drop", "dropped"),
    Step("applied", "adopt", "adopted"),
    Step("applied", "reject", "rejected"),
    Step("applied", "drop", "dropped"),
    Step("adopted", "start", "running"),
    Step("running", "end", "ended"),
    Step("dropped", "plan", "planned"),
)

check_table(INTRODUCTION, "asking", IntroductionState.values)
check_table(FUND, "planned", FundState.values)
