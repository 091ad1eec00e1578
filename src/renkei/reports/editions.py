"""The life of an edition: begun, checked, agreed, decided, published, corrected, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.records.selectors import languages_of, present_cluster
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.reports.models import Edition, Removal
from renkei.reports.rights import require_office
from renkei.reports.service import report
from renkei.reports.workflow import EDITION, IN_WORK, NEEDS_REASON

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.reports.models import EditionPart

LONGEST = 500
_NOT_FOUND = Localised.both(
    "この年度の報告をつくる記録がありません（{year}、{kind}）。",
    "There are no records for a report of this year ({year}, {kind}).",
)
_THERE = Localised.both(
    "この報告には、作業中の版「{edition}」がもうあります。",
    "There is an edition in work already: “{edition}”.",
)
_CORRECT = Localised.both(
    "この報告はもう公表されています（{edition}）。直すときは、その版の訂正として始めてください。",
    "This report is published already ({edition}). Begin a correction of that edition instead.",
)
_NOT_PUBLISHED = Localised.both(
    "訂正できるのは、公表中の版だけです。", "Only an edition that is published is corrected."
)
_REASON = Localised.both("理由を入れてください。", "Please give a reason.")
_REASONS = Localised.both(
    "訂正の理由を、版の言語すべてで入れてください（{languages}）。",
    "Please give the reason in every language of the edition ({languages}).",
)
_DECISION = Localised.both(
    "決裁番号と決裁日は、合意のあと、公表までに記録します。いまは変えられません。",
    "Number and day of the decision are recorded after the agreement and before the publication, not now.",
)
_DECIDED = Localised.both(
    "決裁番号と、今日までの決裁日を入れてください。",
    "Please give the number of the decision and its day, which is not after today.",
)
_NOT_PERSONAL = Localised.both(
    "公表した版から消せるのは、名前と写真だけです。",
    "Only names and photographs are removed from a published edition.",
)
_GONE = Localised.both("もう削除されています。", "It is removed already.")


def begin_edition(*, actor: Actor, kind: str, year: int, at: dt.date, paper_number: str = "") -> Edition:
    """Begin an edition of a report as a draft, in the cluster's languages.

    Raises RuleBroken("report.not_found"), ("edition.in_work"), ("edition.published") where a correction is meant.
    """
    author = require_office(actor, Verb.ADD)
    with journal(actor=author, action="begin edition"):
        published = _present(kind, year)
        if published is not None:
            raise RuleBroken("edition.published", _CORRECT.filled(edition=published.pk))
        return _begun(actor, kind, year, at, paper_number=paper_number)


def correct_edition(*, actor: Actor, edition: Edition, reason: Localised, at: dt.date) -> Edition:
    """Begin the edition that corrects a published one; that one stays published until the new one is.

    Raises RuleBroken("edition.not_published"), ("edition.no_reason"), ("edition.in_work").
    """
    author = require_office(actor, Verb.ADD)
    missing = reason.missing(edition.language_tags)
    if missing:
        raise RuleBroken("edition.no_reason", _REASONS.filled(languages=", ".join(missing)))
    short = reason.mapped(lambda text: " ".join(text.split())[:LONGEST])
    with journal(actor=author, action="correct edition", reason=short.text("ja")):
        older = Edition.objects.select_for_update().get(pk=edition.pk)
        if older.state != "published":
            raise RuleBroken("edition.not_published", _NOT_PUBLISHED)
        return _begun(actor, older.kind, older.fiscal_year, at, corrects=older, correction_reason=short)


def _present(kind: str, year: int) -> Edition | None:
    """Return the edition in work, which is refused, or the published one; both are locked."""
    rows = Edition.objects.select_for_update().filter(
        kind=kind, fiscal_year=year, state__in=[*sorted(IN_WORK), "published"]
    )
    found = {each.state == "published": each for each in rows}
    if False in found:
        raise RuleBroken("edition.in_work", _THERE.filled(edition=found[False].pk))
    return found.get(True)


def _begun(actor: Actor, kind: str, year: int, at: dt.date, **values: object) -> Edition:
    _present(kind, year)
    languages = tuple(languages_of(present_cluster()))
    made = {language: report(year, kind, language=language, actor=actor, at=at) for language in languages}
    titles = {language: each.title.text(language) for language, each in made.items() if each is not None}
    if not titles:
        raise RuleBroken("report.not_found", _NOT_FOUND.filled(year=year, kind=kind), year=year, kind=kind)
    last = Edition.objects.filter(kind=kind, fiscal_year=year).aggregate(last=Max("number"))["last"] or 0
    edition = Edition(
        slug=f"{kind}-{year}-{last + 1}",
        kind=kind,
        fiscal_year=year,
        number=last + 1,
        title=Localised(titles),
        languages=" ".join(languages),
        **values,
    )
    if not edition.paper_number:
        numbers = [each.paper_number.text(language) for language, each in made.items() if each is not None]
        edition.paper_number = numbers[0][:50]
    edition.clean_fields()
    edition.save(force_insert=True)
    return edition


def move_edition(*, actor: Actor, edition: Edition, verb: str, reason: str) -> Edition:
    """Take a draft back into work, or give it up: `take_back`, `discard`; both need a reason.

    Raises RuleBroken("workflow.no_such_step"), ("edition.no_reason").
    """
    author = require_office(actor)
    why = " ".join(reason.split())[:LONGEST]
    if verb in NEEDS_REASON and not why:
        raise RuleBroken("edition.no_reason", _REASON)
    with journal(actor=author, action=f"{verb} edition", reason=why):
        present = locked(edition)
        if verb not in {"take_back", "discard"}:
            state_after((), present.state, verb)  # publishing and the like are acts of their own
        present.state = state_after(EDITION, present.state, verb)
        if verb == "take_back":
            present.agreed_by = present.agreed_despite = present.decision_number = ""
            present.decided_on = None
        present.save()
    return present


def record_decision(*, actor: Actor, edition: Edition, number: str, on: dt.date, at: dt.date) -> Edition:
    """Record the office's own decision (決裁) about an agreed edition.

    Raises RuleBroken("edition.not_agreed"), ("edition.decision").
    """
    author = require_office(actor)
    if not number.strip() or on > at:
        raise RuleBroken("edition.decision", _DECIDED)
    with journal(actor=author, action="record decision about edition"):
        present = locked(edition)
        if present.state != "agreed":
            raise RuleBroken("edition.not_agreed", _DECISION)
        present.decision_number, present.decided_on = number.strip()[:100], on
        present.save(update_fields=["decision_number", "decided_on"])
    return present


def number_paper(*, actor: Actor, edition: Edition, number: str) -> Edition:
    """Give an edition in work its number as a paper (資料番号). Raises RuleBroken("workflow.no_such_step")."""
    author = require_office(actor)
    with journal(actor=author, action="number edition"):
        present = locked(edition)
        if not present.is_in_work:
            state_after((), present.state, "number")
        present.paper_number = " ".join(number.split())[:50]
        present.save(update_fields=["paper_number"])
    return present


def withdraw_edition(*, actor: Actor, edition: Edition, reason: Localised, at: dt.date) -> Edition:
    """Withdraw a publication: the edition stays, with a visible mark. Its parts stay frozen.

    Raises RuleBroken("edition.no_reason"), ("workflow.no_such_step").
    """
    author = require_office(actor, Verb.PUBLISH)
    missing = reason.missing(edition.language_tags)
    if missing:
        raise RuleBroken("edition.no_reason", _REASONS.filled(languages=", ".join(missing)))
    short = reason.mapped(lambda text: " ".join(text.split())[:LONGEST])
    with journal(actor=author, action="withdraw edition", reason=short.text("ja")):
        present = locked(edition)
        present.state = state_after(EDITION, present.state, "withdraw")
        present.withdrawal_reason, present.withdrawn_on = short, at
        present.save(update_fields=["state", "withdrawal_reason", "withdrawn_on"])
    return present


def remove_part(*, actor: Actor, part: EditionPart, reason: str, at: dt.datetime) -> Removal:
    """Take a name or a photograph out of a frozen edition: the consent to publish it was withdrawn.

    Effects: its content and every typeset file it stands in; the manifest keeps their hashes, a row says why.
    Raises RuleBroken("edition.no_reason"), ("edition.not_personal"), ("edition.removed").
    """
    author = require_office(actor, Verb.PUBLISH)
    why = " ".join(reason.split())[:LONGEST]
    if not why:
        raise RuleBroken("edition.no_reason", _REASON)
    if part.role not in {"name", "photograph"}:
        raise RuleBroken("edition.not_personal", _NOT_PERSONAL)
    with journal(actor=author, action="remove from edition", reason=why):
        Edition.objects.select_for_update().get(pk=part.edition_id)
        if Removal.objects.filter(part=part).exists():
            raise RuleBroken("edition.removed", _GONE)
        made = Removal.objects.create(
            part=part, cause="consent", removed_at=at, removed_by=author.name, reason=why
        )
        part.content.delete()
    return made


def locked(edition: Edition) -> Edition:
    """Return the stored edition, locked until the transaction ends."""
    return Edition.objects.select_for_update().get(pk=edition.pk)


def day_of(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)
