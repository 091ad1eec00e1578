"""Personal data of inquiries: who asked, and what they wrote."""

from __future__ import annotations

from django.db.models import Q

from renkei.core.privacy.enums import Treatment, Whose
from renkei.core.privacy.registry import (
    MARK,
    Keep,
    Personal,
    PersonalField,
    register_not_personal,
    register_personal,
)
from renkei.core.ui.text import bi
from renkei.inquiries import models
from renkei.inquiries.rules import KEPT, KEPT_MONTHS

BLANK = PersonalField(Treatment.BLANK)
MARKED = PersonalField(Treatment.MARK)
DELETED = PersonalField(Treatment.DELETE)
PURPOSE = bi("お問い合わせに答えるため", "To answer inquiries")
BASIS = bi(
    "法第17条・第18条（利用目的）。書く画面で本人に示し、同意を得る",
    "APPI articles 17 and 18 (purpose of use); shown to the person, who agrees, where it is written",
)
CLOSED = bi("お問い合わせの終了", "The inquiry was closed")

register_personal(
    # Parts first: they are found by the address that stands in the inquiry.
    Personal(
        models.InquiryFile,
        Whose.INQUIRER,
        PURPOSE,
        BASIS,
        Keep(
            KEPT_MONTHS,
            CLOSED,
            lambda at: Q(inquiry__closed_on__lt=(at - KEPT).date()),
        ),
        lambda subject: Q(inquiry__contact_email__in=subject.addresses),
        {"name": DELETED},
        controller="inquiry__holder",
    ),
    Personal(
        models.InquiryMessage,
        Whose.INQUIRER,
        PURPOSE,
        BASIS,
        Keep(
            KEPT_MONTHS,
            CLOSED,
            lambda at: Q(inquiry__closed_on__lt=(at - KEPT).date()) & ~Q(text=MARK),
        ),
        lambda subject: Q(inquiry__contact_email__in=subject.addresses),
        {"text": MARKED},
        controller="inquiry__holder",
        copies=(bi("履歴", "History"),),
    ),
    Personal(
        models.InquiryDraft,
        Whose.INQUIRER,
        PURPOSE,
        BASIS,
        Keep(0, bi("書いた日から一日", "A day after it was written"), lambda at: Q(expires_at__lt=at)),
        lambda subject: Q(values__email__in=subject.addresses),
        {"values": DELETED},
        address="values__email",
    ),
    Personal(
        models.Inquiry,
        Whose.INQUIRER,
        PURPOSE,
        BASIS,
        Keep(
            KEPT_MONTHS,
            CLOSED,
            lambda at: (
                Q(closed_on__lt=(at - KEPT).date())
                & ~Q(contact_name="", contact_email="", organisation_name="", text=MARK)
            ),
        ),
        lambda subject: Q(contact_email__in=subject.addresses),
        {
            "contact_name": BLANK,
            "contact_email": BLANK,
            "organisation_name": BLANK,
            "title": MARKED,
            "text": MARKED,
            "closing_note": BLANK,
        },
        controller="holder",
        logged=True,
        address="contact_email",
        copies=(bi("履歴", "History"), bi("送信したメール", "Mails sent")),
    ),
)
register_not_personal(
    bi(
        "用件、ひな形、リンクの要約値、職員の識別名",
        "Topics, templates, digests of links, identifiers of staff",
    ),
    models.Inquiry,
    models.InquiryDraft,
    models.InquiryFile,
    models.InquiryLink,
    models.InquiryMessage,
    models.InquiryTemplate,
    models.InquiryTopic,
)
