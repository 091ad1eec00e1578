from django.db import models

from renkei.core.ui.text import bi


class RoundState(models.TextChoices):
    DRAFT = "draft", bi("準備中", "Draft")
    OPEN = "open", bi("回答受付中", "Open")
    CLOSED = "closed", bi("締め切り", "Closed")
    LOCKED = "locked", bi("確定", "Locked")


class QuestionState(models.TextChoices):
    ASKED = "asked", bi("未回答", "Not answered")
    ANSWERED = "answered", bi("確認待ち", "To be checked")
    RETURNED = "returned", bi("差し戻し", "Returned")
    APPROVED = "approved", bi("承認済み", "Approved")
