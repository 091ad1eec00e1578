"""Personal data in mails: where they went and what they said, what users chose, what they were told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.jobs.models import Decision, LongJob
from renkei.core.notices.models import MailChoice, Notice, Told
from renkei.core.notices.rules import KEPT
from renkei.core.privacy.enums import Treatment, Whose
from renkei.core.privacy.registry import (
    Keep,
    Personal,
    PersonalField,
    register_not_personal,
    register_personal,
)
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from renkei.core.privacy.subject import Subject

YEAR = dt.timedelta(days=365)
BASIS = bi("法第61条・第17条（利用目的）", "APPI articles 61 and 17 (purpose of use)")
BLANK, DELETE = PersonalField(Treatment.BLANK), PersonalField(Treatment.DELETE)
EMPTY = Q(address="", subject="", text="")


def _users(subject: Subject) -> Q:
    return Q(user_id=subject.user) if subject.user else Q(pk__in=())


def _to(subject: Subject) -> Q:
    """Mails to the user, and to every address the person is known to have had."""
    found = _users(subject)
    return found | Q(address__in=subject.addresses) if subject.addresses else found


register_personal(
    Personal(
        Notice,
        Whose.CONTACT,
        bi("何を誰に送ったかを確かめるため", "To know what was sent to whom"),
        BASIS,
        Keep(3, bi("送信の終わり", "The mail ended"), lambda at: Q(ended_at__lt=at - KEPT) & ~EMPTY),
        _to,
        {"address": BLANK, "subject": BLANK, "text": BLANK},
    ),
    Personal(
        MailChoice,
        Whose.USER,
        bi("本人が選んだ頻度で知らせるため", "To write as often as the user chose"),
        BASIS,
        Keep(0, bi("本人の記録とともに", "Together with the person's record")),
        _users,
        {"calendar_nonce": DELETE, "calendar_hash": DELETE},
    ),
    Personal(
        Told,
        Whose.USER,
        bi("同じことを二度知らせないため", "To tell nothing twice"),
        BASIS,
        Keep(12, bi("知らせた日", "The day it was told"), lambda at: Q(told_on__lt=(at - YEAR).date())),
        _users,
        {"what": DELETE},
    ),
)
register_not_personal(
    bi("メールと仕事の種類・対象の符号", "Codes of what a mail or a job is and what it is about"),
    Notice,
    Decision,
    LongJob,
)
