"""Personal data of the directory: people, the posts they held, users' links, contacts of offices."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.privacy.enums import Treatment, Whose
from renkei.core.privacy.registry import (
    Keep,
    Personal,
    PersonalField,
    register_hindrance,
    register_not_personal,
    register_personal,
)
from renkei.core.ui.text import bi
from renkei.directory import models
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.privacy.subject import Subject

YEAR = dt.timedelta(days=365)
BASIS = bi(
    "法第61条（所掌事務の遂行に必要な範囲）・第17条・第18条（利用目的）",
    "APPI article 61 (needed for the task); articles 17 and 18 (purpose of use)",
)
WITH_PERSON = Keep(0, bi("本人の記録とともに", "Together with the person's record"))
ALIAS, BLANK, DELETE, MARK, UNLINKED = (
    PersonalField(Treatment.ALIAS),
    PersonalField(Treatment.BLANK),
    PersonalField(Treatment.DELETE),
    PersonalField(Treatment.MARK),
    PersonalField(Treatment.UNLINKED),
)


def _person(name: str = "person_id") -> object:
    return lambda subject: Q(**{name: subject.person}) if subject.person else Q(pk__in=())


def _user(subject: Subject) -> Q:
    return Q(user_id=subject.user) if subject.user else Q(pk__in=())


register_personal(
    Personal(
        models.Person,
        Whose.STAFF,
        bi("名簿の「利用目的」の欄に記録ごとに書く", "Stated record by record in “purpose of use”"),
        BASIS,
        Keep(
            0,
            bi("保存期限の日（記録ごと）", "The day to keep it until, record by record"),
            lambda at: Q(keep_until__lt=at.date()),
        ),
        lambda subject: Q(pk=subject.person),
        {
            "slug": ALIAS,
            "family_name": MARK,
            "given_name": BLANK,
            "family_kana": BLANK,
            "given_kana": BLANK,
            "family_roman": BLANK,
            "given_roman": BLANK,
        },
        controller="controller_id",
        logged=True,
        copies=(
            bi("履歴", "History"),
            bi("ほかの記録の文章", "Texts of other records"),
            bi("読み込み途中のファイル", "Files waiting to be loaded"),
            bi("送信したメール", "Mails sent"),
        ),
    ),
    Personal(
        models.PostHolding,
        Whose.STAFF,
        bi("職に誰がいるかを示すため", "To show who holds a post"),
        BASIS,
        WITH_PERSON,
        _person(),  # type: ignore[arg-type]
        {"slug": ALIAS, "person": UNLINKED, "period": UNLINKED},
        controller="person__controller_id",
        logged=True,
        copies=(bi("履歴", "History"),),
    ),
    Personal(
        models.UserPerson,
        Whose.USER,
        bi("異動のとき役割もまとめて扱うため", "To handle roles together with posts"),
        BASIS,
        WITH_PERSON,
        lambda subject: (Q(person_id=subject.person) if subject.person else Q(pk__in=())) | _user(subject),
        {"person": DELETE, "user": DELETE},
        controller="person__controller_id",
    ),
    Personal(
        models.Invitation,
        Whose.USER,
        bi("パスワードを決めるリンクのため", "The link by which a password is set"),
        BASIS,
        Keep(12, bi("リンクの期限", "Expiry of the link"), lambda at: Q(expires_at__lt=at - YEAR)),
        _user,
        {"digest": DELETE},
    ),
    Personal(
        models.RoleAssignment,
        Whose.USER,
        bi("誰に何が許されているかを示すため", "To show who may do what"),
        BASIS,
        WITH_PERSON,
        _user,
        {"role": UNLINKED, "period": UNLINKED},
    ),
    Personal(
        models.SameKey,
        Whose.STAFF,
        bi("同じ人の二重の登録を見つけるため", "To find people who are recorded twice"),
        BASIS,
        WITH_PERSON,
        lambda subject: Q(kind="person", slug=subject.person) if subject.person else Q(pk__in=()),
        {"slug": DELETE, "source": DELETE, "key": DELETE},
    ),
    Personal(
        models.Unit,
        Whose.CONTACT,
        bi("部署への連絡のため（個人の直通は書かない）", "To reach the office; no private numbers"),
        BASIS,
        Keep(0, bi("部署の廃止", "End of the unit")),
        lambda subject: Q(email__in=subject.addresses) if subject.addresses else Q(pk__in=()),
        {"telephone": BLANK, "email": BLANK},
        controller="organisation_id",
        copies=(bi("履歴", "History"),),
    ),
)
register_not_personal(
    bi(
        "組織・部署・職・研究室についての文。人の名前が出ることはある",
        "Texts about organisations, units, posts and laboratories; they may mention people",
    ),
    models.Organisation,
    models.Unit,
    models.DatedName,
    models.OrganisationIdentifier,
    models.Post,
    models.Laboratory,
    models.LaboratoryParty,
    models.Person,  # the purpose of use
    models.PostHolding,
    models.SameKey,  # organisations
)


@register_hindrance
def _holds_a_post(subject: Subject, at: dt.date) -> Iterator[Localised]:
    """A person who holds a post on the day is needed for the office's work."""
    held = models.PostHolding.objects.filter(person_id=subject.person, period__contains=at)
    for holding in held.select_related("post__organisation").order_by("pk"):
        yield Localised.both(
            "在任中です：{post}。在任を終えてから消去してください。",
            "Still holds a post: {post}. End it first.",
        ).filled(post=holding.post.title)


@register_hindrance
def _has_a_role(subject: Subject, at: dt.date) -> Iterator[Localised]:
    """A user with a role today can sign in; the roles end first, and with them the care for the last administrator."""
    held = models.RoleAssignment.objects.filter(user_id=subject.user or 0, period__contains=at)
    if held.exists():
        yield Localised.both(
            "利用者としての役割が続いています。先に利用を終えてください。",
            "Still has a role as a user. End the user first.",
        )
