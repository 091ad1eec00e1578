"""Fictional tables and charts for the component page."""

from datetime import date
from decimal import Decimal

from renkei.core.ui import parts
from renkei.core.ui.points import Point
from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised

both = Localised.both
HERE = "#evidence"


def _rows() -> list[list[parts.Cell]]:
    return [
        [
            parts.Cell(
                both("見本食品株式会社", "Mihon Foods"), url="#r1", under=both("県央", "central area")
            ),
            parts.Cell(date(2022, 7, 28), "day"),
            parts.Cell(parts.StateView(bi("期限超過", "Overdue"), "late"), "state"),
            parts.Cell((40_373_000, "40,373", HERE), "money"),
            parts.Cell(12, "number"),
        ],
        [
            parts.Cell(Localised({"ja": "見本酒造（英語名なし）"}), url="#r2"),
            parts.Cell(date(2019, 5, 1), "day"),
            parts.Cell(parts.StateView(bi("受付", "Received"), "info"), "state"),
            parts.Cell((-8_991_000, "△8,991", HERE), "money"),
            parts.Cell(None, "missing"),
        ],
        [
            parts.Cell(both("見本農園", "Mihon Farm"), url="#r3"),
            parts.Cell(None, "day"),
            parts.Cell(parts.StateView(bi("公開中", "Published"), "good"), "state"),
            parts.Cell((0, "0", HERE), "money"),
            parts.Cell(0, "number"),
        ],
    ]


def _columns() -> list[parts.Column]:
    return [
        parts.Column(bi("名称", "Name"), sort_url="?sort=name", sorted="ascending", row_head=True),
        parts.Column(bi("受付日", "Received"), sort_url="?sort=-received", tight=True),
        parts.Column(bi("状態", "State"), tight=True),
        parts.Column(
            bi("金額", "Amount"), numeric=True, unit=bi("千円", "thousand yen"), sort_url="?sort=amount"
        ),
        parts.Column(bi("訪問", "Visits"), numeric=True, unit=bi("回", "times")),
    ]


def full_table() -> parts.Table:
    footer = [
        parts.Cell(bi("合計", "Total")),
        parts.Cell("―"),
        parts.Cell("―"),
        parts.Cell((31_382_000, "31,382", HERE), "money"),
        parts.Cell(12, "number"),
    ]
    return parts.Table(
        identifier="companies",
        caption=bi("企業の一覧", "Companies"),
        columns=_columns(),
        rows=_rows(),
        footer=footer,
        chips=[
            parts.Chip(bi("区分：企業", "Kind: company"), "?"),
            parts.Chip(bi("年度：令和4年度", "Fiscal year: FY2022"), "?"),
        ],
        clear_url="?",
        total=1043,
        first=51,
        pager=parts.Pager(
            links=[
                parts.PageLink(1, "?page=1"),
                parts.PageLink(2, "?page=2", current=True),
                parts.PageLink(3, "?page=3"),
                parts.PageLink(None),
                parts.PageLink(348, "?page=348"),
            ],
            previous_url="?page=1",
            next_url="?page=3",
        ),
        downloads=[
            parts.Link(bi("Excel で保存", "Excel"), "#xlsx"),
            parts.Link(bi("CSV で保存", "CSV"), "#csv"),
        ],
        note=bi("表示単位未満を四捨五入しています。", "Rounded to the display unit."),
        density=True,
    )


def wide_table() -> parts.Table:
    years = list(range(2010, 2024))
    columns = [parts.Column(bi("柱", "Pillar"), row_head=True, tight=True)]
    columns += [parts.Column(Localised.both(f"{year}年度", f"FY{year}"), numeric=True) for year in years]
    rows = [
        [parts.Cell(both(f"柱 {place}", f"Pillar {place}"))]
        + [parts.Cell((year * 1000 * place, f"{year * place:,}", HERE), "money") for year in years]
        for place in (1, 2, 3)
    ]
    return parts.Table(
        "wide",
        bi("横に長い表（この枠の中で動きます）", "A wide table (scrolls in its own frame)"),
        columns,
        rows,
    )


def empty_table() -> parts.Table:
    return parts.Table(
        "nothing",
        bi("会議の一覧", "Meetings"),
        _columns(),
        [],
        chips=[parts.Chip(bi("年度：令和5年度", "Fiscal year: FY2023"), "?")],
        clear_url="?",
        empty=parts.Empty(
            bi("この条件に合う会議はありません", "No meeting matches"),
            bi("絞り込みを外すか、新しく登録してください。", "Remove a filter, or record a new one."),
            [
                parts.Link(bi("会議を登録する", "Record a meeting"), "#new", main=True),
                parts.Link(bi("絞り込みを外す", "Remove filters"), "?"),
            ],
        ),
    )


def _points(values: list[int | None], broken_at: int) -> list[Point]:
    return [
        Point(
            2013 + place,
            None if value is None else Decimal(value),
            joined=2013 + place != broken_at,
            evidence_url=HERE,
        )
        for place, value in enumerate(values)
    ]


def charts() -> list[parts.ChartView]:
    people = bi("人", "people")
    return [
        parts.ChartView(
            "visitors",
            bi("視察者の推移", "Visitors by year"),
            people,
            _points([1900, 2100, None, 1500, 1230, 1300, 400, 650, 900, 1200], 2019),
            "line",
            bi("令和元年度に数え方が変わりました", "Counted differently from FY2019"),
        ),
        parts.ChartView(
            "summit",
            bi("参加者の推移", "Participants by year"),
            people,
            _points([120, 140, None, 170, 188, 201, 0, 95, 230, 259], 0),
        ),
        parts.ChartView("unknown", bi("値のない図", "A chart without values"), people, []),
    ]
