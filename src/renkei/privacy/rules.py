"""Days and thresholds of the law, as data. Whoever runs a cluster checks them against the law in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from renkei.kernel.localised import Localised

PUBLIC_HOLDERS = frozenset({"prefecture", "municipality", "public_institute", "ministry"})
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Parameter:
    """A number of the law: what it is, its value, and where it is said."""

    meaning: Localised
    value: int
    source: str


_COMMISSION = (
    "個人情報保護委員会「漏えい等の対応とお役立ち資料」 https://www.ppc.go.jp/personalinfo/legal/leakAction/"
)
_GUIDE = "https://www.businesslawyers.jp/practices/1433"
_LAW = "個人情報の保護に関する法律 第83条・第94条・第102条（要確認）"

PARAMETERS = {
    "decision_days": Parameter(
        Localised.both(
            "開示・訂正・利用停止の決定までの日数（行政機関等）",
            "Days until a decision on disclosure, correction or suspension (administrative bodies)",
        ),
        30,
        _LAW,
    ),
    "extension_days": Parameter(
        Localised.both("決定の期限を延ばせる日数", "Days by which the decision may be put off"), 30, _LAW
    ),
    "private_days": Parameter(
        Localised.both(
            "同（民間・大学：「遅滞なく」の目安としてこの事務局が決めた日数）",
            "The same for others: the office's own measure of “without delay”",
        ),
        14,
        "法に日数はない / the law names no number",
    ),
    "public_threshold": Parameter(
        Localised.both(
            "報告が要る人数（行政機関等：これを超えるとき）",
            "Persons above which a breach is reported (administrative bodies)",
        ),
        100,
        _COMMISSION,
    ),
    "private_threshold": Parameter(
        Localised.both(
            "報告が要る人数（その他：これを超えるとき）", "Persons above which a breach is reported (others)"
        ),
        1000,
        _COMMISSION,
    ),
    "preliminary_days": Parameter(
        Localised.both("速報までの日数（おおむね3〜5日）", "Days until the preliminary report (3 to 5)"),
        5,
        _GUIDE,
    ),
    "final_days": Parameter(Localised.both("確報までの日数", "Days until the final report"), 30, _GUIDE),
    "final_days_malice": Parameter(
        Localised.both("同（不正の目的のおそれがあるとき）", "The same where malice is suspected"), 60, _GUIDE
    ),
    "reading_months": Parameter(
        Localised.both("閲覧の記録を残す月数（1年以上）", "Months the reading log is kept (a year or more)"),
        36,
        "総務省 地方公共団体における情報セキュリティポリシーに関するガイドライン",
    ),
}


def value(name: str) -> int:
    return PARAMETERS[name].value


def case_due(received: dt.date, holder_kind: str, *, extended: bool = False) -> dt.date:
    """Return the last day for a decision on a request, counted from the day after it came."""
    days = value("decision_days" if holder_kind in PUBLIC_HOLDERS else "private_days")
    return received + DAY * (days + (value("extension_days") if extended else 0))


def threshold(holder_kind: str) -> int:
    """Return the number of persons above which this holder reports a breach."""
    return value("public_threshold" if holder_kind in PUBLIC_HOLDERS else "private_threshold")


def must_report(
    holder_kind: str, persons: int, *, sensitive: bool, property_damage: bool, malice: bool
) -> bool:
    """Say whether a holder reports a breach: always where it is grave, else by the number of persons.

    Each holder counts its own persons: one installation keeps the data of several.
    """
    grave = sensitive or property_damage or malice
    return persons > 0 and (grave or persons > threshold(holder_kind))


def preliminary_due(known: dt.date) -> dt.date:
    return known + DAY * value("preliminary_days")


def final_due(known: dt.date, *, malice: bool) -> dt.date:
    return known + DAY * value("final_days_malice" if malice else "final_days")


def months_before(at: dt.datetime, months: int) -> dt.datetime:
    """Return the moment so many months before; the last day of a shorter month."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return at.replace(year=year, month=month + 1)
