from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.catalogue.models import Partnership
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import FiscalYearField, LocalisedField, PartialDateField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation, Unit
from renkei.events.enums import OrganiserRole
from renkei.indicators.models import Indicator, Milestone
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import ends_before_it_begins

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
class EventSeries(Record):
    """An event that comes again: a summit, a lecture series."""

    title = LocalisedField(bi("名称", "Title"))
    description = LocalisedField(bi("内容", "What it is"), blank=True, long=True)
    target = LocalisedField(bi("対象", "For whom"), blank=True)
    for_students = models.BooleanField(
        bi("生徒・学生が参加できる", "Open to students"),
        default=False,
        help_text=bi("人材育成の頁にも載る", "It is also shown among the programmes for students"),
    )
    start = models.ForeignKey(
        Milestone,
        models.PROTECT,
        verbose_name=bi("始まり", "How it began"),
        null=True,
        blank=True,
        related_name="+",
        help_text=bi("始まりを記した年表の項目", "The milestone that tells when it began"),
    )
    contact = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("問い合わせ先", "Whom to ask"),
        null=True,
        blank=True,
        related_name="+",
        help_text=bi("空欄は記載なし", "Empty: not stated"),
    )
    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        verbose_name=bi("連携の取組", "Partnership"),
        null=True,
        blank=True,
        related_name="event_series",
        help_text=bi("この行事を紹介する取組", "The partnership that it is part of"),
    )
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("毎年などの行事", "Event series")
        verbose_name_plural = bi("毎年などの行事", "Event series")


@remembered()
class Event(Record):
    """One event, or one edition of a series. Its days stand here or at the milestone it names, never at both."""

    series = models.ForeignKey(
        EventSeries,
        models.PROTECT,
        verbose_name=bi("毎年などの行事", "Event series"),
        null=True,
        blank=True,
        related_name="editions",
    )
    title = LocalisedField(bi("名称", "Title"))
    number = models.PositiveSmallIntegerField(
        bi("第何回", "Edition number"),
        null=True,
        blank=True,
        help_text=bi("空欄は記載なし", "Empty: not stated"),
    )
    fiscal_year = FiscalYearField(bi("年度", "Fiscal year"), db_index=True)
    opens = PartialDateField(
        bi("初日", "First day"), blank=True, help_text=bi("空欄は記載なし", "Empty: not stated")
    )
    closes = PartialDateField(bi("最終日", "Last day"), blank=True)
    milestone = models.ForeignKey(
        Milestone,
        models.PROTECT,
        verbose_name=bi("年表の項目", "Milestone"),
        null=True,
        blank=True,
        related_name="held_events",
        help_text=bi(
            "会期が年表に記されているとき。初日と最終日は空欄にする",
            "Where a milestone tells the days; first and last day then stay empty",
        ),
    )
    venue = LocalisedField(
        bi("開催地", "Venue"), blank=True, help_text=bi("空欄は記載なし", "Empty: not stated")
    )
    description = LocalisedField(bi("内容", "What happens"), blank=True, long=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=bi("資料", "Document"), null=True, blank=True, related_name="+"
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("行事", "Event")
        verbose_name_plural = bi("行事", "Events")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        if self.milestone_id and (self.opens or self.closes):
            expected = Localised.both(
                "空欄（会期は年表の項目にある）", "empty (the milestone tells the days)"
            )
            yield "opens", RuleBroken("event.days_twice", expected)
        if self.closes and (not self.opens or ends_before_it_begins(self.opens, self.closes)):
            expected = Localised.both("初日と、それ以後の最終日", "a first day and a last day not before it")
            yield "closes", RuleBroken("event.closes_before_it_opens", expected)


@remembered()
class EventOrganiser(Record):
    event = models.ForeignKey(
        Event, models.PROTECT, verbose_name=bi("行事", "Event"), related_name="organisers"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("組織", "Organisation"), related_name="organised_events"
    )
    role = models.CharField(
        bi("役割", "Role"), max_length=10, choices=OrganiserRole.choices, default=OrganiserRole.HOST
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("行事の主催者", "Organiser of an event")
        verbose_name_plural = bi("行事の主催者", "Organisers of events")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation", "role"],
                name="event_organiser_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


@remembered()
class EventFigure(Record):
    """A number of an event: the indicator whose value in the event's fiscal year tells it."""

    event = models.ForeignKey(Event, models.PROTECT, verbose_name=bi("行事", "Event"), related_name="figures")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=bi("指標", "Indicator"), related_name="event_figures"
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("行事の数字", "Figure of an event")
        verbose_name_plural = bi("行事の数字", "Figures of events")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "indicator"],
                name="event_figure_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
