"""The steps of a long job; the database refuses all others."""

from renkei.core.jobs.enums import LongJobState
from renkei.kernel.workflow import Step, check_table

LONG_JOB = (
    Step("waiting", "begin", "running"),
    Step("waiting", "end_early", "ended"),
    Step("running", "finish", "done"),
    Step("running", "end_early", "ended"),
    Step("running", "fail", "failed"),
    Step("failed", "begin", "running"),
)

check_table(LONG_JOB, "waiting", LongJobState.values)
