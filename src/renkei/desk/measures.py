"""The quality of matching over time: a table of what was measured, and lines over the months."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from renkei.core.ui import parts
from renkei.core.ui.points import Point, month_number
from renkei.core.ui.text import bi
from renkei.kernel.periods import PartialDate
from renkei.matching.enums import RejectionReason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from renkei.core.ui.parts import Words
    from renkei.matching.models import QualityMeasure

CHANGED = bi(
    "点線は、測らなかった月があるか、照合の版が変わったところです。",
    "A dotted line stands where a month was not measured, or where the version of the engine changed.",
)
SHARE = bi("%", "%")


def measures_table(kept: Sequence[QualityMeasure]) -> parts.Table:
    """Return what was kept, the latest first."""
    return parts.Table(
        identifier="measures",
        caption=bi("月と版ごとに測った質", "Quality by month and version"),
        columns=[
            parts.Column(bi("月", "Month"), row_head=True),
            parts.Column(bi("合いそう（候補のうち）", "Fits, of suggestions judged"), numeric=True),
            parts.Column(bi("合わない", "Does not fit"), numeric=True),
            parts.Column(bi("最も多い理由", "Most usual reason")),
            parts.Column(bi("上位5件に入ったニーズ", "Needs found in the first five"), numeric=True),
            parts.Column(bi("nDCG@10", "nDCG@10"), numeric=True),
            parts.Column(bi("「ない」が正しい", "“Nothing fits”, rightly"), numeric=True),
            parts.Column(bi("「ない」が誤り", "“Nothing fits”, wrongly"), numeric=True),
            parts.Column(bi("照合の版", "Version")),
            parts.Column(bi("測った日時", "Measured at")),
        ],
        rows=[_row(each) for each in kept],
        empty=parts.Empty(
            bi("まだ測っていません", "Nothing has been measured yet"),
            bi(
                "判断があれば、毎日ひとりでに測ります。「いま測る」でも測れます。",
                "Where there are judgements it is measured every day, or at once by “Measure now”.",
            ),
        ),
    )


def _row(each: QualityMeasure) -> list[parts.Cell]:
    suggested = each.accepted - each.own
    return [
        parts.Cell(PartialDate(each.month.year, each.month.month), "day"),
        parts.Cell(f"{suggested} / {suggested + each.rejected}", "ordinal"),
        parts.Cell(each.rejected, "ordinal"),
        parts.Cell(_usual(each.reasons)),
        parts.Cell(f"{each.found_five} / {each.needs}", "ordinal"),
        parts.Cell(None if each.ndcg is None else f"{each.ndcg:.3f}", "ordinal"),
        parts.Cell(f"{each.without_found} / {each.without}", "ordinal"),
        parts.Cell(f"{each.missed} / {each.needs}", "ordinal"),
        parts.Cell(each.version, "contact"),
        parts.Cell(each.measured_at, "moment"),
    ]


def _usual(reasons: dict[str, int]) -> Words:
    known = {reason: count for reason, count in reasons.items() if reason in RejectionReason.values}
    if not known:
        return ""
    return RejectionReason(max(sorted(known), key=lambda reason: known[reason])).label


def charts_of(kept: Sequence[QualityMeasure]) -> list[parts.ChartView]:
    """Return lines over months, each month by its last measure; none where there are fewer than two months."""
    by_month = {each.month: each for each in reversed(kept)}
    ordered = [by_month[month] for month in sorted(by_month)]
    if len(ordered) < 2:  # noqa: PLR2004 - a line has two ends
        return []
    return [
        _chart(
            "found-share",
            bi("合うシーズが上位5件に入ったニーズ", "Needs with a fitting seed in the first five"),
            ordered,
            lambda each: each.found_share,
        ),
        _chart("ndcg", bi("nDCG@10", "nDCG@10"), ordered, lambda each: each.ndcg),
        _chart(
            "accepted-share",
            bi("判断した候補のうち合いそうなもの", "Fitting ones among the suggestions judged"),
            ordered,
            lambda each: each.accepted_share,
        ),
    ]


def _chart(
    identifier: str,
    title: Words,
    ordered: Sequence[QualityMeasure],
    value: Callable[[QualityMeasure], float | None],
) -> parts.ChartView:
    rows = []
    before = ""
    for each in ordered:
        share = value(each)
        number = None if share is None else round(Decimal(100) * Decimal(share), 1)
        place = month_number(each.month.year, each.month.month)
        rows.append(Point(place, number, joined=each.version == before))
        before = each.version
    return parts.ChartView(identifier, title, SHARE, rows, "line", span="month", gaps=CHANGED)
