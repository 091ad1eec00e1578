from django.db import models

from renkei.core.ui.text import bi
from renkei.kernel.periods import YearCalendar


class YearKind(models.TextChoices):
    CALENDAR = "calendar", bi("暦年", "Calendar year")
    FISCAL = "fiscal", bi("年度", "Fiscal year")
    NOT_STATED = "not_stated", bi("暦年か年度か記載なし", "Calendar or fiscal year not stated")
    EXACT = "exact", bi("日または月", "Day or month")

    @property
    def calendar(self) -> YearCalendar:
        """What a year alone means; a day or a month means itself."""
        return YearCalendar.CALENDAR if self is YearKind.EXACT else YearCalendar(self.value)


class ValueState(models.TextChoices):
    EXACT = "exact", bi("確かな値", "Exact")
    ABOUT = "about", bi("約", "About")
    NOT_YET_KNOWN = "not_yet_known", bi("未確定", "Not yet known")
    NOT_STATED = "not_stated", bi("数の記載なし", "No number stated")
    NOT_APPLICABLE = "not_applicable", bi("該当なし", "Not applicable")


class Basis(models.TextChoices):
    STATED = "stated", bi("資料に記された値", "As stated")
    RESULT = "result", bi("実績", "Result")
    ADOPTED = "adopted", bi("採択", "Adopted")
    PLANNED = "planned", bi("予定", "Planned")


class Direction(models.TextChoices):
    UP = "up", bi("増やす", "Up")
    DOWN = "down", bi("減らす", "Down")
    KEEP = "keep", bi("保つ", "Keep")


class Printed(models.TextChoices):
    STATED = "stated", bi("資料の値", "The stated value")
    COMPUTED = "computed", bi("記録から計算した値", "The computed value")
