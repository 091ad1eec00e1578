"""A firm that asks: what it gives, and the ways to its page."""

from __future__ import annotations

import re

from django.core import mail

from renkei.matching.models import Need

FIRM = "架空水産"
CLEAR = "たらの冷凍すり身1トンで解凍後に離水が15%出る。来年3月までに5%以下にする方法を探している。添加物は増やさない。"
GIVEN = {
    "problem": CLEAR,
    "company_name": FIRM,
    "contact_name": "見本 太郎",
    "contact_email": "taro@gyogyo.example.jp",
    "wished_confidence": "office",
}


def new_need():
    return Need.objects.get(company_name=FIRM)


def link_in(letter):
    return re.search(r"https?://[^/\s]+(/(?:ja|en)/needs/(?:confirm|follow)/\S+)", letter.body).group(1)


def confirmed(client, sends, language="ja", **values):
    """Ask and confirm; return the address of the firm's page."""
    assert sends(client, f"/{language}/needs/ask/", GIVEN | values).status_code == 302
    answer = sends(client, link_in(mail.outbox[-1]))
    assert answer.status_code == 302
    return answer.headers["Location"].partition("?")[0]
