"""The index: what of a record can be searched, kept by the database itself."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, JSONField

from renkei.core.publication.models import Confided
from renkei.core.records.models import Record


class EntryText(JSONField):
    """A text as it is shown: by language, or a plain one."""


class SearchEntry(Confided, Record):
    """One record as it can be searched.

    It bears the columns that every record bears and those of what is confided, so that whatever decides who sees a
    record decides who sees its entry. What is read to find stands before what is shown: many thousand are read in a
    search, twenty are shown. No programme writes here: triggers on the records' tables do (`triggers.py`),
    however a record is written.
    """

    pk = models.CompositePrimaryKey("kind", "slug")
    kind = models.CharField(max_length=100)
    slug = models.CharField(max_length=100)
    key = models.TextField()
    tokens = ArrayField(models.TextField(), default=list)
    latest = models.SmallIntegerField(null=True)
    title_key = models.TextField()
    title = EntryText(null=True)
    texts = EntryText(default=dict)

    class Meta:
        verbose_name = "search entry"


class Grams(Func):
    """What of an entry stands in the index: every letter, every pair of letters, and its years and days."""

    function = "renkei_search_grams"
    output_field = ArrayField(models.TextField())

    def __init__(self) -> None:
        super().__init__("key", "tokens")


class Titles(Func):
    """The names of an entry, one for each language: what is asked by its whole name is found at once."""

    function = "renkei_search_titles"
    output_field = ArrayField(models.TextField())

    def __init__(self) -> None:
        super().__init__("title_key")
