from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.ui.text import bi


@remembered()
class Decision(models.Model):
    """Somebody put a failed job back into the queue. The jobs themselves are the queue's own rows."""

    job = models.BigIntegerField(bi("仕事の番号", "Number of the job"))
    task = models.CharField(bi("仕事", "Task"), max_length=128)
    decided_at = models.DateTimeField(bi("決めた日時", "Decided"))

    class Meta:
        verbose_name = bi("仕事のやり直し", "Retry of a job")
        verbose_name_plural = bi("仕事のやり直し", "Retries of jobs")

    def __str__(self) -> str:
        return f"{self.task} {self.job}"
