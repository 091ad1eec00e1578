"""Publishing: the checks pass, everything is frozen and bound by hashes, the older edition says so. One transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.reports.checks import check_edition, require_passed
from renkei.reports.comparing import Side, compare
from renkei.reports.comparison import as_plain
from renkei.reports.editions import day_of, locked
from renkei.reports.freezing import freeze, store
from renkei.reports.rights import require_office
from renkei.reports.sides import figures_of_plain, side_of_edition
from renkei.reports.workflow import EDITION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.reports.freezing import Changes
    from renkei.reports.models import Edition
    from renkei.reports.service import Report

_UNDECIDED = Localised.both(
    "公表の前に、決裁番号と決裁日を記録してください。",
    "Please record number and day of the decision before publishing.",
)


def publish(*, actor: Actor, edition: Edition, at: dt.datetime) -> Edition:
    """Freeze an agreed edition and publish it. An edition that it corrects is marked as corrected.

    Raises RuleBroken("permission.refused"), ("workflow.no_such_step"), also for the later of two who publish at once,
    ("edition.undecided"), ("edition.checks") with what is open, ("edition.rendering_failed"), ("report.not_found");
    then nothing is changed.
    """
    author = require_office(actor, Verb.PUBLISH)
    day = day_of(at)
    with journal(actor=author, action="publish edition"):
        present = locked(edition)
        state = state_after(EDITION, present.state, "publish")
        if not present.decision_number or present.decided_on is None:
            raise RuleBroken("edition.undecided", _UNDECIDED)
        checked = check_edition(present, day)
        require_passed(checked)
        reports = checked.reports
        present.title = Localised({language: each.title.text(language) for language, each in reports.items()})
        present.published_at, present.published_by = at, author.name
        older = locked(present.corrects) if present.corrects else None
        since = changes_since(older, present, reports) if older else None
        store(present, freeze(present, reports, at=at, day=day, changes=since))
        if older is not None and older.state == "published":
            older.state = state_after(EDITION, older.state, "correct")
            older.save(update_fields=["state"])
        present.state = state
        present.save()
    return present


def changes_since(older: Edition, edition: Edition, reports: Mapping[str, Report]) -> Changes:
    """Return the question what changed since an older edition, for the figures that are frozen now.

    Raises RuleBroken("edition.damaged").
    """
    before = side_of_edition(older)

    def told(figures: list[dict[str, Any]]) -> dict[str, Any]:
        after = Side(edition.title, edition.kind, edition.fiscal_year, figures_of_plain(figures), reports)
        return as_plain(compare(before, after))

    return told
