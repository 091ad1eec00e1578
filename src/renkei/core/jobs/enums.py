from django.db import models

from renkei.core.ui.text import bi


class LongJobState(models.TextChoices):
    WAITING = "waiting", bi("順番を待っている", "Waiting")
    RUNNING = "running", bi("進行中", "Running")
    DONE = "done", bi("終わった", "Done")
    ENDED = "ended", bi("途中で止めた", "Ended early")
    FAILED = "failed", bi("失敗した", "Failed")


UNFINISHED = (LongJobState.WAITING, LongJobState.RUNNING)
