"""What the tables of the foundation hold: users, sessions, attempts to sign in, acts of the history, documents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from pghistory.models import Context

from renkei.core.accounts.factors import SignInFactor, SignInIdentity
from renkei.core.accounts.models import User
from renkei.core.files.models import Document
from renkei.core.history.agreed import TextAgreed
from renkei.core.merging.models import Forward, KeptApart
from renkei.core.privacy.enums import Treatment, Whose
from renkei.core.privacy.registry import (
    Keep,
    Personal,
    PersonalField,
    register_not_personal,
    register_personal,
)
from renkei.core.records.cluster import Cluster
from renkei.core.search.models import SearchEntry
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from renkei.core.privacy.subject import Subject

YEAR = dt.timedelta(days=365)
SECURITY = bi("不正な利用を見つけ、防ぐため", "To find and prevent misuse")
TWICE = bi("同じものの二重の登録を一つにするため", "To make one record of what was recorded twice")
TASK = bi("法第61条・第65条（正確性の確保）", "APPI articles 61 and 65 (accuracy of data)")
MEASURES = bi(
    "法第23条・第66条（安全管理措置）", "APPI articles 23 and 66 (measures for the security of data)"
)
ALIAS, BLANK, DELETE, MARK, UNLINKED = (
    PersonalField(Treatment.ALIAS),
    PersonalField(Treatment.BLANK),
    PersonalField(Treatment.DELETE),
    PersonalField(Treatment.MARK),
    PersonalField(Treatment.UNLINKED),
)


def _sessions(subject: Subject) -> Q:
    if subject.user is None:
        return Q(pk__in=())
    known = str(subject.user)
    return Q(
        pk__in=[each.pk for each in Session.objects.all() if each.get_decoded().get(SESSION_KEY) == known]
    )


def _ended(at: dt.datetime) -> Q:
    """Users who were ended a year ago and not touched since."""
    return Q(is_active=False) & ~Q(events__pgh_created_at__gt=at - YEAR)


register_personal(
    Personal(
        User,
        Whose.USER,
        bi("サインインと、誰が何をしたかの記録のため", "Signing in, and the record of who did what"),
        bi(
            "法第61条・第17条（事務の遂行に必要な利用目的）",
            "APPI articles 61 and 17 (purposes needed for the task)",
        ),
        Keep(12, bi("利用の終了", "End of the user"), _ended),
        lambda subject: Q(pk=subject.user),
        {"username": ALIAS, "email": BLANK, "password": MARK, "language": UNLINKED},
        logged=True,
        copies=(bi("履歴の「行った者」", "Who did it, in the history"), bi("送信したメール", "Mails sent")),
    ),
    Personal(
        Session,
        Whose.USER,
        bi("サインインしたままにするため", "Staying signed in"),
        MEASURES,
        Keep(0, bi("有効期限", "Expiry of the session"), lambda at: Q(expire_date__lt=at)),
        _sessions,
        {"session_key": DELETE, "session_data": DELETE},
        name=bi("サインイン中の状態", "Sessions"),
    ),
    Personal(
        SignInFactor,
        Whose.USER,
        SECURITY,
        MEASURES,
        Keep(0, bi("外すまで。利用者の記録とともに", "Until taken away; together with the user")),
        lambda subject: Q(user=subject.user) if subject.user else Q(pk__in=()),
        {"data": DELETE},
    ),
    Personal(
        SignInIdentity,
        Whose.USER,
        SECURITY,
        MEASURES,
        Keep(0, bi("外すまで。利用者の記録とともに", "Until taken away; together with the user")),
        lambda subject: Q(user=subject.user) if subject.user else Q(pk__in=()),
        {"uid": DELETE, "extra_data": DELETE},
    ),
    Personal(
        EmailAddress,
        Whose.USER,
        SECURITY,
        MEASURES,
        Keep(0, bi("部品の表で、使っていない", "A table of the library; it is not used")),
        lambda subject: Q(user=subject.user) if subject.user else Q(pk__in=()),
        {"email": DELETE},
    ),
    Personal(
        Context,
        Whose.USER,
        bi("誰が、なぜ変えたかを残すため", "To keep who changed what and why"),
        MEASURES,
        Keep(0, bi("本人の記録とともに", "Together with the person's record")),
        lambda subject: (
            Q(metadata__user=subject.user) | Q(metadata__actor=subject.username)
            if subject.user
            else Q(pk__in=())
        ),
        {"metadata": ALIAS},
        name=bi("履歴の「誰が・なぜ」", "Who and why, in the history"),
    ),
    Personal(
        Forward,
        Whose.STAFF,
        TWICE,
        TASK,
        Keep(0, bi("本人の記録とともに", "Together with the person's record")),
        lambda subject: (
            Q(kind="person") & (Q(target=subject.person) | Q(slug=subject.person))
            if subject.person
            else Q(pk__in=())
        ),
        {"slug": DELETE, "target": DELETE},
    ),
    Personal(
        KeptApart,
        Whose.STAFF,
        TWICE,
        TASK,
        Keep(0, bi("本人の記録とともに", "Together with the person's record")),
        lambda subject: (
            Q(kind="person") & (Q(one=subject.person) | Q(other=subject.person))
            if subject.person
            else Q(pk__in=())
        ),
        {"one": DELETE, "other": DELETE, "reason": DELETE},
    ),
)
register_not_personal(
    bi("部品の表で、人について書かれない", "Tables of parts; nothing is said of people"),
    Group,
    Permission,
    ContentType,
    EmailConfirmation,
    SocialApp,
    SocialToken,
)
register_not_personal(
    bi("上の二つの表の、部品の側の名前", "The library's own names of two tables declared above"),
    Authenticator,
    SocialAccount,
)
register_not_personal(
    bi(
        "検索の索引。もとの記録とともに、データベースが直し、消す",
        "The search index; the database changes and removes it together with the record",
    ),
    SearchEntry,
)
register_not_personal(
    bi(
        "どの記録のどの文章の訳を確かめたかだけ。誰が確かめたかは履歴にある",
        "Only which text of which record was found right; who found it stands in the history",
    ),
    TextAgreed,
)
register_not_personal(
    bi(
        "クラスターと資料についての文。人の名前が出ることはある",
        "Texts about the cluster and its sources; they may mention people",
    ),
    Cluster,
    Document,
    Forward,  # the kind, and organisations
    KeptApart,
)
