"""Fictional pieces for the component page: every component in all its states."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from renkei.core.ui import parts
from renkei.core.ui.points import Point
from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised

HERE = "#evidence"
both = Localised.both


@dataclass(frozen=True)
class SampleAnswer:
    """Stands in for a figure's answer."""

    label: Localised
    text: Localised
    value: Decimal | None
    period_label: Localised
    kind_label: Any
    source: str = "stated"
    evidence_url: str = HERE
    publisher: Localised | None = None
    basis_label: Localised | None = None
    note: Localised | None = None
    trend: list[Point] = field(default_factory=list)


def _trend(*values: int | None, broken_at: int | None = None) -> list[Point]:
    first = 2023 - len(values)
    return [
        Point(
            first + place,
            None if value is None else Decimal(value),
            joined=first + place != broken_at,
            evidence_url=HERE,
        )
        for place, value in enumerate(values)
    ]


_FLOW = bi("期間中の数", "during the period")
_TOTAL = bi("累計", "cumulative")
_YEAR = both("令和4年度", "FY2022")


def answers() -> list[SampleAnswer]:
    return [*_counted(), *_money_and_unknown()]


def _counted() -> list[SampleAnswer]:
    return [
        SampleAnswer(
            both("地元企業との共同研究", "Joint research with local companies"),
            both("12件", "12 projects"),
            Decimal(12),
            _YEAR,
            _FLOW,
            trend=_trend(7, 9, 8, 10, 12),
            publisher=both("見本研究所", "Mihon Institute"),
        ),
        SampleAnswer(
            both("これまでに生まれたベンチャー", "Ventures founded so far"),
            both("6社", "6 companies"),
            Decimal(6),
            _YEAR,
            _TOTAL,
            source="computed",
            trend=_trend(2, None, 4, 5, 6),
        ),
        SampleAnswer(
            both("視察者", "Visitors"),
            both("約1,230人", "about 1,230 people"),
            Decimal(1230),
            _YEAR,
            _FLOW,
            trend=_trend(1900, 1800, 400, 900, 1230, broken_at=2020),
            note=both("令和2年度に数え方が変わりました", "Counted differently from FY2020"),
        ),
    ]


def _money_and_unknown() -> list[SampleAnswer]:
    return [
        SampleAnswer(
            both("支援に使った予算", "Spent on support"),
            both("123,456千円", "123,456 thousand yen"),
            Decimal(123_456_000),
            both("平成29年度", "FY2017"),
            bi("3つの柱の合計", "three pillars together"),
            source="computed",
            basis_label=both("実績額（段階の記載なし）", "actual (stage not stated)"),
        ),
        SampleAnswer(
            both("特別研究生", "Special research students"),
            both("未確定", "not yet known"),
            None,
            both("令和5年度", "FY2023"),
            _FLOW,
            source="",
        ),
        SampleAnswer(
            both("上場したベンチャー", "Ventures listed on a stock exchange"),
            both("0社", "0 companies"),
            Decimal(0),
            _YEAR,
            _TOTAL,
            source="computed",
        ),
    ]


def links() -> list[parts.Link]:
    return [
        parts.Link(
            bi("公開を決める", "Decide to publish"),
            "#publish",
            bi(
                "一般の人も見られるようになります。決めた人と日時が残ります。",
                "Everyone will see it. Who decided, and when, is kept.",
            ),
            main=True,
        ),
        parts.Link(
            bi("直す", "Edit"), "#edit", bi("変更は履歴に残ります。", "The change is kept in the history.")
        ),
        parts.Link(
            bi("取り下げる", "Withdraw"),
            "#withdraw",
            bi(
                "公開の頁から消え、取り下げたことが表示されます。",
                "It leaves the public pages, which will say so.",
            ),
            grave=True,
        ),
    ]


def steps() -> list[parts.Step]:
    return [
        parts.Step(bi("下書き", "Draft"), "passed", date(2022, 6, 1), bi("事務局", "Secretariat")),
        parts.Step(bi("確認", "Review"), "passed", date(2022, 6, 20), bi("管理者", "Administrator")),
        parts.Step(bi("公開中", "Published"), "current", date(2022, 7, 1), bi("管理者", "Administrator")),
        parts.Step(bi("保存", "Archived"), "to_come"),
    ]


def states() -> list[parts.StateView]:
    return [
        parts.StateView(bi("下書き", "Draft")),
        parts.StateView(bi("確認中", "In review"), "info"),
        parts.StateView(bi("公開中", "Published"), "good"),
        parts.StateView(bi("返事待ち", "Waiting for an answer"), "warn"),
        parts.StateView(bi("期限超過", "Overdue"), "late"),
        parts.StateView(bi("終了", "Ended"), "ended"),
    ]


def facts() -> list[parts.Fact]:
    return [
        parts.Fact(bi("名称", "Name"), parts.Cell(both("見本推進会議", "Mihon Promotion Council"))),
        parts.Fact(
            bi("訳のない文", "Text without a translation"),
            parts.Cell(Localised({"ja": "日本語だけの文です"})),
        ),
        parts.Fact(
            bi("日本語のない文", "Text without Japanese"), parts.Cell(Localised({"en": "An English text"}))
        ),
        parts.Fact(bi("設立日", "Founded"), parts.Cell(date(2019, 5, 1), "day")),
        parts.Fact(bi("年度", "Fiscal year"), parts.Cell(2019, "fiscal_year")),
        parts.Fact(bi("電話", "Telephone"), parts.Cell("0123-45-6789", "contact")),
        parts.Fact(
            bi("状態", "State"), parts.Cell(parts.StateView(bi("公開中", "Published"), "good"), "state")
        ),
        parts.Fact(bi("委員数", "Members"), parts.Cell(None, "number")),
    ]


def events() -> list[parts.Event]:
    return [
        parts.Event(
            bi("在籍を14名に訂正（13 → 14）", "Enrolment corrected to 14 (13 → 14)"),
            datetime(2022, 7, 29, 17, 10, tzinfo=UTC),
            bi("研究所", "Institute"),
            bi("追加の受入れ 1", "one more admitted"),
            "#event",
        ),
        parts.Event(bi("公開を決定", "Decided to publish"), date(2022, 7, 1), bi("管理者", "Administrator")),
        parts.Event(bi("取り込み", "Loaded"), None, bi("コマンド", "command line")),
    ]


def seats() -> list[parts.Seat]:
    return [
        parts.Seat(
            bi("会長", "Chair"),
            both("見本 太郎", "MIHON Taro"),
            both("見本県 産業部", "Mihon Prefecture, Industry"),
            url="#p1",
        ),
        parts.Seat(
            bi("委員", "Member"), both("例示 花子", "REIJI Hanako"), both("見本大学", "Mihon University")
        ),
        parts.Seat(bi("委員", "Member"), "", both("見本市", "Mihon City")),
    ]


def documents() -> list[parts.DocumentView]:
    return [
        parts.DocumentView(
            both("見本の報告書", "A sample report"),
            "pdf",
            "#file",
            1_240_000,
            date(2018, 7, 2),
            "4f2c9d7e8a1b0c3d5e6f",
            both("4頁", "page 4"),
        ),
        parts.DocumentView(both("会議の資料", "Meeting papers"), "xlsx", "#file", 48_000, restricted=True),
        parts.DocumentView(both("紙の資料", "A paper document"), "", day=date(2010, 3, 1)),
    ]


def changes() -> list[parts.Change]:
    return [
        parts.Change(bi("名称", "Name"), "見本会議", "見本推進会議", bi("改称", "renamed")),
        parts.Change(bi("英語名", "English name"), "", "Mihon Promotion Council"),
        parts.Change(bi("備考", "Note"), bi("準備中", "in preparation"), ""),
    ]


def deadlines() -> list[parts.Deadline]:
    return [
        parts.Deadline(
            bi("ニーズへの最初の返事", "First answer to a need"),
            date(2022, 7, 30),
            bi("2日超過", "2 days late"),
            "late",
            bi("調整員", "Coordinator"),
            "#d1",
        ),
        parts.Deadline(
            bi("委員会の資料の確認", "Check the committee papers"),
            date(2022, 8, 1),
            bi("今日まで", "Today"),
            "warn",
        ),
        parts.Deadline(
            bi("5年後の報告", "Five-year report"),
            date(2022, 8, 31),
            owner=bi("事務局", "Secretariat"),
            url="#d2",
        ),
        parts.Deadline(bi("次の評価", "Next evaluation"), None),
    ]


def messages() -> list[parts.Message]:
    return [
        parts.Message(
            bi("保存しました", "Saved"),
            bi("公開の頁には明日の朝に出ます。", "It will be on the public pages tomorrow morning."),
            "good",
            links=[parts.Link(bi("公開の頁を見る", "See the public page"), "#public")],
        ),
        parts.Message(
            bi("次の年度の値を集め始められます", "You can start to ask for next year's values"), "", "info"
        ),
        parts.Message(
            bi("合計が合いません", "The sum does not add up"),
            bi(
                "表示単位未満を四捨五入しているためかもしれません。",
                "Rounding to the display unit may be the cause.",
            ),
            "warn",
        ),
        parts.Message(
            bi("取り込めませんでした。何も書き込んでいません", "Not loaded. Nothing was written"),
            "",
            "late",
            [
                bi(
                    "meetings.csv の12行目「開催日」：2022-02-30 は暦にない日付です",
                    "meetings.csv, row 12, “held on”: 2022-02-30 is not a day in the calendar",
                )
            ],
        ),
    ]
