"""The forms in which an edition is kept and handed out. Each renderer is in this table and nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from renkei.reports.service import as_json, as_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from renkei.core.blocks.model import PictureFile
    from renkei.reports.service import Report


class Renderer(Protocol):
    """Return a report as a file: `number` is its 資料番号, `content` gives the bytes of a photograph."""

    def __call__(
        self,
        found: Report,
        *,
        made_at: dt.datetime,
        number: str,
        content: Callable[[PictureFile], bytes | None],
    ) -> bytes: ...


@dataclass(frozen=True)
class Format:
    name: str
    media_type: str
    render: Renderer


def _html(found: Report, **_: Any) -> bytes:
    return as_page(found).encode()


def _json(found: Report, **_: Any) -> bytes:
    return (json.dumps(as_json(found), ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format("html", "text/html; charset=utf-8", _html),
        Format("json", "application/json", _json),
    )
}
