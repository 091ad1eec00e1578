"""Comments pinned to the sentences of a draft: written, found again after the text has changed, settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.editions import LONGEST, day_of, locked
from renkei.reports.freezing import draft_of
from renkei.reports.models import EditionComment
from renkei.reports.rights import answers_for, require_any, require_office
from renkei.reports.sentences import LONGEST_QUOTE, sentences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from renkei.core.accounts.actors import Actor
    from renkei.reports.models import Edition
    from renkei.reports.sentences import Sentence

LONGEST_COMMENT = 2000
_EMPTY = Localised.both("コメントを入れてください。", "Please write the comment.")
_LONG = Localised.both(
    "コメントは{most}字までです（いま{found}字）。",
    "A comment has at most {most} characters; this one has {found}.",
)
_NOT_IN_WORK = Localised.both("この版は作業中ではありません。", "This edition is not in work.")
_NO_SENTENCE = Localised.both(
    "この文はもうありません。開いたあとに変わったかもしれません。頁を開き直してください。",
    "This sentence is there no more; it may have changed since you opened the page. Please open it again.",
)
_SETTLED = Localised.both("このコメントはもう済んでいます。", "This comment is settled already.")
_YOURS = Localised.both(
    "済みにできるのは、書いた人と事務局です。", "A comment is settled by who wrote it or by the office."
)


@dataclass(frozen=True)
class Pinned:
    """A comment where it stands now: beside its sentence, beside what stands in its place, or nowhere any more."""

    comment: EditionComment
    sentence: Sentence | None
    changed: bool


def comment_on(
    *,
    actor: Actor,
    edition: Edition,
    language: str,
    section: str,
    anchor: str,
    text: str,
    at: dt.datetime,
    organisation: str = "",
) -> EditionComment:
    """Pin a comment to a sentence as it stands now; its words are kept with it.

    Raises RuleBroken("permission.refused"), ("edition.not_in_work"), ("comment.empty"), ("comment.too_long"),
    ("comment.no_sentence").
    """
    author = require_any(actor)
    said = text.strip()
    if not said:
        raise RuleBroken("comment.empty", _EMPTY)
    if len(said) > LONGEST_COMMENT:
        raise RuleBroken("comment.too_long", _LONG.filled(most=LONGEST_COMMENT, found=len(said)))
    with journal(actor=author, action="comment on edition"):
        present = locked(edition)
        if not present.is_in_work:
            raise RuleBroken("edition.not_in_work", _NOT_IN_WORK)
        found = sentence_of(present, language, section, anchor, day_of(at))
        return EditionComment.objects.create(
            edition=present,
            language=language,
            section=section,
            anchor=found.anchor,
            path=found.path[:80],
            quote=found.text[:LONGEST_QUOTE],
            text=said,
            organisation=organisation or _organisation_of(actor),
            made_at=at,
            made_by=author.name,
            made_by_user=author.user_id,
        )


def sentence_of(edition: Edition, language: str, section: str, anchor: str, day: dt.date) -> Sentence:
    """Return a sentence of the draft. Raises RuleBroken("comment.no_sentence")."""
    reports = draft_of(edition, day)
    told = sentences(reports[language]) if language in reports else []
    found = next((each for each in told if (each.section, each.anchor) == (section, anchor)), None)
    if found is None:
        raise RuleBroken("comment.no_sentence", _NO_SENTENCE)
    return found


def settle(*, actor: Actor, comment: EditionComment, outcome: str, at: dt.datetime) -> EditionComment:
    """Settle a comment: by who wrote it, or by the office.

    Raises RuleBroken("comment.settled"), ("comment.not_yours"), ("edition.not_in_work").
    """
    mine = comment.made_by_user is not None and comment.made_by_user == actor.user_id
    if not mine and (not comment.organisation or not answers_for(actor, comment.organisation)):
        try:
            author = require_office(actor)
        except RuleBroken as refused:
            raise RuleBroken("comment.not_yours", _YOURS) from refused
    else:
        author = require_any(actor)
    with journal(actor=author, action="settle comment", reason=outcome.strip()[:LONGEST]):
        if not locked(comment.edition).is_in_work:
            raise RuleBroken("edition.not_in_work", _NOT_IN_WORK)
        stored = EditionComment.objects.select_for_update().get(pk=comment.pk)
        if stored.resolved_at is not None:
            raise RuleBroken("comment.settled", _SETTLED)
        stored.resolved_at, stored.resolved_by = at, author.name
        stored.outcome = outcome.strip()[:LONGEST]
        stored.save()
    return stored


def pinned(comments: Iterable[EditionComment], told: Iterable[Sentence]) -> list[Pinned]:
    """Return each comment with its sentence; where its words are gone, with what stands in the same place, marked."""
    known = list(told)
    by_anchor = {(each.section, each.anchor): each for each in known}
    by_path = {(each.section, each.path): each for each in known}
    found = []
    for comment in comments:
        same = by_anchor.get((comment.section, comment.anchor))
        near = same or by_path.get((comment.section, comment.path))
        found.append(Pinned(comment, near, same is None))
    return found


def _organisation_of(actor: Actor) -> str:
    """Return for which organisation somebody speaks, where all their roles are held for one."""
    held = {grant.organisation for grant in actor.grants if grant.organisation}
    return held.pop() if len(held) == 1 and not any(grant.everywhere for grant in actor.grants) else ""
