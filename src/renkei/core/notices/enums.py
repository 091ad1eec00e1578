from django.db import models

from renkei.core.ui.text import bi


class NoticeState(models.TextChoices):
    QUEUED = "queued", bi("送信待ち", "Waiting")
    SENT = "sent", bi("送信済み", "Sent")
    FAILED = "failed", bi("送れなかった", "Not delivered")
    DROPPED = "dropped", bi("送らなかった", "Not sent")


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", bi("そのつど", "At once")
    DAILY = "daily", bi("毎日（平日の朝）", "Daily, on working days")
    WEEKLY = "weekly", bi("毎週（週の最初の平日の朝）", "Weekly, on the first working day")
    NONE = "none", bi("送らない", "None")
