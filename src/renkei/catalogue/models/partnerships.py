from __future__ import annotations

from django.db import models

from renkei.agreements.models import Agreement
from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.records.fields import FiscalYearField, LocalisedField, PeriodField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation, Unit


@remembered()
class Category(Record):
    """A category of community and regional affairs, as its publisher words it."""

    title = LocalisedField(bi("名称", "Title"))
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("社会地域連携区分", "Category")
        verbose_name_plural = bi("社会地域連携区分", "Categories")


@remembered()
class Partnership(Record):
    title = LocalisedField(bi("名称", "Title"))
    lead = LocalisedField(bi("ひとことで", "In one sentence"), blank=True, long=True)
    period = PeriodField(bi("実施期間", "Implementation period"))
    publisher = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("公表者", "Publisher"), related_name="partnerships"
    )
    contact = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("担当", "Person in charge"),
        null=True,
        blank=True,
        related_name="+",
    )
    second_contact = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("担当（併記）", "Person in charge, second"),
        null=True,
        blank=True,
        related_name="+",
    )
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("資料", "Document"),
        null=True,
        blank=True,
        related_name="partnerships",
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("連携の取組", "Partnership")
        verbose_name_plural = bi("連携の取組", "Partnerships")


@remembered()
class PartnershipRegion(Record):
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, verbose_name=bi("連携の取組", "Partnership"), related_name="regions"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("対象地域の自治体", "Local government of the region"),
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("対象地域", "Applicable region")
        verbose_name_plural = bi("対象地域", "Applicable regions")


@remembered()
class PartnershipCategory(Record):
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, verbose_name=bi("連携の取組", "Partnership"), related_name="categories"
    )
    category = models.ForeignKey(
        Category, models.PROTECT, verbose_name=bi("社会地域連携区分", "Category"), related_name="partnerships"
    )

    class Meta:
        verbose_name = bi("取組の区分", "Category of a partnership")
        verbose_name_plural = bi("取組の区分", "Categories of partnerships")


@remembered()
class PartnershipLink(Record):
    """A related agreement or page: to an agreement held here, or only the words the publisher prints."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, verbose_name=bi("連携の取組", "Partnership"), related_name="links"
    )
    label = LocalisedField(bi("表示", "Label"))
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        verbose_name=bi("協定", "Agreement"),
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.URLField(bi("リンク先", "Address"), blank=True)
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("関連協定等", "Related agreement or page")
        verbose_name_plural = bi("関連協定等", "Related agreements and pages")


@remembered()
class PartnershipText(Record):
    """One paragraph of a partnership's text for an academic year; figures stand as placeholders."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, verbose_name=bi("連携の取組", "Partnership"), related_name="texts"
    )
    academic_year = FiscalYearField(bi("年度", "Academic year"), db_index=True)
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)
    text = LocalisedField(
        bi("本文", "Text"),
        long=True,
        help_text=bi("[[figure:符号]] を差し込める", "may hold [[figure:code]]"),
    )
    place = LocalisedField(bi("資料の中の場所", "Place in the document"), blank=True)

    class Meta:
        verbose_name = bi("本文の段落", "Paragraph of the text")
        verbose_name_plural = bi("本文の段落", "Paragraphs of the text")
