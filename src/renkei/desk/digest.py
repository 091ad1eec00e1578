"""The digest: what waits and what is due for a user, by mail, as often as they chose."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.utils import timezone

from renkei.core.accounts.models import User
from renkei.core.history.journal import journal
from renkei.core.inbox.registry import waiting_for
from renkei.core.jobs.queue import WORKER
from renkei.core.notices.enums import Rhythm
from renkei.core.notices.hours import is_morning_of_work, works_in_japan
from renkei.core.notices.letters import Letter, letter
from renkei.core.notices.models import Told
from renkei.core.notices.rules import is_first_of_week
from renkei.core.notices.services import write_mail
from renkei.core.records.selectors import one_reading_of_settings
from renkei.core.ui.text import bi
from renkei.desk.addresses import address_of
from renkei.desk.letters import address, cluster_name
from renkei.directory.selectors import actor_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renkei.core.inbox.waiting import Waiting
    from renkei.core.notices.models import Notice

SALT = "renkei.desk.digest"
SOON = dt.timedelta(days=14)
MOST = 40


def write_digests(*, at: dt.datetime) -> int:
    """Write to every user whose hour has come; return to how many. Each user and day once, nothing to say: no mail."""
    day = timezone.localtime(at).date()
    with one_reading_of_settings():
        morning = is_morning_of_work(at)
        weekly = morning and is_first_of_week(day, japanese=works_in_japan())
    written = 0
    users = User.objects.filter(is_active=True).exclude(email="").select_related("mail_choice").order_by("pk")
    for user in users:
        rhythm = rhythm_of(user)
        if rhythm == Rhythm.AT_ONCE:
            written += _tell_at_once(user, at, day)
            continue
        due = (rhythm == Rhythm.DAILY and morning) or (rhythm == Rhythm.WEEKLY and weekly)
        if due and pressing(waiting_for(actor_of(user, day), day), day):
            written += _write(user, at, f"digest/{user.pk}/{day}")
    return written


def rhythm_of(user: User) -> str:
    choice = getattr(user, "mail_choice", None)
    return choice.rhythm if choice else Rhythm.DAILY


def pressing(items: Iterable[Waiting], day: dt.date) -> list[Waiting]:
    """Return what is late, due within two weeks, or has no day."""
    return [item for item in items if item.day is None or item.day <= day + SOON]


def _write(user: User, at: dt.datetime, once: str) -> bool:
    made = write_mail(
        actor=WORKER, letter="digest", user=user, about=("user", str(user.pk)), once=once, at=at
    )
    return made is not None


def _tell_at_once(user: User, at: dt.datetime, day: dt.date) -> bool:
    """Write as soon as something new waits; what was told before, or became late since, is told apart."""
    keys = [_state_of(item, day) for item in pressing(waiting_for(actor_of(user, day), day), day)]
    known = set(Told.objects.filter(user=user, what__in=keys).values_list("what", flat=True))
    new = [key for key in keys if key not in known]
    if not new:
        return False
    with journal(actor=WORKER, action="tell at once", for_readers=False):
        Told.objects.bulk_create(
            (Told(user=user, what=key, told_on=day) for key in new), ignore_conflicts=True
        )
        return _write(user, at, f"at-once/{user.pk}/{timezone.localtime(at):%Y-%m-%dT%H:%M}")


def _state_of(item: Waiting, day: dt.date) -> str:
    return f"{item.key}/{'late' if item.days_late(day) > 0 else 'due'}"[:300]


@letter("digest", bi("お知らせのまとめ", "Digest"))
def digest_letter(notice: Notice, at: dt.datetime) -> Letter | None:
    """What waits for the user at the moment of sending: only what they may see then, in their language."""
    user = notice.user
    if user is None:
        return None
    day = timezone.localtime(at).date()
    items = pressing(waiting_for(actor_of(user, day), day), day)
    if not items:
        return None
    return compose(items, day, notice.language or user.language, stop_address(user))


def compose(items: Sequence[Waiting], day: dt.date, language: str, stop: str) -> Letter:
    """Write a digest: late, due, without a day; and how to end such mails."""
    late = [item for item in items if item.days_late(day) > 0]
    undated = [item for item in items if item.day is None]
    due = [item for item in items if item.day is not None and item.days_late(day) <= 0]
    japanese = language != "en"
    heads = (
        ("遅れているもの", "期限が近いもの", "日付のないもの")
        if japanese
        else ("Late", "Due soon", "Without a day")
    )
    parts = [
        f"■ {head}\n" + "\n".join(_line(item, day, japanese=japanese) for item in group[:MOST])
        for head, group in zip(heads, (late, due, undated), strict=True)
        if group
    ]
    left = sum(max(0, len(group) - MOST) for group in (late, due, undated))
    name = cluster_name("ja" if japanese else "en")
    today, choose = address("desk:today"), address("desk:mail_settings")
    if japanese:
        subject = f"待っているもの{len(items)}件（遅れ{len(late)}件）：{name}"
        more = [f"ほかに {left} 件あります。"] if left else []
        foot = f"すべて: {today}\n頻度を変える: {choose}\nこのメールを止める: {stop}"
    else:
        subject = f"{len(items)} things wait ({len(late)} late): {name}"
        more = [f"And {left} more."] if left else []
        foot = f"All of them: {today}\nHow often: {choose}\nStop these mails: {stop}"
    token = stop.rstrip("/").rsplit("/", 1)[-1]
    return Letter(subject, "\n\n".join([*parts, *more, "-- \n" + foot]) + "\n", secrets=(token,), stop=stop)


def _line(item: Waiting, day: dt.date, *, japanese: bool) -> str:
    language = "ja" if japanese else "en"
    late = item.days_late(day)
    when = ""
    if item.day is not None:
        when = f"{item.day} "
        if late > 0:
            when += f"（{late}日超過）" if japanese else f"({late} days late) "
    owner = item.owner.text(language)
    who = (f"（担当：{owner}）" if japanese else f" ({owner})") if owner else ""
    return f"- {when}{item.text.text(language)}{who}\n  {settings.SITE_URL}{address_of(item)}"


def stop_address(user: User) -> str:
    """Return the address that ends a user's digests without signing in; only the server's key can make it."""
    return address("open:stop_mails", signing.Signer(salt=SALT).sign(str(user.pk)))


def user_of_stop(token: str) -> User | None:
    """Return whose digests a stop address ends, nobody for a forged one."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
