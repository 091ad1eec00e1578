"""Personal data of casework: a company's contact, and who is named as researcher, coordinator or met."""

from __future__ import annotations

import datetime as dt

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
from renkei.matching import models

TWO_YEARS = dt.timedelta(days=730)
BLANK = PersonalField(Treatment.BLANK)
MARK = PersonalField(Treatment.MARK)

register_personal(
    Personal(
        models.Need,
        Whose.CONTACT,
        bi(
            "企業の相談に答え、研究者との橋渡しをするため",
            "To answer a company's request and bring it together with researchers",
        ),
        bi(
            "法第17条・第18条（利用目的）。登録の画面で本人に示す",
            "APPI articles 17 and 18 (purpose of use); shown to the person when the need is entered",
        ),
        Keep(
            24,
            bi("ニーズの有効期限", "Expiry of the need"),
            lambda at: (
                Q(expires_on__lt=(at - TWO_YEARS).date())
                & ~Q(contact_name="", contact_email="", contact_telephone="")
            ),
        ),
        lambda subject: Q(contact_email__in=subject.addresses) if subject.addresses else Q(pk__in=()),
        {"contact_name": BLANK, "contact_post": BLANK, "contact_email": BLANK, "contact_telephone": BLANK},
        controller="holder",
        logged=True,
        copies=(bi("履歴", "History"), bi("送信したメール", "Mails sent")),
        address="contact_email",
    ),
    Personal(
        models.NeedMessage,
        Whose.CONTACT,
        bi("企業や関心を寄せた人に答えるため", "To answer companies and those who are interested"),
        bi(
            "法第17条・第18条（利用目的）。書く画面で本人に示す",
            "APPI articles 17 and 18 (purpose of use); shown to the person where it is written",
        ),
        Keep(
            24,
            bi("連絡の日", "Day of the message"),
            lambda at: Q(written_at__lt=at - TWO_YEARS) & ~Q(name="", email=""),
        ),
        lambda subject: Q(email__in=subject.addresses) if subject.addresses else Q(pk__in=()),
        {"name": BLANK, "email": BLANK},
        copies=(bi("履歴", "History"), bi("送信したメール", "Mails sent")),
        address="email",
    ),
    Personal(
        models.Seed,
        Whose.STAFF,
        bi("研究シーズを企業に紹介するため", "To show companies what research has to offer"),
        bi("法第17条・第18条（利用目的）", "APPI articles 17 and 18 (purpose of use)"),
        Keep(0, bi("シーズの終了", "End of the seed")),
        lambda subject: (
            (Q(researcher_id=subject.person) if subject.person else Q(pk__in=()))
            | (Q(refresh_address__in=subject.addresses) if subject.addresses else Q(pk__in=()))
        ),
        {"researcher_name": BLANK, "refresh_address": BLANK},
        controller="organisation_id",
        copies=(bi("履歴", "History"), bi("送信したメール", "Mails sent")),
    ),
)
register_not_personal(
    bi(
        "ニーズ・シーズ・案件・外部資金についての文。人の名前が出ることはある",
        "Texts about needs, seeds, cases and funds; they may mention people",
    ),
    models.Activity,
    models.Analysis,
    models.ApplicationField,
    models.Capability,
    models.Case,
    models.CaseStage,
    models.CaseStep,
    models.ClosingReason,
    models.ExternalFund,
    models.ExternalFundPartner,
    models.Introduction,
    models.JointActivity,
    models.JointActivityParty,
    models.Match,
    models.Need,
    models.NeedDocument,
    models.NeedField,
    models.NeedMessage,
    models.NeedProfile,
    models.PreparedText,
    models.PrivateLink,
    models.QualityMeasure,
    models.Seed,
    models.SeedBooklet,
    models.SeedField,
    models.SeedRefresh,
    models.SeedWork,
    models.Term,
    models.Territory,
)
