"""Lists in and out: a thousand rows as a workbook, and back with a preview."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from bench.load import write_rows
from bench.taking import seconds

ROWS = 1_000


def measure() -> list[dict[str, Any]]:
    """Return seconds with their upper limits."""
    from renkei.core.accounts.actors import COMMAND_LINE  # noqa: PLC0415
    from renkei.core.records.kinds import kind_of  # noqa: PLC0415
    from renkei.core.tables.headings import layout_of  # noqa: PLC0415
    from renkei.core.tables.lists import ListTable, load_list  # noqa: PLC0415
    from renkei.core.tables.service import load_package, new_package  # noqa: PLC0415
    from renkei.core.tables.sheets import read_sheets  # noqa: PLC0415
    from renkei.desk.downloads import workbook_stream  # noqa: PLC0415

    kind = kind_of("statedvalue")
    rows = kind.model._default_manager.order_by("slug")
    with tempfile.TemporaryDirectory() as place:
        new_package(Path(place) / "some")
        write_rows(Path(place) / "some", ROWS)
        load_package(Path(place) / "some", actor=COMMAND_LINE)
        path = Path(place) / "list.xlsx"
        out = seconds(lambda: path.write_bytes(b"".join(workbook_stream(kind, rows))))

        def preview() -> None:
            layout = layout_of(kind, ("ja", "en"), read_sheets(path, path.name))
            load_list(ListTable(kind, layout), actor=COMMAND_LINE, dry_run=True, name=path.name)

        back = seconds(preview)
    return [
        {"name": f"write {ROWS:,} rows as a workbook", "value": round(out, 2), "unit": "s", "target": 0.7},
        {"name": f"preview {ROWS:,} rows of a workbook", "value": round(back, 2), "unit": "s", "target": 2.0},
    ]
