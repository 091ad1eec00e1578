from __future__ import annotations

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.governance.enums import MeetingState
from renkei.governance.models.bodies import Body


@remembered()
class Meeting(Record):
    body = models.ForeignKey(Body, models.PROTECT, verbose_name=bi("会議体", "Body"), related_name="meetings")
    held_on = models.DateField(bi("開催日", "Held on"), db_index=True)
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=MeetingState.choices, default=MeetingState.HELD
    )
    title = LocalisedField(bi("名称", "Title"), blank=True)
    venue = LocalisedField(bi("場所", "Venue"), blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("資料", "Document"),
        null=True,
        blank=True,
        related_name="meetings",
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("会議", "Meeting")
        verbose_name_plural = bi("会議", "Meetings")
        indexes = [
            models.Index("body", models.F("held_on").desc(), "slug", name="meeting_latest_of_body"),
            models.Index(
                fields=["held_on"],
                condition=models.Q(state=MeetingState.PLANNED.value),
                name="meeting_planned",
            ),
        ]

    def meeting_name(self) -> object:
        """Return the meeting's own title, or its body's name."""
        return self.title or self.body.name
