"""The cluster's settings that reading and writing tables depend on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renkei.core.records.cluster import Cluster
from renkei.core.tables.cells import CellSettings
from renkei.core.tables.findings import LoadResult, Unreadable
from renkei.kernel.fiscal import DEFAULT_FIRST_MONTH
from renkei.kernel.money import CURRENCIES, JPY

if TYPE_CHECKING:
    from renkei.core.tables.sources import Source

DEFAULT_LANGUAGES = ("ja", "en")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MONTHS = 12


def stored_settings() -> tuple[tuple[str, ...], CellSettings]:
    """Return the languages and the cells' settings of the cluster here, or the usual ones."""
    cluster = Cluster._default_manager.order_by("slug").first()
    if cluster is None:
        return DEFAULT_LANGUAGES, CellSettings()
    return _settings(cluster.languages, str(cluster.first_month), cluster.currency)


def package_settings(source: Source, result: LoadResult) -> tuple[tuple[str, ...], CellSettings]:
    """Return those of the cluster in the package, or else here. Flaws in them are found with their row."""
    found = source.tables.get("cluster")
    try:
        rows = found.rows() if found else iter(())
        _, heading = next(rows, (1, []))
        _, cells = next(rows, (2, []))
    except Unreadable as error:
        result.flaw(error.flaw)
        return stored_settings()
    row = dict(zip((name.strip() for name in heading), (cell.strip() for cell in cells), strict=False))
    if not row:
        return stored_settings()
    return _settings(row.get("languages", ""), row.get("first_month", ""), row.get("currency", ""))


def _settings(languages: str, first_month: str, currency: str) -> tuple[tuple[str, ...], CellSettings]:
    tags = tuple(dict.fromkeys(tag for tag in languages.split() if _TAG.fullmatch(tag)))
    month = int(first_month) if first_month.isascii() and first_month.isdigit() else DEFAULT_FIRST_MONTH
    return tags or DEFAULT_LANGUAGES, CellSettings(
        month if 1 <= month <= _MONTHS else DEFAULT_FIRST_MONTH, CURRENCIES.get(currency, JPY)
    )
