"""What the components are fed: plain, typed values that a view fills and a template shows.

Templates read attributes only, so a view may hand over any object that has them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from renkei.core.ui.text import bi

Tone = Literal["neutral", "info", "good", "warn", "late", "ended"]
CellKind = Literal[
    "text",
    "localised",
    "number",
    "ordinal",
    "day",
    "moment",
    "period",
    "fiscal_year",
    "money",
    "figure",
    "state",
    "contact",
    "missing",
]
GAPS_OF_YEARS = bi(
    "点線は、抜けている年があるか、数え方や公表元が変わったところです。",
    "A dotted line stands where years are missing, or where the way of counting or the publisher changed.",
)
Words = Any  # a str, a lazy bilingual text or a Localised


@dataclass(frozen=True)
class Crumb:
    label: Words
    url: str = ""


@dataclass(frozen=True)
class Link:
    """`note` says what will follow when it is pressed; `method` post draws a button in a form of its own.

    `hidden` are the names and values that form sends along.
    """

    label: Words
    url: str
    note: Words = ""
    main: bool = False
    grave: bool = False
    method: Literal["get", "post"] = "get"
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class StateView:
    word: Words
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Step:
    """One step of a record's way: passed, current or to come."""

    word: Words
    where: Literal["passed", "current", "to_come"] = "to_come"
    day: date | None = None
    who: Words = ""


@dataclass(frozen=True)
class Cell:
    """One cell. `url` makes its text a link; `under` is a quiet second line; `tone` belongs to states."""

    value: Any
    kind: CellKind = "text"
    url: str = ""
    under: Words = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Column:
    """`sort_url` makes the head a link; `sorted` is how the column is sorted now."""

    label: Words
    numeric: bool = False
    unit: Words = ""
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    tight: bool = False
    row_head: bool = False


@dataclass(frozen=True)
class Chip:
    """What the list is narrowed by, and the address without it."""

    label: Words
    remove_url: str


@dataclass(frozen=True)
class PageLink:
    """`number` None is a gap in the row of pages."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Pager:
    links: Sequence[PageLink]
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class Empty:
    """What stands where nothing is: what is missing and what to do next."""

    title: Words
    text: Words = ""
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class Table:
    """`identifier` is unique on the page. `total` is the number of all rows, `first`..`last` those shown."""

    identifier: str
    caption: Words
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    footer: Sequence[Cell] = ()
    chips: Sequence[Chip] = ()
    clear_url: str = ""
    total: int | None = None
    first: int = 1
    pager: Pager | None = None
    downloads: Sequence[Link] = ()
    empty: Empty | None = None
    note: Words = ""
    tall: bool = False
    density: bool = False

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


@dataclass(frozen=True)
class Fact:
    """One line of a record's facts; `cell` knows how it is shown."""

    label: Words
    cell: Cell


@dataclass(frozen=True)
class Event:
    text: Words
    when: date | datetime | None = None
    who: Words = ""
    why: Words = ""
    url: str = ""


@dataclass(frozen=True)
class Seat:
    """A post and who holds it; a vacant one has no name."""

    post: Words
    name: Words = ""
    organisation: Words = ""
    period: Any = None
    url: str = ""


@dataclass(frozen=True)
class DocumentView:
    title: Words
    kind: str = ""
    url: str = ""
    size_bytes: int | None = None
    day: date | None = None
    digest: str = ""
    place: Words = ""
    restricted: bool = False


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    label: Words
    before: Words = ""
    after: Words = ""
    why: Words = ""


@dataclass(frozen=True)
class Deadline:
    text: Words
    day: date | None
    tag: Words = ""
    tone: Tone = "neutral"
    owner: Words = ""
    url: str = ""


@dataclass(frozen=True)
class Message:
    """What happened, what was saved, and what comes next."""

    title: Words
    text: Words = ""
    tone: Tone = "info"
    items: Sequence[Words] = ()
    links: Sequence[Link] = ()
    urgent: bool = False


@dataclass(frozen=True)
class ChartView:
    """`points` are `points.Point`; a line is for stocks and cumulative values, bars for flows.

    A line over months (`span`) has no table of its own: the page shows one. `gaps` says what a dotted line means.
    `scale` is how many of the values make one of the shown unit.
    """

    identifier: str
    title: Words
    unit: Words
    points: Sequence[Any]
    shape: Literal["line", "bars"] = "bars"
    note: Words = ""
    span: Literal["year", "month"] = "year"
    gaps: Words = GAPS_OF_YEARS
    first_month: int = field(default=4)
    scale: int = 1
