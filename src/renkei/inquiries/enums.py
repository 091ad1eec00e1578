from django.db import models

from renkei.core.ui.text import bi


class InquiryState(models.TextChoices):
    OPEN = "open", bi("回答待ち", "Waits for an answer")
    ANSWERED = "answered", bi("回答済み", "Answered")
    CLOSED = "closed", bi("終了", "Closed")


class ClosingReason(models.TextChoices):
    SETTLED = "settled", bi("回答して済んだ", "Answered and settled")
    ELSEWHERE = "elsewhere", bi("ほかの機関を案内した", "Referred to somebody else")
    QUIET = "quiet", bi("回答のあと連絡がなかった", "Nothing more was heard after the answer")
    BY_ASKER = "by_asker", bi("問い合わせた人が終えた", "Ended by who asked")
    NO_INQUIRY = "no_inquiry", bi("問い合わせではない（広告・いたずら）", "No inquiry (advertising, abuse)")


class MessageFrom(models.TextChoices):
    ASKER = "asker", bi("問い合わせた人", "Who asked")
    OFFICE = "office", bi("窓口", "The office")
    NOTE = "note", bi("内部のメモ", "Internal note")
    PASSED = "passed", bi("引き継ぎ", "Handed over")
