"""Publishing: the checks pass, everything is frozen and bound by hashes, the older edition says so. One transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.accounts.actors import STRANGER
from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.reports.changes import changes
from renkei.reports.checks import check_edition, require_passed
from renkei.reports.editions import day_of, locked
from renkei.reports.evidence import answers_of, figures_in, frozen_figures
from renkei.reports.freezing import freeze, store
from renkei.reports.reading import Book
from renkei.reports.rights import require_office
from renkei.reports.workflow import EDITION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from renkei.core.accounts.actors import Actor
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
        since = changes_since(older, reports, day) if older else None
        store(present, freeze(present, reports, at=at, day=day, changes=since))
        if older is not None and older.state == "published":
            older.state = state_after(EDITION, older.state, "correct")
            older.save(update_fields=["state"])
        present.state = state
        present.save()
    return present


def changes_since(older: Edition, reports: Mapping[str, Report], day: dt.date) -> dict[str, Any]:
    """Return what changed between a frozen edition and a draft. Raises RuleBroken("edition.damaged")."""
    book = Book(older)
    before = {language: book.report(language) for language in older.language_tags}
    pairs = set().union(*map(figures_in, reports.values()))
    answers = answers_of(pairs, actor=STRANGER, at=day)
    after = frozen_figures(answers.values(), tuple(sorted(reports)), actor=STRANGER, at=day)
    return changes(before, reports, book.figures(older.language_tags[0]), after)
