from django.db import models

from renkei.core.ui.text import bi


class FigureKind(models.TextChoices):
    FLOW = "flow", bi("期間中の数", "During the period")
    STOCK = "stock", bi("時点の数", "As of a date")
    CUMULATIVE = "cumulative", bi("累計", "Cumulative")
