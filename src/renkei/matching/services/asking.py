"""What a company does without an account: ask, confirm, write, withdraw. Whoever calls has checked the link."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import IO, TYPE_CHECKING, Any

from renkei.core.accounts.actors import Actor, Role
from renkei.core.files.attaching import take_in_all
from renkei.core.files.services import keep_content
from renkei.core.history.journal import journal
from renkei.core.notices.hours import day_of
from renkei.core.records.services import RecordRefused, row_flaws
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.matching.enums import Channel, LinkPurpose, MessageFrom, NeedState
from renkei.matching.mails import tell_office, write_to_company
from renkei.matching.models import Need, NeedDocument, NeedField, NeedMessage
from renkei.matching.need_rules import MOST_FILES, expiry, plain, short_title, written_in
from renkei.matching.need_workflow import NEED
from renkei.matching.reception import reception_offices
from renkei.matching.services.links import make_link
from renkei.matching.services.profiles import end_profile_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renkei.core.files.services import StoredFile
    from renkei.matching.models import PrivateLink

COMPANY = Actor("company (private link)", frozenset({Role.STRANGER}))
A_DAY = dt.timedelta(days=1)
MOST_A_DAY = 5
MOST_AT_ONCE = 20

_NO_OFFICE = Localised.both(
    "いまは受け付ける窓口がありません。お問い合わせの頁からご連絡ください。",
    "No office receives requests at present. Please use the page of inquiries.",
)
_OFTEN = Localised.both(
    "このメールアドレスからの登録が続いています。確認のメールをご覧になるか、明日もう一度お試しください。",
    "This address has asked several times. Look for the mail of confirmation, or try again tomorrow.",
)
_EMPTY = Localised.both("本文を入力してください。", "Please write something.")
_TEXTS = ("title", "problem", "background", "tried", "wished_result", "budget", "industry", "partner_sought")
_KEPT_AS_GIVEN = (
    "company_name",
    "company_size",
    "contact_name",
    "contact_post",
    "contact_email",
    "contact_telephone",
    "kind",
    "wanted_by",
    "wished_confidence",
    "wants_analysis",
    "wants_joint_research",
    "wants_subsidy",
    "wants_personnel",
    "needs_secrecy_agreement",
    "about_seed",
)


def ask(
    *,
    values: Mapping[str, Any],
    language: str,
    at: dt.datetime,
    office: str = "",
    fields: Iterable[str] = (),
    files: Sequence[tuple[IO[bytes], str]] = (),
) -> Need:
    """Keep what a company asks until it is confirmed by mail.

    Its holder is the office asked for, else the first that receives requests. Effects: a need in the state
    `unconfirmed`, its fields and files, a link, a mail, history. Raises RuleBroken("need.no_office"),
    ("need.too_often"), ("file.…"), RecordRefused.
    """
    day = day_of(at)
    offices = [each.pk for each in reception_offices(day)]
    if not offices:
        raise RuleBroken("need.no_office", _NO_OFFICE)
    _refuse_too_often(str(values.get("contact_email", "")), at)
    checked = take_in_all(files, MOST_FILES)
    need = _need(values, language, day)
    need.holder = office if office in offices else offices[0]
    flaws = list(row_flaws(need))
    if flaws:
        raise RecordRefused(flaws)
    with journal(actor=COMPANY, action="ask", reason="portal"):
        need.save(force_insert=True)
        for number, field in enumerate(dict.fromkeys(fields), 1):
            name = f"{need.pk}-field-{number}"
            NeedField.objects.create(slug=name, need=need, field_id=field, holder=need.holder)
        for number, paper in enumerate(checked, 1):
            _keep_file(need, number, *paper)
        make_link(actor=COMPANY, purpose=LinkPurpose.CONFIRM_NEED, at=at, need=need)
        write_to_company(actor=COMPANY, need=need, letter="confirm", at=at)
    return need


def _keep_file(need: Need, number: int, stream: IO[bytes], name: str, stored: StoredFile) -> None:
    keep_content(stream, stored)
    NeedDocument.objects.create(
        slug=f"{need.pk}-file-{number}",
        need=need,
        holder=need.holder,
        name=name,
        sha256=stored.sha256,
        media_type=stored.media_type,
        size=stored.size,
    )


def _need(values: Mapping[str, Any], language: str, day: dt.date) -> Need:
    texts = {name: plain(str(values.get(name) or "")) for name in _TEXTS}
    texts["title"] = texts["title"] or short_title(texts["problem"])
    given = {name: values[name] for name in _KEPT_AS_GIVEN if values.get(name)}
    return Need(
        slug=f"need-{day.year}-{secrets.token_hex(5)}",
        **{name: Localised({written_in(text, language): text}) for name, text in texts.items()},
        **given,
        contact_language=language,
        received_on=day,
        channel=Channel.WEB,
        state=NeedState.UNCONFIRMED,
        expires_on=expiry(day),
    )


def _refuse_too_often(address: str, at: dt.datetime) -> None:
    """Keep one address from being flooded with mails that somebody else asks for."""
    waiting = Need.objects.filter(contact_email=address, state=NeedState.UNCONFIRMED)
    if waiting.filter(links__made_at__gt=at - A_DAY).distinct().count() >= MOST_A_DAY:
        raise RuleBroken("need.too_often", _OFTEN)


def confirm(*, link: PrivateLink, at: dt.datetime) -> tuple[Need, str]:
    """Take up what was asked: the need is received. Returns it with the token of the firm's own page.

    Effects: need, links, mails, history. Raises RuleBroken("workflow.no_such_step") where it is not waiting.
    """
    day = day_of(at)
    with journal(actor=COMPANY, action="confirm need"):
        need = Need.objects.select_for_update().get(pk=link.need_id)
        need.state = state_after(NEED, need.state, "confirm")
        need.received_on, need.expires_on = day, expiry(day)
        need.revision += 1
        need.save()
        link.used_at = at
        link.save(update_fields=["used_at"])
        _, token = make_link(actor=COMPANY, purpose=LinkPurpose.FOLLOW_NEED, at=at, need=need)
        write_to_company(actor=COMPANY, need=need, letter="follow", at=at)
        tell_office(actor=COMPANY, need=need, letter="asked", at=at)
    return need, token


def send_links_again(*, email: str, at: dt.datetime) -> int:
    """Write new links to the firm's pages of whoever has this address, at most one an hour for each request.

    Returns how many. Effects: links, mails, history; the links before stop working.
    """
    known = Need.objects.filter(contact_email=email).exclude(state=NeedState.UNCONFIRMED)
    recent = known.filter(
        links__purpose=LinkPurpose.FOLLOW_NEED, links__made_at__gt=at - dt.timedelta(hours=1)
    )
    found = list(known.exclude(pk__in=recent.values("pk")).order_by("-received_on", "pk")[:MOST_AT_ONCE])
    for need in found:
        with journal(actor=COMPANY, action="send link again", for_readers=False):
            make_link(actor=COMPANY, purpose=LinkPurpose.FOLLOW_NEED, at=at, need=need)
            write_to_company(actor=COMPANY, need=need, letter="follow", at=at)
    return len(found)


def write_message(
    *, need: Need, text: str, at: dt.datetime, sender: str, name: str = "", email: str = ""
) -> NeedMessage:
    """Keep what is written about a need, and tell the office. Effects: row, mails, history.

    Raises RuleBroken("message.empty").
    """
    said = plain(text)
    if not said:
        raise RuleBroken("message.empty", _EMPTY)
    who = COMPANY if sender == MessageFrom.COMPANY else Actor("interested (public page)", COMPANY.roles)
    with journal(actor=who, action="write about need"):
        letter = "written" if sender == MessageFrom.COMPANY else "interest"
        tell_office(actor=who, need=need, letter=letter, at=at)
        return NeedMessage.objects.create(
            need=need, sender=sender, name=name, email=email, text=said, written_at=at
        )


def withdraw(*, need: Need, reason: str, at: dt.datetime) -> Need:
    """Close a need at the company's wish; its public profile ends with it.

    Effects: need, profile, a message with the reason, mails, history. Raises RuleBroken("workflow.no_such_step").
    """
    with journal(actor=COMPANY, action="withdraw need", reason=reason[:500]):
        found = Need.objects.select_for_update().get(pk=need.pk)
        found.state = state_after(NEED, found.state, "close")
        found.revision += 1
        found.save()
        end_profile_of(found)
        said = Localised.both("取り下げました。", "Withdrawn.").text(found.contact_language)
        NeedMessage.objects.create(
            need=found, sender=MessageFrom.COMPANY, text=plain(f"{said}\n{reason}"), written_at=at
        )
        tell_office(actor=COMPANY, need=found, letter="withdrawn", at=at)
    return found
