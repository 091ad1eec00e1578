"""Personal data of the procedures themselves."""

from __future__ import annotations

from django.db.models import Q

from renkei.core.privacy.enums import Treatment, Whose
from renkei.core.privacy.registry import (
    Keep,
    Personal,
    PersonalField,
    register_not_personal,
    register_personal,
)
from renkei.core.ui.text import bi
from renkei.privacy import models
from renkei.privacy.rules import months_before, value
from renkei.privacy.selectors import requests_of

ALIAS = PersonalField(Treatment.ALIAS)
LAW = bi("法第76条〜第103条（開示・訂正・利用停止の請求）", "APPI articles 76 to 103 (requests of persons)")

register_personal(
    Personal(
        models.PrivacyCase,
        Whose.REQUESTER,
        bi("本人からの請求に答え、経過を残すため", "To answer requests and keep what was done"),
        LAW,
        Keep(0, bi("本人の記録とともに", "Together with the person's record")),
        requests_of,
        {"subject": ALIAS, "asked": PersonalField(Treatment.BLANK), "result": PersonalField(Treatment.BLANK)},
        controller="controller_id",
        copies=(bi("履歴", "History"),),
    ),
    Personal(
        models.LegalHold,
        Whose.REQUESTER,
        bi("消去してはならない人を忘れないため", "Not to forget whose data must stay"),
        LAW,
        Keep(0, bi("期限の日", "The day until which it holds")),
        requests_of,
        {"subject": ALIAS, "why": PersonalField(Treatment.BLANK)},
    ),
    Personal(
        models.Reading,
        Whose.USER,
        bi("誰が個人情報を見たかを確かめるため", "To know who looked at personal data"),
        bi("法第23条・第66条（安全管理措置）", "APPI articles 23 and 66 (security of data)"),
        Keep(
            value("reading_months"),
            bi("閲覧", "The reading"),
            lambda at: Q(at__lt=months_before(at, value("reading_months"))),
        ),
        lambda subject: (
            Q(kind="person", slug=subject.person or "-")
            | Q(kind="user", slug=str(subject.user or "-"))
            | Q(kind="address", slug__in=subject.addresses)
            | Q(user_id=subject.user or 0)
        ),
        {
            "actor": ALIAS,
            "slug": ALIAS,
            "query": PersonalField(Treatment.BLANK),
            "purpose": PersonalField(Treatment.BLANK),
        },
    ),
)
register_not_personal(
    bi(
        "手続の経過と、件数だけの記録。人の名前は書かない決まり",
        "What was done, and numbers only; no names are to be written",
    ),
    models.Breach,
    models.BreachHolder,
    models.PrivacyCase,
    models.LegalHold,
    models.Erasure,
    models.Reading,
)
