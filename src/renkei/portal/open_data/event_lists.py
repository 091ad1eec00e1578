"""Lists of events in the headers that other sites read: the heading of each column, and what of an event it holds.

The header of GIF 2022 (行政基盤データ: イベント, 50 columns) as 128 local governments publish it, and the older one of
推奨データセット (06 イベント一覧, 32 columns). A column of which nothing is known is there and blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from renkei.core.tables.people import csv_stream
from renkei.core.ui.text import bi
from renkei.portal.open_data.events import public_events

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from renkei.portal.open_data.events import PublicEvent

_GIF = (
    "NO,都道府県コード又は市区町村コード,名称,名称(カナ),名称(英字),名称(通称),サブタイトル,概要,説明,サブイベント,イベント種類,URL,"
    "画像URL,状態,対象となる産業,ステージ,開始日,終了日,開始時刻,終了時刻,日時備考,場所名称,集合場所,郵便番号,住所都道府県,"
    "住所市区町村,住所町名,住所丁目以下,建物名等,緯度,経度,主催団体,共催団体,その他関係団体,対象者,定員,料金(基本),料金(詳細),"
    "外国語対応,申込期限日,申込期限時刻,申込方法,アクセス方法,駐車場情報,駐輪場情報,連絡先名称,連絡先電話番号,"
    "連絡先内線番号,連絡先メールアドレス,備考"
)
_RECOMMENDED = (
    "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,イベント名,イベント名_カナ,イベント名_英語,開始日,終了日,開始時間,"
    "終了時間,開始日時特記事項,説明,料金(基本),料金(詳細),連絡先名称,連絡先電話番号,連絡先内線番号,主催者,場所名称,住所,方書,"
    "緯度,経度,アクセス方法,駐車場情報,定員,参加申込終了日,参加申込終了時間,参加申込方法,URL,備考"
)
_DAYS = {"開始日": "starts", "終了日": "ends"}
HEADERS: dict[str, tuple[Any, tuple[str, ...], dict[str, str]]] = {
    "gif": (
        bi("イベント一覧（GIF）", "List of events (GIF)"),
        tuple(_GIF.split(",")),
        {
            **_DAYS,
            "NO": "identifier",
            "名称": "title",
            "名称(英字)": "english",
            "説明": "about",
            "イベント種類": "what",
            "URL": "page",
            "状態": "state",
            "開始時刻": "start_time",
            "終了時刻": "end_time",
            "場所名称": "venue",
            "主催団体": "organiser",
        },
    ),
    "recommended": (
        bi("イベント一覧（推奨データセット）", "List of events (recommended data set)"),
        tuple(_RECOMMENDED.split(",")),
        {
            **_DAYS,
            "NO": "identifier",
            "イベント名": "title",
            "イベント名_英語": "english",
            "説明": "about",
            "開始時間": "start_time",
            "終了時間": "end_time",
            "場所名称": "venue",
            "主催者": "organiser",
            "URL": "page",
        },
    ),
}


def event_list(header: str, at: dt.date) -> bytes:
    """Return a list of events as CSV in UTF-8 with its mark, a line an event."""
    return b"".join(csv_stream(_rows(header, at)))


def _rows(header: str, at: dt.date) -> Iterator[list[str]]:
    _, columns, told = HEADERS[header]
    yield list(columns)
    for event in public_events(at):
        known = _known(event)
        yield [known[told[name]] if name in told else "" for name in columns]


def _known(event: PublicEvent) -> dict[str, str]:
    """Return what is told of an event, in Japanese as the headers are, by our own words."""
    return {
        "identifier": f"{event.kind}-{event.slug}",
        "title": event.title.text("ja"),
        "english": event.title.get("en", ""),
        "about": event.description.text("ja") or event.what.text("ja"),
        "what": event.what.text("ja"),
        "state": event.state.text("ja"),
        "starts": event.starts.isoformat(),
        "ends": event.ends.isoformat(),
        "start_time": f"{event.start_time:%H:%M}" if event.start_time else "",
        "end_time": f"{event.end_time:%H:%M}" if event.end_time else "",
        "venue": event.venue.text("ja"),
        "organiser": event.organiser.text("ja"),
        "page": f"{settings.SITE_URL}{event.address('ja')}",
    }
