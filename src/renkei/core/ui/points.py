"""One year of a trend, as the charts take it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Point:
    """The value of one fiscal year, or None where it is not known.

    `joined` says that unit, definition, basis and publisher are those of the point before.
    """

    year: int
    value: Decimal | None
    joined: bool = True
    printed: str = ""
    evidence_url: str = ""


def month_number(year: int, month: int) -> int:
    """Return the place of a month on an axis of months, which a Point takes for its year."""
    return 12 * year + month - 1


def month_label(number: int) -> str:
    """Return the month at a place of an axis of months, as 2026-10."""
    return f"{number // 12}-{number % 12 + 1:02}"


def points(rows: Iterable[object]) -> list[Point]:
    """Read points from Point objects or from (year, value, joined) tuples."""
    found = []
    for row in rows:
        if isinstance(row, Point):
            found.append(row)
        elif isinstance(row, tuple):
            year, value, *rest = row
            number = None if value is None else Decimal(str(value))
            found.append(Point(int(year), number, bool(rest[0]) if rest else True))
    return found
