"""Personal data of rounds: the address an owner is written to."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from renkei.core.privacy.enums import Treatment, Whose
from renkei.core.privacy.registry import MARK as MARKED
from renkei.core.privacy.registry import (
    Keep,
    Personal,
    PersonalField,
    register_not_personal,
    register_personal,
)
from renkei.core.ui.text import bi
from renkei.rounds import models

YEAR = dt.timedelta(days=365)
BLANK = PersonalField(Treatment.BLANK)
MARK = PersonalField(Treatment.MARK)

register_personal(
    Personal(
        models.Owner,
        Whose.CONTACT,
        bi("照会のリンクと督促を送るため", "To send the link and reminders of a round"),
        bi("法第61条・第17条（利用目的）", "APPI articles 61 and 17 (purpose of use)"),
        Keep(
            12,
            bi("照会の確定", "The round is locked"),
            lambda at: Q(round__state="locked", round__due_on__lt=(at - YEAR).date()) & ~Q(contact=""),
        ),
        lambda subject: Q(contact__in=subject.addresses) if subject.addresses else Q(pk__in=()),
        {"contact": BLANK},
        controller="organisation_id",
        copies=(bi("履歴", "History"), bi("送信したメール", "Mails sent")),
    ),
    Personal(
        models.Delegation,
        Whose.CONTACT,
        bi("照会の一部を任された人にリンクを渡すため", "To hand the link to whom a part was passed on"),
        bi("法第61条・第17条（利用目的）", "APPI articles 61 and 17 (purpose of use)"),
        Keep(
            12,
            bi("照会の確定", "The round is locked"),
            lambda at: (
                Q(owner__round__state="locked", owner__round__due_on__lt=(at - YEAR).date())
                & ~Q(contact="", name=MARKED)
            ),
        ),
        lambda subject: Q(contact__in=subject.addresses) | Q(name__in=subject.written),
        {"contact": BLANK, "name": MARK},
        controller="owner__organisation_id",
        copies=(bi("履歴", "History"),),
    ),
)
register_not_personal(
    bi(
        "照会の題と、指標についての回答。人の名前が出ることはある",
        "Titles of rounds and answers about indicators; they may mention people",
    ),
    models.Round,
    models.Owner,
    models.Delegation,
    models.Draft,
    models.Evidence,
    models.Question,
    models.Sheet,
)
