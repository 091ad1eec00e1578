from django.db import models

from renkei.core.ui.text import bi


class Basis(models.TextChoices):
    """At which stage an amount was fixed; the order is that of growing finality."""

    BUDGET_NOT_STATED = "budget_stage_not_stated", bi("予算額（段階の記載なし）", "Budget, stage not stated")
    BUDGET_INITIAL = "budget_initial", bi("当初予算", "Initial budget")
    BUDGET_SUPPLEMENTARY = "budget_supplementary", bi("補正予算", "Supplementary budget")
    BUDGET_REVISED = "budget_revised", bi("最終予算", "Revised budget")
    ACTUAL_NOT_STATED = "actual_stage_not_stated", bi("実績額（段階の記載なし）", "Actual, stage not stated")
    ACTUAL_PRELIMINARY = "actual_preliminary", bi("実績額（速報）", "Actual, preliminary")
    ACTUAL_FINAL = "actual_final", bi("実績額（確定）", "Actual, final")
    ACTUAL_APPROVED = "actual_approved", bi("実績額（認定）", "Actual, approved")


class Side(models.TextChoices):
    RESULTS = "results", bi("実績", "Results")
    PLAN = "plan", bi("取組・予定", "Plan")


class ItemKind(models.TextChoices):
    ACTIVITY = "activity", bi("取組", "Activity")
    MEETING = "meeting", bi("会議", "Meeting")
    INDICATOR = "indicator", bi("数字", "Figure")
    AGREEMENT = "agreement", bi("協定", "Agreement")
    EVENT = "event", bi("行事", "Event")
    SCOPE = "scope", bi("対象分野", "Scope")
    PICTURE = "picture", bi("写真", "Photograph")


class ItemState(models.TextChoices):
    DONE = "done", bi("実施済み", "Done")
    UNDERTAKEN = "undertaken", bi("取り組み中", "Undertaken")
    PLANNED = "planned", bi("予定", "Planned")
    NOT_STATED = "not_stated", bi("記載なし", "Not stated")


class Grade(models.TextChoices):
    """The order is that of growing worry."""

    HIGH = "high", bi("高い", "High")
    MEDIUM = "medium", bi("ふつう", "Medium")
    LOW = "low", bi("低い", "Low")


class Course(models.TextChoices):
    EXPAND = "expand", bi("拡充", "Expand")
    CONTINUE = "continue", bi("継続", "Continue")
    REDUCE = "reduce", bi("縮小", "Reduce")
    ABOLISH = "abolish", bi("廃止", "Abolish")


class IndicatorRole(models.TextChoices):
    ACTIVITY = "activity", bi("活動指標", "Activity")
    OUTCOME = "outcome", bi("成果指標", "Outcome")
