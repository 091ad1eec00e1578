from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.core.drawings.layout import NARROW, WIDE, narrow, wide
from renkei.core.drawings.model import Box, Detail, Line, LineKind, Picture, Place, Shape
from renkei.core.drawings.ranks import rows_of

LEAST_POINTS = 7


def box(identifier, title="", **values):
    return Box(identifier, title or f"見本{identifier}", Shape.BODY, **values)


def line(source, target, kind=LineKind.ACT, word="", **values):
    return Line(source, target, kind, word, **values)


def areas(layout):
    return {placed.box.id: placed.area for placed in layout.boxes}


def names(rows):
    return [[each.id for each in row] for row in rows]


@st.composite
def pictures(draw):
    """Up to twelve boxes, some inside others, with lines and hints of any kind."""
    count = draw(st.integers(1, 12))
    place = st.builds(Place, st.none() | st.integers(1, 4), st.none() | st.integers(1, 4))
    boxes = []
    for at in range(count):
        inside = draw(st.sampled_from(["", *(f"b{each}" for each in range(at))]))
        title = draw(
            st.sampled_from(["見本県", "見本推進会議および連絡調整会議", "Mihon Council for Samples"])
        )
        details = tuple(
            Detail("構成団体：大学関係者、各産業支援機関等") for _ in range(draw(st.integers(0, 3)))
        )
        boxes.append(box(f"b{at}", title, inside=inside, details=details, place=draw(place)))
    ends = st.sampled_from([each.id for each in boxes])
    lines = draw(
        st.lists(
            st.builds(line, ends, ends, st.sampled_from(LineKind), st.sampled_from(["", "連携・調整"])),
            max_size=8,
        )
    )
    legend = {LineKind.MEMBER: "構成員", LineKind.BELONGS: "属する"}
    return Picture(tuple(boxes), tuple(lines), legend, across=draw(st.booleans()))


@settings(deadline=None, max_examples=60)
@given(pictures(), st.sampled_from([wide, narrow]))
def test_boxes_never_lie_on_each_other_and_hold_what_is_inside_them(picture, lay_out):
    found = areas(lay_out(picture))
    assert set(found) == {each.id for each in picture.boxes}
    for one, other in combinations(found, 2):
        around = picture.around(one), picture.around(other)
        if other in around[0]:
            outer, inner = found[other], found[one]
        elif one in around[1]:
            outer, inner = found[one], found[other]
        else:
            assert not found[one].meets(found[other])
            continue
        assert outer.x <= inner.x
        assert outer.y <= inner.y
        assert inner.right <= outer.right + 0.01
        assert inner.bottom <= outer.bottom + 0.01


@settings(deadline=None, max_examples=60)
@given(pictures(), st.sampled_from([wide, narrow]))
def test_every_line_is_drawn_or_told_in_words(picture, lay_out):
    layout = lay_out(picture)
    drawn = [placed.line for placed in layout.lines]
    titles = {each.id: each.title for each in picture.boxes}
    said = {placed.box.id: "".join(detail.text for detail in placed.box.details) for placed in layout.boxes}
    for each in picture.lines:
        told = titles[each.target] in said[each.source] or titles[each.source] in said[each.target]
        assert each in drawn or told
    for placed in layout.lines:
        for (ax, ay), (bx, by) in pairwise(placed.path):
            assert ax == bx or ay == by


def test_lines_go_from_border_to_border():
    layout = wide(Picture((box("a"), box("b")), (line("a", "b", word="調整"),)))
    found, (drawn,) = areas(layout), layout.lines
    assert drawn.path[0][1] == pytest.approx(found["a"].bottom)
    assert drawn.path[-1][1] == pytest.approx(found["b"].y)
    assert drawn.path[0][0] == drawn.path[-1][0]


def test_without_hints_what_acts_stands_above_and_what_rises_below():
    assert names(rows_of(Picture((box("a"), box("b")), (line("b", "a"),)), "")) == [["b"], ["a"]]
    rising = line("b", "a", LineKind.BELONGS, rises=True)
    assert names(rows_of(Picture((box("a"), box("b")), (rising,)), "")) == [["a"], ["b"]]


def test_hints_set_rows_and_order():
    boxes = (box("a", place=Place(2)), box("b", place=Place(1, 2)), box("c", place=Place(1, 1)))
    picture = Picture(boxes, (line("a", "b"),))
    assert names(rows_of(picture, "")) == [["c", "b"], ["a"]]
    found = areas(wide(picture))
    assert found["c"].x < found["b"].x
    assert found["c"].y == found["b"].y < found["a"].y


def test_some_hints_are_kept_while_the_rest_is_found():
    boxes = (box("a"), box("b", place=Place(1)), box("c", place=Place(2)), box("d"))
    rows = names(rows_of(Picture(boxes, (line("c", "d"),)), ""))
    level = {name: at for at, row in enumerate(rows) for name in row}
    assert level["b"] < level["c"] < level["d"]


def test_across_rows_become_columns():
    boxes = tuple(box(name, place=Place(row)) for row, name in enumerate("abc", 1))
    lines = (line("a", "b", word="指導・助言"), line("b", "c"))
    found = areas(wide(Picture(boxes, lines, across=True)))
    assert found["a"].y == found["b"].y == found["c"].y
    assert found["a"].right < found["b"].x < found["b"].right < found["c"].x


def test_many_boxes_fit_the_page_and_the_phone():
    picture = Picture(tuple(box(f"b{at}", f"見本第{at}専門委員会") for at in range(60)), ())
    assert smallest_on_paper(wide(picture)) >= LEAST_POINTS
    assert narrow(picture).width <= NARROW


def smallest_on_paper(layout):
    """The size in points of the smallest letter, on a page whose text is 164 mm wide and a drawing 218 mm high."""
    sizes = [line.size for placed in layout.boxes for text in placed.texts for line in text.block.lines]
    room = 164 / (layout.width + 16), 218 / (layout.height + 16)
    return min(sizes) * 0.75 * min(1, *(each / 25.4 * 96 for each in room))


def test_what_is_tall_is_laid_out_wider_so_that_its_letters_stay_large_on_paper():
    told = Detail(
        "Chair: Director for science and technology policy (Industrial Strategy Division, Commerce)"
    )
    boxes = tuple(
        box(f"b{at}", "Committee for Promoting Results", details=(told,) * 3, place=Place(at // 2, at % 2))
        for at in range(12)
    )
    found = wide(Picture(boxes, ()))
    assert found.width > WIDE
    assert smallest_on_paper(found) >= LEAST_POINTS
    assert wide(Picture(boxes[:4], ())).width <= WIDE


@pytest.mark.parametrize("lay_out", [wide, narrow])
def test_no_english_word_is_cut(lay_out):
    title = "Managing-corporation function"
    office = "Coordination office of the Institute for Advanced Biosciences (Keio University)"
    boxes = (
        box("coordinators", "Management coordinators", place=Place(1, 2)),
        box("institute", "Institute for Advanced Biosciences", place=Place(1, 1)),
        box("corporation", title, inside="coordinators", place=Place(1, 1)),
        box("office", office, inside="coordinators", place=Place(1, 2)),
    )
    lines = (line("corporation", "office", LineKind.TOGETHER, "Liaison and coordination"),)
    found = lay_out(Picture(boxes, lines))
    assert [each.line for each in found.lines] == list(lines)
    for placed in found.boxes:
        said = [each.text for text in placed.texts for each in text.block.lines if each.bold]
        parts = {*placed.box.title.split(), *placed.box.title.replace("-", "- ").split()}
        assert {word for each in said for word in each.split()} <= parts


def test_words_on_lines_stay_within_the_drawing():
    boxes = (
        box("above", "見本", place=Place(1), details=(Detail("説明" * 40),) * 2),
        box("left", place=Place(2, 1)),
        box("right", place=Place(2, 2)),
    )
    found = wide(Picture(boxes, (line("above", "right", word="Guidance and advice"),)))
    (joined,) = found.lines
    assert joined.word.area.right <= max(placed.area.right for placed in found.boxes)


def test_on_a_phone_neighbours_are_joined_and_the_others_named():
    boxes = tuple(box(name, place=Place(row)) for row, name in enumerate("abc", 1))
    layout = narrow(Picture(boxes, (line("a", "b", word="指導"), line("a", "c", word="助言"))))
    assert [placed.line.target for placed in layout.lines] == ["b"]
    assert [detail.text for detail in layout.boxes[0].box.details] == ["→ 見本c（助言）"]
    found = areas(layout)
    assert {area.x for area in found.values()} == {0}


def test_members_that_cannot_be_drawn_are_told_together():
    boxes = tuple(box(name, place=Place(row)) for row, name in enumerate("abc", 1))
    lines = (line("a", "c", LineKind.MEMBER), line("b", "c", LineKind.MEMBER))
    layout = narrow(Picture(boxes, lines, {LineKind.MEMBER: "構成員"}))
    assert layout.lines == ()
    assert [detail.text for detail in layout.boxes[2].box.details] == ["構成員：見本a、見本b"]


def test_a_line_never_runs_through_a_box():
    boxes = tuple(box(f"b{at}", place=Place(at // 3 + 1, at % 3 + 1)) for at in range(12))
    lines = tuple(line(f"b{at}", f"b{(at * 5 + 3) % 12}", word="調整") for at in range(12))
    layout = wide(Picture(boxes, lines))
    found = areas(layout)
    assert len(layout.lines) > 4
    for placed in layout.lines:
        assert not placed.blocked
        for name, area in found.items():
            if name not in {placed.line.source, placed.line.target}:
                for (ax, ay), (bx, by) in pairwise(placed.path):
                    apart = max(ax, bx) <= area.x or min(ax, bx) >= area.right
                    assert apart or max(ay, by) <= area.y or min(ay, by) >= area.bottom


def test_the_legend_names_the_kinds_that_are_drawn():
    legend = {LineKind.ACT: "働き", LineKind.MEMBER: "構成員"}
    layout = wide(Picture((box("a"), box("b")), (line("a", "b"),), legend))
    assert [item.kind for item in layout.legend] == [LineKind.ACT]
