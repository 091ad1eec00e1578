"""Words of reports."""

from __future__ import annotations

from django.db import models

from renkei.core.ui.text import bi


class YearStyle(models.TextChoices):
    """How English texts call a year; Japanese ones always say 年度."""

    FISCAL = "FY", bi("会計年度（FY2017）", "Fiscal year (FY2017)")
    ACADEMIC = "AY", bi("学事年度（AY2022）", "Academic year (AY2022)")


class SectionYear(models.TextChoices):
    """Which year a section tells of, seen from the report's own."""

    LAST = "last", bi("前の年度", "The year before")
    THIS = "this", bi("報告の年度", "The report's year")
    NEXT = "next", bi("次の年度", "The year after")
