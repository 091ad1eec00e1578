from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from renkei.agreements.models import Agreement
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, PeriodField
from renkei.core.records.models import Record
from renkei.core.records.rules import exactly_one
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation, Person, Post, Unit
from renkei.governance.enums import LegalType, SeatRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.kernel.errors import RuleBroken


@remembered()
class Body(Record):
    """A council, committee or other body that meets."""

    name = LocalisedField(bi("名称", "Name"))
    short_name = LocalisedField(bi("略称", "Short name"), blank=True)
    legal_type = models.CharField(bi("種別", "Legal type"), max_length=30, choices=LegalType.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=bi("親の会議体", "Body it belongs to"),
        null=True,
        blank=True,
        related_name="children",
    )
    existence = PeriodField(bi("存続期間", "Existence"), blank=True)
    charter = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("設置要綱", "Charter"),
        null=True,
        blank=True,
        related_name="+",
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        verbose_name=bi("根拠となる協定", "Agreement it rests on"),
        null=True,
        blank=True,
        related_name="bodies",
    )
    purpose = LocalisedField(bi("目的", "Purpose"), blank=True, long=True)
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("資料", "Document"),
        null=True,
        blank=True,
        related_name="bodies",
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("会議体", "Body")
        verbose_name_plural = bi("会議体", "Bodies")


@remembered()
class Mandate(Record):
    body = models.ForeignKey(Body, models.PROTECT, verbose_name=bi("会議体", "Body"), related_name="mandates")
    text = LocalisedField(bi("所掌事務", "Mandate"))
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("所掌事務", "Mandate")
        verbose_name_plural = bi("所掌事務", "Mandates")


@remembered()
class Seat(Record):
    """A seat in a body, held by a post, a person, an organisation or a unit in a period."""

    body = models.ForeignKey(Body, models.PROTECT, verbose_name=bi("会議体", "Body"), related_name="seats")
    role = models.CharField(bi("役割", "Role"), max_length=20, choices=SeatRole.choices)
    title = LocalisedField(bi("役名", "Title of the seat"), blank=True)
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=bi("職", "Post"), null=True, blank=True, related_name="seats"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=bi("人", "Person"), null=True, blank=True, related_name="seats"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("組織", "Organisation"),
        null=True,
        blank=True,
        related_name="seats",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=bi("部署", "Unit"), null=True, blank=True, related_name="seats"
    )
    period = PeriodField(bi("期間", "Period"), blank=True)
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("席", "Seat")
        verbose_name_plural = bi("席", "Seats")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    post__isnull=False, person__isnull=True, organisation__isnull=True, unit__isnull=True
                )
                | Q(post__isnull=True, person__isnull=False, organisation__isnull=True, unit__isnull=True)
                | Q(post__isnull=True, person__isnull=True, organisation__isnull=False, unit__isnull=True)
                | Q(post__isnull=True, person__isnull=True, organisation__isnull=True, unit__isnull=False),
                name="seat_has_one_holder",
            )
        ]

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from exactly_one(self, ("post", "person", "organisation", "unit"))


@remembered()
class ConstituentGroup(Record):
    """A group of members named only as a group (people from universities, support organisations)."""

    body = models.ForeignKey(Body, models.PROTECT, verbose_name=bi("会議体", "Body"), related_name="groups")
    name = LocalisedField(bi("名称", "Name"))
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("構成団体の区分", "Constituent group")
        verbose_name_plural = bi("構成団体の区分", "Constituent groups")
