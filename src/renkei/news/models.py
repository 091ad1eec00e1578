from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi


@remembered()
class NewsItem(Record):
    """What the office announces on a day; publication says from when to when it is shown."""

    title = LocalisedField(bi("表題", "Title"))
    day = models.DateField(bi("日付", "Date"), db_index=True)
    text = LocalisedField(bi("本文", "Text"), blank=True, long=True)

    class Meta:
        verbose_name = bi("お知らせ", "News")
        verbose_name_plural = bi("お知らせ", "News")
