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


class EditionState(models.TextChoices):
    DRAFT = "draft", bi("下書き", "Draft")
    CHECKING = "checking", bi("確認中", "In check")
    AGREED = "agreed", bi("合意済み", "Agreed")
    PUBLISHED = "published", bi("公表", "Published")
    CORRECTED = "corrected", bi("訂正済み（後の版あり）", "Corrected by a later edition")
    WITHDRAWN = "withdrawn", bi("公表の取り下げ", "Publication withdrawn")
    DISCARDED = "discarded", bi("取りやめ", "Given up")


class Answer(models.TextChoices):
    AGREES = "agrees", bi("異議なし", "Agrees")
    REMARKS = "remarks", bi("意見あり", "With remarks")


class Role(models.TextChoices):
    """What a part of a frozen edition is."""

    ABOUT = "about", bi("版の記載", "About the edition")
    TEXT = "text", bi("本文", "Text")
    FIGURES = "figures", bi("数値と根拠", "Figures and evidence")
    DOCUMENTS = "documents", bi("資料", "Documents")
    CHANGES = "changes", bi("前の版からの変更", "Changes since the edition before")
    NAME = "name", bi("人の名前", "Name of a person")
    PHOTOGRAPH = "photograph", bi("写真", "Photograph")
    RENDERING = "rendering", bi("体裁を整えたファイル", "Typeset file")


class Cause(models.TextChoices):
    """Why a part was removed."""

    CONSENT = "consent", bi("同意の撤回", "Consent withdrawn")
    ERASURE = "erasure", bi("個人情報の消去", "Erasure of personal data")


class Level(models.TextChoices):
    ERROR = "error", bi("誤り", "Error")
    WARNING = "warning", bi("注意", "Warning")


class Need(models.TextChoices):
    """What is still to be done about a sentence of a draft; the order is that of urgency."""

    OPEN = "open", bi("要記入の箇所", "Place to be filled in")
    REFERENCE = "reference", bi("会議・行事・協定を確かめる", "Check meeting, event or agreement")
    STATE = "state", bi("実施したか未記入", "Done or not: not stated")
    TYPED = "typed", bi("打ち込まれた年", "Year typed in")
    UNCHANGED = "unchanged", bi("去年のまま", "Unchanged since last year")
    TRANSLATION = "translation", bi("訳がない", "Translation missing")
    BEHIND = "behind", bi("訳が直っていない", "Translation not brought up to date")
    INTERNAL = "internal", bi("非公開", "Not public")


class Sort(models.TextChoices):
    """How a number of one edition differs from that of another; in the order in which they are told."""

    CHANGED = "changed", bi("変わった数字", "Changed")
    RESTATED = "restated", bi("同じ年度の値の改訂", "Restated for the same year")
    REDEFINED = "redefined", bi("定義が変わった数字", "Redefined")
    OTHER_BASIS = "other_basis", bi("基準が変わった数字", "On another basis")
    OTHER_PUBLISHER = "other_publisher", bi("公表者が変わった数字", "Of another publisher")
    NEW = "new", bi("新しい数字", "New")
    DROPPED = "dropped", bi("なくなった数字", "Dropped")
    SUM = "sum", bi("内訳と合わない合計", "Sums that do not add up")
