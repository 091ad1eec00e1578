"""What a load finds: flaws that refuse it, remarks that do not, and what would change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_FLAWS = 500
MOST_REMARKS = 500
MOST_SHOWN_CHANGES = 200


class Enough(Exception):  # noqa: N818 - it ends the reading, nothing failed
    """So many flaws are known that more of them would help nobody."""


class Unreadable(Exception):  # noqa: N818 - it names what the file is
    """A whole file or sheet cannot be read."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


@dataclass(frozen=True)
class Remark:
    """Something understood and yet worth a look."""

    text: Localised
    file: str = ""
    row: int | None = None
    column: str = ""

    def message(self, language: str) -> str:
        """Return one sentence with its place, Japanese or else English."""
        japanese = language.partition("-")[0] == "ja"
        row = None if self.row is None else (f"{self.row}行目" if japanese else f"row {self.row}")
        place = ("、" if japanese else ", ").join(part for part in (self.file, row, self.column) if part)
        return (
            f"{place}{'：' if japanese else ': '}{self.text.text(language)}"
            if place
            else self.text.text(language)
        )


@dataclass(frozen=True)
class CellChange:
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One row of the preview: `what` is added, changed or withdrawn."""

    table: str
    slug: str
    what: str
    cells: tuple[CellChange, ...] = ()


@dataclass
class Counts:
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0


@dataclass
class LoadResult:
    """What a load did or, where `written` is false, would do. `changes` holds at most 200 rows.

    `unread` names the tables of which not even the identifiers could all be read.
    """

    counts: dict[str, Counts] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    changes: list[RowChange] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    complete: bool = True
    written: bool = False

    @property
    def added(self) -> int:
        return sum(count.added for count in self.counts.values())

    @property
    def changed(self) -> int:
        return sum(count.changed for count in self.counts.values())

    @property
    def withdrawn(self) -> int:
        return sum(count.withdrawn for count in self.counts.values())

    @property
    def unchanged(self) -> int:
        return sum(count.unchanged for count in self.counts.values())

    @property
    def changes_anything(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)

    @property
    def summary(self) -> Localised:
        """Return one sentence: how many rows are added, changed, withdrawn, the same; or how many flaws."""
        if self.flaws:
            many = f"{len(self.flaws):,}" + ("+" if len(self.flaws) >= MOST_FLAWS else "")
            more = Localised.both(
                "" if self.complete else "記録どうしの関係は、これらを直したあとに確かめます。",
                "" if self.complete else " Rules between records are checked when these are mended.",
            )
            return Localised.both(
                f"誤りが{many}か所あります。何も書き込んでいません。{more.text('ja', ())}",
                f"{many} {'flaw' if many == '1' else 'flaws'}; nothing was written.{more.text('en', ())}",
            )
        return Localised.both(
            f"追加{self.added:,}件、変更{self.changed:,}件、取り下げ{self.withdrawn:,}件、"
            f"変更なし{self.unchanged:,}件",
            f"{self.added:,} added, {self.changed:,} changed, {self.withdrawn:,} withdrawn, "
            f"{self.unchanged:,} unchanged",
        )

    def flaw(self, flaw: Flaw) -> None:
        """Keep a flaw. Raises Enough at the 500th."""
        self.flaws.append(flaw)
        if len(self.flaws) >= MOST_FLAWS:
            raise Enough

    def add_flaws(self, flaws: Iterable[Flaw]) -> None:
        for flaw in flaws:
            self.flaw(flaw)

    def remark(self, remark: Remark) -> None:
        if len(self.warnings) < MOST_REMARKS:
            self.warnings.append(remark)

    def show(self, change: RowChange) -> None:
        if len(self.changes) < MOST_SHOWN_CHANGES:
            self.changes.append(change)


class PackageRefused(RuleBroken):
    """A package has flaws; nothing was written. Carries them all."""

    def __init__(self, result: LoadResult) -> None:
        super().__init__("load.refused", result.summary)
        self.result = result
        self.flaws = tuple(result.flaws)
