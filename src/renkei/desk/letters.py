"""The letters Renkei writes. Each is written when it is sent, so that it says what is true then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from renkei.core.notices.letters import Letter, letter
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.desk.entrance.words import LETTERS, lines_of
from renkei.directory.invitations import usable_token
from renkei.directory.models import Invitation, LinkPurpose
from renkei.directory.selectors import actor_of
from renkei.rounds.links import token_of
from renkei.rounds.mails import late_owners, owing_of
from renkei.rounds.mails import letter as round_letter
from renkei.rounds.models import Owner, Round

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.notices.models import Notice


def address(name: str, *arguments: object) -> str:
    """Return a page's whole address, as a mail needs it."""
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"


def cluster_name(language: str) -> str:
    name = present_cluster().name
    return name.text(language) if name else ("連携" if language == "ja" else "Renkei")


@letter(LinkPurpose.INVITATION, bi("招待", "Invitation"))
@letter(LinkPurpose.RESET, bi("パスワードの再設定", "Password reset"))
def link_letter(notice: Notice, at: dt.datetime) -> Letter | None:
    """The link by which a user sets a password, while it works; in both languages, as the first mail of all."""
    link = Invitation.objects.select_related("user").filter(pk=int(notice.about), user=notice.user_id).first()
    token = usable_token(link, at) if link else None
    if link is None or token is None:
        return None
    until = timezone.localtime(link.expires_at)
    page = address("desk:welcome", token)
    invites = link.purpose == LinkPurpose.INVITATION
    name = link.user.username
    title = ("招待 / Invitation", "パスワードの再設定 / Password reset")[not invites]
    text = "\n".join(
        [
            f"{name} さん",
            "",
            f"{cluster_name('ja')}の{'利用に招待されました' if invites else 'パスワードを決め直せます'}。",
            f"次のリンクでパスワードを決めてください（{until:%Y-%m-%d %H:%M} まで、一度だけ使えます）。",
            "",
            page,
            "",
            f"{name},",
            "",
            f"{'you are invited to' if invites else 'you can set a new password for'} {cluster_name('en')}.",
            f"Please set your password by the link above. It works once, until {until:%Y-%m-%d %H:%M} (Japan).",
            "",
            "心当たりがなければ、何もしないでください。 / If you did not expect this, do nothing.",
            "",
        ]
    )
    return Letter(f"{title}：{cluster_name('ja')}", text, secrets=(token,))


def way_letter(notice: Notice, at: dt.datetime) -> Letter | None:  # noqa: ARG001 - it tells of when it happened
    """What happened to the ways by which a user signs in; in both languages."""
    if notice.user is None:
        return None
    said = LETTERS[notice.letter]
    moment = timezone.localtime(notice.made_at).strftime("%Y-%m-%d %H:%M")
    text = "\n".join(lines_of(said, notice.user.username, moment))
    return Letter(f"{said.japanese} / {said.english}：{cluster_name('ja')}", text)


for _code, _said in LETTERS.items():
    letter(_code, bi(_said.japanese, _said.english))(way_letter)


@letter("round", bi("照会の依頼", "Request of a round"))
@letter("round_before", bi("照会の期限前のお知らせ", "Reminder before a round is due"))
@letter("round_after", bi("照会の督促", "Reminder after a round was due"))
def to_owner(notice: Notice, at: dt.datetime) -> Letter | None:
    """What an owner is asked, with its private link, while the round takes answers and some are owed."""
    round_slug, _, organisation = notice.about.partition("/")
    owners = Owner.objects.select_related("round", "organisation")
    owner = owners.filter(round=round_slug, organisation=organisation).first()
    if owner is None or owner.round.state != "open" or timezone.localtime(at).date() > owner.round.last_day:
        return None
    owing = owing_of(owner)
    if not owing and notice.letter != "round":
        return None
    token = token_of(owner)
    written = round_letter(owner, owing, address("answers:page", "ja", token))
    before = {"round_before": "【期限前】 ", "round_after": "【期限を過ぎました / Overdue】 "}
    return Letter(before.get(notice.letter, "") + written.subject, written.text, secrets=(token,))


@letter("round_late", bi("照会の遅れの報告", "Report of a late round"))
def to_officer(notice: Notice, at: dt.datetime) -> Letter | None:
    """Who has not answered, for the officer who opened the round and may still see it."""
    asked = Round.objects.filter(pk=notice.about, state="open").first()
    if asked is None or notice.user is None:
        return None
    day = timezone.localtime(at).date()
    owners = late_owners(asked, actor_of(notice.user, day))
    if not owners:
        return None
    language = notice.language or "ja"
    lines = [f"- {owner.organisation.name.text(language)} ({owner.owing})" for owner in owners]  # type: ignore[attr-defined]
    page = address("desk:round", asked.pk)
    title = asked.title.text(language)
    if language == "ja":
        subject = f"照会の回答がそろっていません：{title}"
        text = f"「{title}」は {asked.due_on} が期限でした。回答のない組織（項目の数）:\n\n"
        text += "\n".join(lines) + f"\n\n督促のメールは送りました。電話などでの確認をお願いします。\n{page}\n"
    else:
        subject = f"Answers are missing: {title}"
        text = f"“{title}” was due on {asked.due_on}. Organisations without answers (items):\n\n"
        text += "\n".join(lines) + f"\n\nThey have been reminded. Please ask them by telephone.\n{page}\n"
    return Letter(subject, text)
