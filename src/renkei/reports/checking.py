"""Each party's secretariat checks a draft: asked, answered, and the agreement of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.history.journal import journal
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.identifiers import refuse_individual_numbers
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.reports.editions import LONGEST, day_of, locked
from renkei.reports.enums import Answer
from renkei.reports.freezing import draft_of, text_digest
from renkei.reports.models import EditionCheck
from renkei.reports.rights import require_office, require_party
from renkei.reports.workflow import EDITION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from renkei.core.accounts.actors import Actor
    from renkei.reports.models import Edition

_NOT_IN_WORK = Localised.both(
    "確認を頼めるのは、下書きか確認中の版だけです。",
    "Only a draft or an edition in check is given out to be checked.",
)
_NOBODY = Localised.both("登録されていない組織です：{slug}", "There is no such organisation: {slug}")
_NOT_CHECKING = Localised.both(
    "この版は、いま確認中ではありません。", "This edition is not in check at the moment."
)
_ANSWER = Localised.both(
    "「異議なし」か「意見あり」を選び、意見のあるときはその内容を入れてください。",
    "Choose “Agrees” or “With remarks”, and say what the remarks are.",
)
_OPEN = Localised.both(
    "回答待ちか意見のある組織があります（{names}）。全員の異議なしを待つか、合意とする理由を入れてください。",
    "Some parties have not answered or have remarks ({names}). Wait for all to agree, or say why it counts as agreed.",
)
_NONE_ASKED = Localised.both(
    "どの組織にも確認を頼んでいません。合意とする理由を入れてください。",
    "No party was asked to check. Say why it counts as agreed.",
)


def ask_check(
    *,
    actor: Actor,
    edition: Edition,
    organisations: Iterable[str],
    at: dt.datetime,
    due_on: dt.date | None = None,
) -> Edition:
    """Ask parties to check; a draft is in check from then on. Whom is asked already stays as they are.

    Raises RuleBroken("edition.not_in_work"), ("edition.no_organisation").
    """
    author = require_office(actor)
    wanted = list(dict.fromkeys(organisations))
    with journal(actor=author, action="ask for check of edition"):
        present = locked(edition)
        if present.state not in {"draft", "checking"}:
            raise RuleBroken("edition.not_in_work", _NOT_IN_WORK)
        known = set(Organisation.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        for slug in wanted:
            if slug not in known:
                raise RuleBroken("edition.no_organisation", _NOBODY.filled(slug=slug))
        asked = set(present.checks.values_list("organisation", flat=True))
        EditionCheck.objects.bulk_create(
            EditionCheck(edition=present, organisation_id=slug, asked_at=at, due_on=due_on)
            for slug in wanted
            if slug not in asked
        )
        if present.state == "draft":
            present.state = state_after(EDITION, present.state, "ask")
            present.save(update_fields=["state"])
    return present


def answer_check(
    *, actor: Actor, check: EditionCheck, answer: str, remarks: str, at: dt.datetime
) -> EditionCheck:
    """Answer for a party about the text as it stands now; an answer may be given again while it is in check.

    Raises RuleBroken("permission.refused"), ("edition.not_checking"), ("edition.answer"),
    ("identifier.individual_number").
    """
    author = require_party(actor, check.organisation_id)
    said = remarks.strip()[:2000]
    if answer not in Answer.values or (answer == Answer.REMARKS and not said):
        raise RuleBroken("edition.answer", _ANSWER)
    refuse_individual_numbers(said)
    with journal(actor=author, action="answer check of edition"):
        present = locked(check.edition)
        if present.state != "checking":
            raise RuleBroken("edition.not_checking", _NOT_CHECKING)
        stored = EditionCheck.objects.select_for_update().get(pk=check.pk)
        stored.answer, stored.remarks = answer, said
        stored.answered_at, stored.answered_by = at, author.name
        stored.text_sha256 = text_digest(draft_of(present, day_of(at)))
        stored.save()
    return stored


def agree(*, actor: Actor, edition: Edition, reason: str = "") -> Edition:
    """Declare an edition agreed: every asked party agrees, or somebody says by name why it counts as agreed.

    Raises RuleBroken("edition.open_checks"), ("workflow.no_such_step").
    """
    author = require_office(actor)
    why = " ".join(reason.split())[:LONGEST]
    with journal(actor=author, action="agree edition", reason=why):
        present = locked(edition)
        state = state_after(EDITION, present.state, "agree")
        checks = list(present.checks.select_related("organisation"))
        open_ones = [each.organisation.name for each in checks if each.answer != Answer.AGREES]
        if not why and (open_ones or not checks):
            names = Localised.both(
                "、".join(name.text("ja") for name in open_ones),
                ", ".join(name.text("en") for name in open_ones),
            )
            raise RuleBroken("edition.open_checks", _OPEN.filled(names=names) if checks else _NONE_ASKED)
        present.state, present.agreed_despite, present.agreed_by = state, why, author.name
        present.save(update_fields=["state", "agreed_despite", "agreed_by"])
    return present
