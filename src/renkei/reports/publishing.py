"""Publishing: the checks pass, everything is frozen and bound by hashes, the older edition says so."""

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
from renkei.reports.freezing import freeze, store, told_digest, told_of, untold
from renkei.reports.models import Edition
from renkei.reports.rights import require_office
from renkei.reports.sides import figures_of_plain, side_of_edition
from renkei.reports.workflow import EDITION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.reports.freezing import Changes, Frozen, Tell
    from renkei.reports.service import Report

_UNDECIDED = Localised.both(
    "公表の前に、決裁番号と決裁日を記録してください。",
    "Please record number and day of the decision before publishing.",
)
_CHANGED = Localised.both(
    "公表の準備のあいだに記録が変わりました。下書きはそのままです。点検を見直して、もう一度公表してください。",
    "Records changed while the publication was made ready. The draft is as it was. "
    "Please look at the checks again and publish once more.",
)


def publish(*, actor: Actor, edition: Edition, at: dt.datetime, tell: Tell = untold) -> Edition:
    """Freeze an agreed edition and publish it. An edition that it corrects is marked as corrected.

    Everything is made before anything is written, and `tell` hears how far it is; then one transaction asks whether
    all is still so, and keeps it. Raises RuleBroken("permission.refused"), ("workflow.no_such_step"), also for the
    later of two who publish at once, ("edition.undecided"), ("edition.checks") with what is open,
    ("edition.rendering_failed"), ("edition.changed_meanwhile"), ("report.not_found"); then nothing is changed.
    """
    author = require_office(actor, Verb.PUBLISH)
    made = _made(edition, author, at, tell)
    with journal(actor=author, action="publish edition"):
        present = locked(edition)
        older = locked(present.corrects) if present.corrects else None
        reports = _to_publish(present, author, at)
        if told_digest(told_of(present, reports, day_of(at), _since(present, reports))) != made.told_sha256:
            raise RuleBroken("edition.changed_meanwhile", _CHANGED)
        store(present, made)
        if older is not None and older.state == "published":
            older.state = state_after(EDITION, older.state, "correct")
            older.save(update_fields=["state"])
        present.state = state_after(EDITION, present.state, "publish")
        present.save()
    return present


def require_ready(edition: Edition, day: dt.date) -> Mapping[str, Report]:
    """Return the text that would be published. Raises RuleBroken as `publish` does where something is missing."""
    state_after(EDITION, edition.state, "publish")
    if not edition.decision_number or edition.decided_on is None:
        raise RuleBroken("edition.undecided", _UNDECIDED)
    checked = check_edition(edition, day)
    require_passed(checked)
    return checked.reports


def _made(edition: Edition, author: Actor, at: dt.datetime, tell: Tell) -> Frozen:
    """Return all that the edition keeps, from how it is stored now. Writes nothing."""
    present = Edition.objects.select_related("corrects").get(pk=edition.pk)
    reports = _to_publish(present, author, at)
    return freeze(present, reports, at=at, day=day_of(at), changes=_since(present, reports), tell=tell)


def _to_publish(edition: Edition, author: Actor, at: dt.datetime) -> Mapping[str, Report]:
    """Return the text to be published, and let `edition` say what its publication makes of it."""
    reports = require_ready(edition, day_of(at))
    edition.title = Localised({language: each.title.text(language) for language, each in reports.items()})
    edition.published_at, edition.published_by = at, author.name
    return reports


def _since(edition: Edition, reports: Mapping[str, Report]) -> Changes | None:
    return changes_since(edition.corrects, edition, reports) if edition.corrects else None


def changes_since(older: Edition, edition: Edition, reports: Mapping[str, Report]) -> Changes:
    """Return the question what changed since an older edition, for the figures that are frozen now.

    Raises RuleBroken("edition.damaged").
    """
    before = side_of_edition(older)

    def told(figures: list[dict[str, Any]]) -> dict[str, Any]:
        after = Side(edition.title, edition.kind, edition.fiscal_year, figures_of_plain(figures), reports)
        return as_plain(compare(before, after))

    return told
