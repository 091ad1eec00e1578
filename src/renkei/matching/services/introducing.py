"""The letters of an introduction by mail: each written when it is sent, each sent once, each in the log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.notices.hours import day_of
from renkei.core.notices.services import write_mail
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.directory.models import Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import IntroductionState
from renkei.matching.models import Introduction
from renkei.matching.services.parts import COMPANY, NO_SIDE, NOTHING_TO_PASS, SIDES
from renkei.matching.services.visits import Visit, log_visit

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.notices.models import Notice

LANGUAGES = ("ja", "en")
DECLINED = {IntroductionState.DECLINED_BY_COMPANY, IntroductionState.DECLINED_BY_RESEARCHER}
_DRAFT = re.compile(r"[0-9a-f]{32}")
_NO_DRAFT = Localised.both(
    "画面を開き直してから、もう一度送ってください。", "Please open the page again and send it once more."
)
_ENDED = Localised.both(
    "辞退された引き合わせです。送る前に「もう一度尋ねる」を押してください。",
    "The introduction was declined. Press “Ask again” before you write.",
)
_ASKED = {
    COMPANY: Localised.both(
        "研究者に話してよいかを企業にメールで尋ねた",
        "Asked the company by mail whether a researcher may be told",
    ),
    "researcher": Localised.both(
        "企業の話を聞けるかを研究者にメールで尋ねた", "Asked the researcher by mail whether they would listen"
    ),
}
_TOLD = {
    COMPANY: Localised.both(
        "研究者の名前を企業にメールで伝えた", "Named the researcher to the company by mail"
    ),
    "researcher": Localised.both(
        "企業の名前を研究者にメールで伝えた", "Named the company to the researcher by mail"
    ),
}


def send_letter(
    *,
    actor: Actor,
    introduction: Introduction,
    side: str,
    address: str,
    language: str,
    draft: str,
    at: dt.datetime,
) -> Notice | None:
    """Let the letter for one side go out by mail, and log it; None where this draft has been sent before.

    Effects: a mail (row and job), an activity of the case, perhaps its first answer; history.
    Raises RuleBroken("introduction.side"), ("introduction.nothing_to_pass_on"), ("introduction.declined"),
    ("visit.draft"), ("notice.address"), ("permission.refused").
    """
    if side not in SIDES or language not in LANGUAGES:
        raise RuleBroken("introduction.side", NO_SIDE)
    if not _DRAFT.fullmatch(draft):
        raise RuleBroken("visit.draft", _NO_DRAFT)
    author = require_on(actor, Verb.CHANGE, kind_of(introduction), introduction.holding())
    with journal(actor=author, action="send introduction letter"):
        present = Introduction.objects.select_for_update(of=("self",)).get(pk=introduction.pk)
        if not present.may_pass_on:
            raise RuleBroken("introduction.nothing_to_pass_on", NOTHING_TO_PASS)
        if present.state in DECLINED:
            raise RuleBroken("introduction.declined", _ENDED)
        sent = write_mail(
            actor=actor,
            letter=f"introduction.{side}",
            address=address,
            about=("introduction", f"{present.pk}/{language}"),
            once=f"introduction/{draft}",
            at=at,
        )
        if sent is not None:
            _log(actor, present, side, draft, day_of(at))
    return sent


def _log(actor: Actor, introduction: Introduction, side: str, draft: str, day: dt.date) -> None:
    """Write the mail into the log of the case; who wrote to the company has answered it."""
    case = introduction.case
    who = Person.objects.filter(pk=actor.person).first() or case.coordinator
    if who is None:
        return
    told = introduction.state in {IntroductionState.AGREED, IntroductionState.MADE}
    kind = "mail" if side == COMPANY else "other"  # only what reaches the company answers it
    what = (_TOLD if told else _ASKED)[side]
    log_visit(actor=actor, draft=draft, at=day, visit=Visit(kind, day, who, what, case=case))
