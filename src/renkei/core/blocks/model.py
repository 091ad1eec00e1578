"""Blocks and spans: a page or report as plain data, before it becomes HTML, text or JSON.

The span `Placeholder` and the block `Deferred` wait for figures and records; `resolve` replaces them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from renkei.core.blocks.answers import Printed

if TYPE_CHECKING:
    from decimal import Decimal

    from renkei.kernel.localised import Localised

Codes = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Place:
    """Where a text stands: a field of a record, in one language, at one character (counted from one)."""

    kind: str = ""
    slug: str = ""
    field: str = ""
    language: str = ""
    position: int | None = None


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class FigureSpan:
    """A figure as printed. `unit` is empty where the sentence itself names the unit."""

    code: str
    fiscal_year: int
    text: str
    unit: str
    value: Decimal | None
    state: str
    counted: str
    basis: str
    address: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class DifferenceSpan:
    """A figure less another one; it leads to the evidence of the first."""

    code: str
    fiscal_year: int
    less_code: str
    less_fiscal_year: int
    text: str
    value: Decimal
    counted: str
    address: str


@dataclass(frozen=True)
class AmountSpan:
    """Money that a record states, as printed with its unit; `value` is in minor units. It leads to its evidence."""

    text: str
    value: int
    address: str


@dataclass(frozen=True)
class DateSpan:
    """A day, month, year or period; `value` as in ISO 8601. It leads to its record where it has one."""

    value: str
    text: str
    kind: str = ""
    slug: str = ""
    address: str = ""


@dataclass(frozen=True)
class YearSpan:
    fiscal_year: int
    text: str


@dataclass(frozen=True)
class OrdinalSpan:
    text: str


@dataclass(frozen=True)
class ContactSpan:
    text: str


@dataclass(frozen=True)
class RecordSpan:
    kind: str
    slug: str
    label: tuple[Span, ...]
    address: str


@dataclass(frozen=True)
class LinkSpan:
    """Words that lead to an address outside."""

    label: tuple[Span, ...]
    address: str


@dataclass(frozen=True)
class HiddenSpan:
    """Stands where the reader may not see what the text names."""

    text: str


@dataclass(frozen=True)
class Fallback:
    """Spans of a text that is missing in the language asked for."""

    language: str
    spans: tuple[Span, ...]
    place: Place


@dataclass(frozen=True)
class Placeholder:
    """Something named by a word and an argument, not looked up yet. `label` replaces a record's own."""

    name: str
    argument: str
    fiscal_year: int = 0
    place: Place = Place()
    style: str = "FY"
    label: Localised | None = None
    with_unit: bool = False


Span: TypeAlias = (
    Text
    | FigureSpan
    | DifferenceSpan
    | AmountSpan
    | DateSpan
    | YearSpan
    | OrdinalSpan
    | ContactSpan
    | RecordSpan
    | LinkSpan
    | HiddenSpan
    | Fallback
    | Placeholder
)
Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """`level` 1 is the highest heading of the blocks it stands among; `aside` stands at the line's end."""

    level: int
    spans: Spans
    number: str = ""
    aside: Spans = ()


@dataclass(frozen=True)
class Paragraph:
    spans: Spans
    role: str = ""


@dataclass(frozen=True)
class ListItem:
    """`state` is a code for data readers, `state_label` what is printed where it is worth saying."""

    spans: Spans
    children: tuple[ListItem, ...] = ()
    state: str = ""
    state_label: str = ""


@dataclass(frozen=True)
class ListBlock:
    items: tuple[ListItem, ...]


@dataclass(frozen=True)
class Fact:
    label: Spans
    values: tuple[Spans, ...]


@dataclass(frozen=True)
class FactsBlock:
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class TableColumn:
    spans: Spans
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class TableRow:
    """The first cell is the row's head."""

    cells: tuple[Spans, ...]


@dataclass(frozen=True)
class TableBlock:
    """`id` is unique on the page."""

    id: str
    caption: Spans
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    unit_note: Spans = ()
    total: TableRow | None = None
    footnotes: tuple[Spans, ...] = ()


@dataclass(frozen=True)
class PictureFile:
    """The file of a photograph, named by the hash of its content; `alternative` says what is to be seen.

    `address` is where a page finds it; whoever shows the page fills it in.
    """

    sha256: str
    media_type: str
    width: int
    height: int
    alternative: str
    address: str = ""


@dataclass(frozen=True)
class PictureBlock:
    """A photograph; where no file is held, `note` says so."""

    caption: Spans
    note: str = ""
    file: PictureFile | None = None


@dataclass(frozen=True)
class DrawingBlock:
    """A drawing made from records. `svg` is our own markup, and `text` says the same in words.

    `id` is unique on the page; `alternative` is one sentence for those who do not see the drawing. `text` is empty
    where the blocks beside it say the same. `svg_narrow` is the same drawing for a phone.
    """

    id: str
    caption: Spans
    alternative: str
    svg: str
    text: tuple[Block, ...]
    svg_narrow: str = ""


@dataclass(frozen=True)
class Section:
    id: str
    title: Spans
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Sources:
    """Prints nothing: names the documents that the blocks beside it rest on."""

    documents: frozenset[str]


Answers: TypeAlias = Mapping[tuple[str, int], Printed]


@dataclass(frozen=True)
class Deferred:
    """Blocks whose shape depends on figures; `make` is called once all figures of the report are there."""

    codes: Codes
    make: Callable[[Answers], tuple[Block, ...]] = field(compare=False)


Block: TypeAlias = (
    Heading
    | Paragraph
    | ListBlock
    | FactsBlock
    | TableBlock
    | PictureBlock
    | DrawingBlock
    | Section
    | Sources
    | Deferred
)
Blocks: TypeAlias = tuple[Block, ...]
