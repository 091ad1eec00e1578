"""External funds step by step: applied for, adopted or not, begun, ended; each step with its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.matching.models import ExternalFund
from renkei.matching.services.records import changed
from renkei.matching.workflow import FUND

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor

DAY_OF = {"apply": "applied_on", "adopt": "decided_on", "reject": "decided_on"}
AMOUNT_OF = {"apply": "amount_requested", "adopt": "amount_awarded"}
_STALE = Localised.both(
    "この外部資金は、画面を開いたあとに別の人が変えました。いまの状態を確かめてください。",
    "Somebody else has changed this fund since you opened it. Please look at its present state.",
)


def step_fund(
    *,
    actor: Actor,
    fund: ExternalFund,
    revision: int,
    step: str,
    on: dt.date,
    amount: int | None = None,
    result: Localised | None = None,
) -> ExternalFund:
    """Take a fund one step on. `amount` is what is applied for or awarded, `result` what came of it.

    An empty amount or result leaves what stands there. Effects: fund, history. Raises RuleBroken("record.stale"),
    ("workflow.no_such_step"), ("permission.refused"); RecordRefused.
    """
    author = require_on(actor, Verb.CHANGE, kind_of(fund), fund.holding())
    with journal(actor=author, action=f"{step} external fund"):
        present = ExternalFund.objects.select_for_update(of=("self",)).get(pk=fund.pk)
        if present.revision != revision:
            raise RuleBroken("record.stale", _STALE, present=present)
        values: dict[str, Any] = {"state": state_after(FUND, present.state, step)}
        if step in DAY_OF:
            values[DAY_OF[step]] = on
        if step in AMOUNT_OF and amount is not None:
            values[AMOUNT_OF[step]] = amount
        if result:
            values["result"] = result
        return changed(present, actor=actor, reason="", **values)
