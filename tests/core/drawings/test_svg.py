import re

import pytest
from defusedxml.ElementTree import fromstring

from renkei.core.drawings import model
from renkei.core.drawings.layout import narrow, wide
from renkei.core.drawings.model import Box, Detail, Line, LineKind, Picture, Shape
from renkei.core.drawings.svg import written

EVIL = "</text><script>alert(1)</script><a href='x' onload=\"y\">&amp;\x00\x0b\ud800]]>"
ALLOWED = {"svg", "title", "desc", "g", "rect", "text", "polyline", "polygon"}
NAMES = {"見本県", "見本市"}


def picture(one="見本県", other="見本市", word="連携"):
    boxes = (
        Box("a", one, Shape.PARTY, (Detail(one),), (Detail(one),)),
        Box("b", other, Shape.BODY, feet=(Detail(other),)),
        Box("c", other, Shape.FUNCTION, inside="b"),
    )
    lines = tuple(Line("a", "b", kind, word) for kind in LineKind)
    return Picture(boxes, lines, dict.fromkeys(LineKind, word))


def drawn(found, lay_out=wide, title="題", description="説明"):
    return written(lay_out(found), title=title, description=description, identifier="d")


def elements(svg):
    return [(each.tag.rpartition("}")[2], each) for each in fromstring(svg).iter()]


@pytest.mark.parametrize("lay_out", [wide, narrow])
def test_whatever_is_written_comes_out_as_text(lay_out):
    svg = drawn(picture(EVIL, EVIL, EVIL), lay_out, EVIL, EVIL)
    found = elements(svg)
    assert {name for name, _ in found} <= ALLOWED
    assert not [key for _, each in found for key in each.attrib if key.startswith("on") or "href" in key]
    texts = "".join(each.text or "" for _, each in found)
    assert "alert(1)" in "".join(texts.split())


def test_it_stands_for_itself():
    svg = drawn(picture())
    found = elements(svg)
    assert {name for name, _ in found} == ALLOWED
    assert not [key for _, each in found for key in each.attrib if key in {"style", "class"}]
    assert "url(" not in svg
    root = found[0][1]
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    assert [each.get("id") for name, each in found if name in {"title", "desc"}] == named
    assert "Noto Sans CJK JP" in root.get("font-family")


def test_the_same_picture_gives_the_same_bytes():
    assert drawn(picture()) == drawn(picture())


def test_numbers_are_short():
    numbers = re.findall(r'(?:x|y|width|height|points)="([^"]+)"', drawn(picture()))
    assert numbers
    assert not [each for each in numbers if re.search(r"\.\d\d|e-|-0(?!\.)\b", each)]


def test_kinds_of_line_differ_without_colour():
    groups = [each for name, each in elements(drawn(picture())) if each.get("data-from")]
    looks = set()
    for group in groups:
        line, *heads = list(group)
        looks.add((line.get("stroke-width"), line.get("stroke-dasharray"), len(heads)))
    assert len(groups) == len(LineKind)
    assert len(looks) == len(LineKind)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", [model.PAPER, model.TINT, model.GROUND])
@pytest.mark.parametrize("ink", [model.INK, model.INK_SOFT, model.ACCENT])
def test_inks_stand_out_from_every_ground(ink, ground):
    assert (luminance(ground) + 0.05) / (luminance(ink) + 0.05) >= 4.5


def test_numbers_in_texts_say_what_they_are():
    boxes = (Box("a", "第2期", Shape.BODY, (Detail("35,000千円", "figure"), Detail("令和5年度", "date"))),)
    found = [(each.text, each.get("data-number")) for name, each in elements(drawn(Picture(boxes, ())))]
    assert ("第2期", "ordinal") in found
    assert ("35,000千円", "figure") in found
    assert ("令和5年度", "date") in found
    assert ("題", None) in found
