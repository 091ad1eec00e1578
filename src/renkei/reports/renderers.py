"""The forms in which an edition is kept and handed out. Each renderer is in this table and nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from renkei.reports.service import as_json, as_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from renkei.reports.service import Report

Pictures = "Callable[[str], bytes | None]"


class Renderer(Protocol):
    """Return a report as a file. `pictures` gives the content of a photograph by its hash."""

    def __call__(
        self, found: Report, *, made_at: dt.datetime, pictures: Callable[[str], bytes | None]
    ) -> bytes: ...


@dataclass(frozen=True)
class Format:
    name: str
    media_type: str
    render: Renderer


def _html(found: Report, *, made_at: dt.datetime, pictures: Callable[[str], bytes | None]) -> bytes:  # noqa: ARG001
    return as_page(found).encode()


def _json(found: Report, *, made_at: dt.datetime, pictures: Callable[[str], bytes | None]) -> bytes:  # noqa: ARG001
    return (json.dumps(as_json(found), ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format("html", "text/html; charset=utf-8", _html),
        Format("json", "application/json", _json),
    )
}
