"""The steps of a request and of a breach; the database refuses all others."""

from renkei.kernel.workflow import Step, check_table
from renkei.privacy.enums import BreachState, CaseState

CASE = (
    Step("received", "identify", "identified"),
    Step("received", "refuse", "refused"),
    Step("received", "extend", "received"),
    Step("identified", "extend", "identified"),
    Step("identified", "complete", "done"),
    Step("identified", "refuse", "refused"),
)
BREACH = (
    Step("found", "report_preliminary", "preliminary"),
    Step("found", "close", "closed"),  # below every threshold, with the reason
    Step("preliminary", "report_final", "final"),
    Step("final", "report_final", "final"),  # a supplement to the final report
    Step("final", "close", "closed"),
)

check_table(CASE, "received", CaseState.values)
check_table(BREACH, "found", BreachState.values)
