"""Where the lines and bars of small charts lie: plain arithmetic, drawn as SVG by the templates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from renkei.core.ui.points import Point

TREND_WIDTH = 160
TREND_HEIGHT = 36
TREND_MARGIN = 5
CHART_WIDTH = 440
CHART_HEIGHT = 220
LEFT, RIGHT, TOP, BOTTOM = 60, 10, 12, 30
TICKS = 4
LABELS = 8
THIN = 2
MISSING_HEIGHT = 26


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    point: Point
    last: bool = False


@dataclass(frozen=True)
class Segment:
    """A piece of line between two neighbouring points, or the dashed bridge over a gap."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    point: Point


@dataclass(frozen=True)
class Tick:
    position: float
    label: str


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    dots: Sequence[Dot] = field(default=())
    lines: Sequence[Segment] = field(default=())
    gaps: Sequence[Segment] = field(default=())
    bars: Sequence[Bar] = field(default=())
    missing: Sequence[Segment] = field(default=())
    ticks: Sequence[Tick] = field(default=())
    years: Sequence[Tick] = field(default=())
    base: float = 0
    left: int = LEFT
    right: int = CHART_WIDTH - RIGHT


def step_above(largest: Decimal) -> Decimal:
    """Return the distance between grid lines, 1, 2 or 5 times a power of ten: four of them hold `largest`."""
    if largest <= 0:
        return Decimal(1)
    rough = largest / TICKS
    power = Decimal(10) ** rough.adjusted()
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _segments(dots: Sequence[Dot]) -> tuple[list[Segment], list[Segment]]:
    lines: list[Segment] = []
    gaps: list[Segment] = []
    for before, after in pairwise(dots):
        piece = Segment(before.x, before.y, after.x, after.y)
        neighbours = after.point.year - before.point.year == 1
        (lines if neighbours and after.point.joined else gaps).append(piece)
    return lines, gaps


def _across(points: Sequence[Point], left: float, right: float) -> dict[int, float]:
    """Spread the calendar evenly: a missing year takes its room."""
    first, last = points[0].year, points[-1].year
    if first == last:
        return {first: round((left + right) / 2, 1)}
    width = (right - left) / (last - first)
    return {year: round(left + (year - first) * width, 1) for year in range(first, last + 1)}


def trend(points: Sequence[Point]) -> Chart | None:
    """Lay out a small trend without axes, or None where fewer than two values are known.

    Points are joined only when the years are neighbours and `joined` says that unit, definition, basis and
    publisher are the same; otherwise a dashed bridge shows it.
    """
    ordered = sorted(points, key=lambda point: point.year)
    known = [point for point in ordered if point.value is not None]
    if len({point.year for point in known}) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    values = [point.value for point in known if point.value is not None]
    low, high = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    span = (high - low) or Decimal(1)
    across = _across(known, TREND_MARGIN, TREND_WIDTH - TREND_MARGIN)
    room = TREND_HEIGHT - 2 * TREND_MARGIN
    dots = [
        Dot(
            across[point.year],
            _height(point.value, low, span, TREND_MARGIN, room),
            point,
            last=point is known[-1],
        )
        for point in known
    ]
    lines, gaps = _segments(dots)
    return Chart(TREND_WIDTH, TREND_HEIGHT, dots=dots, lines=lines, gaps=gaps)


def _height(value: Decimal | None, low: Decimal, span: Decimal, top: float, room: float) -> float:
    share = float(((value or Decimal(0)) - low) / span)
    return round(top + room * (1 - share), 1)


def _scale(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, list[Decimal]]:
    low, high = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    step = step_above(max(high, -low))
    bottom = -((-low / step).to_integral_value(ROUND_CEILING)) * step
    top = max((high / step).to_integral_value(ROUND_CEILING) * step, step if low == 0 else Decimal(0))
    count = int((top - bottom) / step)
    return bottom, top - bottom, [bottom + step * index for index in range(count + 1)]


def _frame(points: Sequence[Point], scale: int) -> tuple[Decimal, Decimal, list[Tick], float]:
    values = [point.value for point in points if point.value is not None]
    low, span, marks = _scale(values)
    room = CHART_HEIGHT - TOP - BOTTOM
    ticks = [Tick(_height(mark, low, span, TOP, room), f"{(mark / scale).normalize():,f}") for mark in marks]
    return low, span, ticks, _height(Decimal(0), low, span, TOP, room)


def line_chart(points: Sequence[Point], label: Callable[[int], str] = str, scale: int = 1) -> Chart | None:
    """Lay out a line over years with axes; missing years stay open. None where nothing is known.

    `label` says what stands under a place of the axis (`points.month_label` where the points are months);
    `scale` is how many of the values make one of the shown unit (1000 for yen shown in thousands).
    """
    ordered = sorted(points, key=lambda point: point.year)
    known = [point for point in ordered if point.value is not None]
    if not known:
        return None
    low, span, ticks, base = _frame(known, scale)
    across = _across(ordered, LEFT + 18, CHART_WIDTH - RIGHT - 18)
    room = CHART_HEIGHT - TOP - BOTTOM
    dots = [Dot(across[point.year], _height(point.value, low, span, TOP, room), point) for point in known]
    lines, gaps = _segments(dots)
    years = [Tick(across[year], label(year)) for year in _spaced(list(across))]
    return Chart(CHART_WIDTH, CHART_HEIGHT, dots, lines, gaps, ticks=ticks, years=years, base=base)


def bar_chart(points: Sequence[Point], scale: int = 1) -> Chart | None:
    """Lay out one bar a year on a base line of zero. None where nothing is known.

    Zero is a thin bar, a year without a value a short dotted line: the two never look alike.
    """
    ordered = sorted(points, key=lambda point: point.year)
    known = [point for point in ordered if point.value is not None]
    if not known:
        return None
    low, span, ticks, base = _frame(known, scale)
    years = list(range(ordered[0].year, ordered[-1].year + 1))
    slot = (CHART_WIDTH - RIGHT - LEFT) / len(years)
    width = min(slot * 0.62, 56)
    room = CHART_HEIGHT - TOP - BOTTOM
    middle = {year: round(LEFT + slot * (year - years[0] + 0.5), 1) for year in years}
    bars = [
        _bar(point, middle[point.year], width, _height(point.value, low, span, TOP, room), base)
        for point in known
    ]
    absent = [middle[year] for year in years if year not in {point.year for point in known}]
    missing = [Segment(x, base - MISSING_HEIGHT, x, base) for x in absent]
    labels = [Tick(middle[year], str(year)) for year in _spaced(years)]
    return Chart(CHART_WIDTH, CHART_HEIGHT, bars=bars, missing=missing, ticks=ticks, years=labels, base=base)


def _bar(point: Point, middle: float, width: float, end: float, base: float) -> Bar:
    height = abs(base - end)
    top, height = (min(end, base), height) if height >= THIN else (base - THIN, float(THIN))
    return Bar(round(middle - width / 2, 1), round(top, 1), round(width, 1), round(height, 1), point)


def _spaced(years: list[int]) -> list[int]:
    """Leave out labels so that few enough stand under the chart, always with the last one."""
    step = -(-len(years) // LABELS)
    return years[::-1][::step][::-1]
