"""Lines join only neighbours that are counted alike; nought and nothing never look the same."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from renkei.core.ui import charts
from renkei.core.ui.points import Point, points

values = st.one_of(st.none(), st.integers(-5000, 5000).map(Decimal))
rows = st.lists(
    st.tuples(st.integers(2000, 2030), values, st.booleans()), max_size=12, unique_by=lambda row: row[0]
)


def row(*given_values, first=2018):
    return [
        Point(first + place, None if value is None else Decimal(value))
        for place, value in enumerate(given_values)
    ]


def test_neighbours_are_joined_and_a_missing_year_is_a_gap():
    drawn = charts.trend(row(1, 2, None, 4))
    assert len(drawn.lines) == 1
    assert len(drawn.gaps) == 1
    assert [dot.last for dot in drawn.dots] == [False, False, True]


def test_a_break_in_the_definition_is_a_gap():
    counted = row(1, 2, 3)
    counted[1] = Point(2019, Decimal(2), joined=False)
    drawn = charts.line_chart(counted)
    assert (len(drawn.lines), len(drawn.gaps)) == (1, 1)


def test_one_value_is_no_trend_and_none_is_no_chart():
    assert charts.trend(row(5)) is None
    assert charts.trend(row(5, None)) is None
    assert charts.trend([]) is None
    assert charts.line_chart(row(None)) is None
    assert charts.bar_chart([]) is None


def test_the_axis_is_in_the_shown_unit():
    counted = row(11_500_000, 36_300_000)
    for drawn in (charts.line_chart(counted, scale=1000), charts.bar_chart(counted, scale=1000)):
        assert [tick.label for tick in drawn.ticks] == ["0", "10,000", "20,000", "30,000", "40,000"]
    assert [tick.label for tick in charts.bar_chart(counted).ticks][-1] == "40,000,000"


def test_a_single_value_is_still_a_chart():
    assert len(charts.line_chart(row(5)).dots) == 1
    assert len(charts.bar_chart(row(5)).bars) == 1


def test_nought_is_a_bar_and_an_unknown_year_is_not():
    drawn = charts.bar_chart(row(10, 0, None, 20))
    assert [bar.point.year for bar in drawn.bars] == [2018, 2019, 2021]
    assert drawn.bars[1].height == charts.THIN
    assert len(drawn.missing) == 1


def test_negative_bars_hang_below_the_base():
    drawn = charts.bar_chart(row(10, -10))
    assert drawn.bars[0].y < drawn.base
    assert drawn.bars[1].y == drawn.base
    assert drawn.bars[0].height == drawn.bars[1].height


@given(rows)
def test_everything_drawn_lies_inside_the_frame(given_rows):
    for draw in (charts.line_chart, charts.bar_chart, charts.trend):
        drawn = draw(points(given_rows))
        known = sum(value is not None for _, value, _ in given_rows)
        if drawn is None:
            assert known < 2
            continue
        shown = drawn.dots or drawn.bars
        assert len(shown) == known
        assert all(0 <= dot.x <= drawn.width and 0 <= dot.y <= drawn.height for dot in drawn.dots)
        assert all(bar.y >= 0 and bar.y + bar.height <= drawn.height + 0.1 for bar in drawn.bars)
        assert all(0 <= tick.position <= drawn.height for tick in drawn.ticks)
        assert len(drawn.years) <= charts.LABELS


@given(st.decimals("0.001", "1000000000", places=3))
def test_four_grid_lines_hold_the_largest_value(largest):
    step = charts.step_above(largest)
    assert step * charts.TICKS >= largest
    assert step * charts.TICKS <= largest * 6


def test_nothing_has_a_step_of_one():
    assert charts.step_above(Decimal(0)) == 1


def test_points_are_read_from_tuples_too():
    assert points([(2020, 3, False), (2021, None)]) == [
        Point(2020, Decimal(3), joined=False),
        Point(2021, None, joined=True),
    ]
    assert points([Point(2020, None)]) == [Point(2020, None)]
    assert points(["nonsense"]) == []
