"""The figures that the cluster's settings name for the home page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from renkei.core.figures.existence import defined
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws

_ENTRY = re.compile(r"(?P<code>[^@\s]+)@(?P<year>\d{4})")
_KNOWN = Localised.both(
    "登録されている数字の符号と年度（例：code@2022）",
    "the code of a known figure with its year, as in code@2022",
)


def home_figures_that_are_none(rows: QuerySet[Any]) -> SetFlaws:
    """Yield settings whose home page names what is no figure with a year."""
    for slug, text in rows.values_list("pk", "home_figures"):
        read = {entry: _ENTRY.fullmatch(entry) for entry in text.split()}
        known = defined(match["code"] for match in read.values() if match)
        for entry, match in read.items():
            if match is None or match["code"] not in known:
                yield slug, "home_figures", RuleBroken("cluster.home_figures", _KNOWN, found=entry)
