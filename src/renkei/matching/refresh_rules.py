"""What a refresh may change, and how a sheet and its corrections are written down for comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.kernel.localised import Localised
from renkei.matching.enums import SeedStage
from renkei.matching.sheets import COLLABORATION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from renkei.matching.models import Seed

TEXTS = (
    "title",
    "outline",
    "advantage",
    "uses",
    "message",
    "keywords",
    "rights",
    "equipment",
    "works",
    "societies",
)
LONG = ("outline", "advantage", "uses", "message", "rights", "equipment", "works")
CORRECTED = (*TEXTS, "stage", *COLLABORATION, "fields")


def next_due(day: dt.date) -> dt.date:
    """Return the day a year later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def snapshot(seed: Seed) -> dict[str, Any]:
    """Return what a refresh may change as plain data: texts by language, codes, yes and no, identifiers of fields."""
    found: dict[str, Any] = {name: getattr(seed, name).to_dict() for name in TEXTS}
    found |= {"stage": seed.stage} | {name: bool(getattr(seed, name)) for name in COLLABORATION}
    found["fields"] = sorted(each.field_id for each in seed.fields.all())
    return found


def changes(present: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the given values that differ from the present ones; unknown names are left out."""
    found = {}
    for name in CORRECTED:
        if name not in given:
            continue
        value = sorted(given[name]) if name == "fields" else given[name]
        value = value.to_dict() if isinstance(value, Localised) else value
        if _plain(value) != _plain(present[name]):
            found[name] = value
    return found


def _plain(value: Any) -> Any:
    """Return a value as it is compared: ends of lines as browsers send them make no difference."""
    if isinstance(value, dict):
        return {name: "\n".join(text.split("\r\n")).strip() for name, text in value.items() if text.strip()}
    return value


def read_value(name: str, value: Any) -> Any:
    """Return a value of a proposal as the seed’s field holds it."""
    if name in TEXTS:
        return Localised({language: _lines(text) for language, text in value.items()})
    return SeedStage(value) if name == "stage" else value


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
