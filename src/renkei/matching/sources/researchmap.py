"""Files of researchmap: the JSON lines its export writes, and the JSON of its interface (version 2).

The shape: researchmap.jp/public/organ/data_linkage, “researchmap.V2 Web API”. A line is an instruction with a type and
the values of one achievement; the interface gives an object with `@graph`, or one list of `items` with its `@type`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from renkei.kernel.eras import NotADate
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import PartialDate
from renkei.matching.enums import WorkKind, WorkSource
from renkei.matching.sources.found import Entry, Gathering, localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.matching.sources.found import Found

# type: (kind of work, title, people, where it appeared)
TYPES: dict[str, tuple[WorkKind, str, str, str]] = {
    "published_papers": (WorkKind.PAPER, "paper_title", "authors", "publication_name"),
    "misc": (WorkKind.OTHER, "paper_title", "authors", "publication_name"),
    "books_etc": (WorkKind.BOOK, "book_title", "authors", "publisher"),
    "presentations": (WorkKind.PRESENTATION, "presentation_title", "presenters", "event"),
    "research_projects": (WorkKind.PROJECT, "research_project_title", "investigators", "system_name"),
    "industrial_property_rights": (
        WorkKind.RIGHT,
        "industrial_property_right_title",
        "inventors",
        "right_holder",
    ),
}
_DATES = ("publication_date", "application_date", "from_date", "from_event_date")
_NUMBERS = ("doi", "grant_number", "isbn")
_MODES = ("insert", "update", "delete")
_VALUES = ("merge", "similar_merge", "force", "doc")

NOT_JSON = Localised.both("JSONとして読めません", "this is no JSON")
NOT_OBJECT = Localised.both("業績の形をしていません", "this is no achievement")
NOT_DISCLOSED = Localised.both(
    "researchmapで公開されていないため読みません", "not taken: it is not disclosed in researchmap"
)
BAD_DATE = Localised.both("日付が読めません", "the date cannot be read")
NOTHING = Localised.both(
    "researchmapの業績がありません。エクスポートしたままのJSON（jsonl）を選んでください。",
    "There is no achievement of researchmap in it. Please choose the JSON (jsonl) as it was exported.",
)


def read_json(text: str) -> Found:
    """Return the achievements of a file; types a seed does not need (classes taught, posts) are passed over.

    Raises RuleBroken("source.not_researchmap").
    """
    gathered, known = Gathering(WorkSource.RESEARCHMAP), 0
    for line, kind, identifier, values in _achievements(text, gathered):
        known += 1
        if kind in TYPES:
            _gather(gathered, line, kind, identifier, values)
    if not known:
        raise RuleBroken("source.not_researchmap", NOTHING)
    return gathered.end()


def _achievements(text: str, gathered: Gathering) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
    """Yield (line, type, identifier, values) from lines, else from one whole object."""
    whole = _parsed(text)
    if isinstance(whole, dict) and not any(mode in whole for mode in _MODES):
        yield from _of_interface(whole)
        return
    for line, said in enumerate(text.splitlines(), 1):
        if not said.strip():
            continue
        read = _parsed(said)
        if read is None:
            gathered.tell(line, NOT_JSON, said)
            continue
        mode = next(
            (mode for mode in _MODES if isinstance(read, dict) and isinstance(read.get(mode), dict)), ""
        )
        if not mode:
            gathered.tell(line, NOT_OBJECT, said)
            continue
        if mode != "delete":
            values: dict[str, Any] = next(
                (read[each] for each in _VALUES if isinstance(read.get(each), dict)), {}
            )
            identifier = str(read[mode].get("id") or values.get("rm:id") or "")
            yield line, str(read[mode].get("type", "")), identifier, values


def _of_interface(whole: dict[str, Any]) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
    lists = whole.get("@graph") if isinstance(whole.get("@graph"), list) else [whole]
    line = 0
    for each in lists or ():
        items = each.get("items") if isinstance(each, dict) else None
        for item in items if isinstance(items, list) else ():
            line += 1
            if isinstance(item, dict):
                kind = item.get("@type") or each.get("@type") or ""
                yield line, str(kind), str(item.get("rm:id") or _last(item.get("@id"))), item


def _last(address: Any) -> str:
    return str(address or "").rstrip("/").rpartition("/")[2]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _gather(gathered: Gathering, line: int, kind: str, identifier: str, values: dict[str, Any]) -> None:
    if values.get("display", "disclosed") != "disclosed":
        gathered.tell(line, NOT_DISCLOSED, identifier)
        return
    work, title, people, venue = TYPES[kind]
    dated = next((str(values[name]) for name in _DATES if values.get(name)), "")
    appeared = _date(dated)
    if dated and not appeared:
        gathered.tell(line, BAD_DATE, dated)
        return
    numbers = values.get("identifiers") if isinstance(values.get("identifiers"), dict) else {}
    gathered.add(
        line,
        Entry(
            source=WorkSource.RESEARCHMAP,
            identifier=identifier,
            kind=work,
            title=_both(values.get(title)),
            people=_names(values.get(people)),
            venue=_both(values.get(venue)),
            outline=_both(values.get("description")),
            institution=_both(values.get("institution_name") or values.get("offer_organization")),
            appeared=appeared,
            number=_number(values, numbers or {}),
        ),
    )


def _number(values: dict[str, Any], numbers: dict[str, Any]) -> str:
    found: list[Any] = []
    for name in _NUMBERS:
        given = numbers.get(name)
        found += given if isinstance(given, list) else [given]
    found += [values.get("patent_number"), values.get("application_number")]
    return next((str(each)[:200] for each in found if isinstance(each, str | int) and each), "")


def _date(text: str) -> str:
    try:
        return PartialDate.parse(text).isoformat() if text else ""
    except (NotADate, ValueError):
        return ""


def _both(value: Any) -> Localised:
    if isinstance(value, str):
        return localised(value)
    if not isinstance(value, dict):
        return Localised()
    ja, en = (str(value[each]) if isinstance(value.get(each), str) else "" for each in ("ja", "en"))
    return localised(ja, en)


def _names(value: Any) -> Localised:
    if not isinstance(value, dict):
        return Localised()

    def joined(people: Any, between: str) -> str:
        listed = people if isinstance(people, list) else []
        return between.join(str(each.get("name", "")) for each in listed if isinstance(each, dict))

    return localised(joined(value.get("ja"), "、"), joined(value.get("en"), ", "))
