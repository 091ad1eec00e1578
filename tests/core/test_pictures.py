"""Photographs: read by their head, refused with the reason."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from renkei.core.files.pictures import MOST_PIXELS, size_of_picture
from renkei.core.files.services import inspect_file
from renkei.kernel.errors import RuleBroken


def png(width, height):
    """A PNG that says how large it is, and holds hardly anything."""
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0),
        b"IDAT": zlib.compress(b""),
        b"IEND": b"",
    }
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts.items()
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def picture(form):
    found = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(found, form)
    found.seek(0)
    return found


@pytest.mark.parametrize(("form", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg")])
def test_a_photograph_is_kept_with_its_size(form, name):
    assert size_of_picture(picture(form), name) == (40, 30)
    assert inspect_file(picture(form), name).media_type == f"image/{form.lower()}"


@pytest.mark.parametrize("pixels", [(20_000, 10_000), (MOST_PIXELS, 2), (60_000, 60_000)])
def test_a_picture_that_would_fill_the_memory_is_refused_without_reading_it(pixels):
    with pytest.raises(RuleBroken) as refused:
        inspect_file(png(*pixels), "huge.png")
    assert refused.value.code == "file.picture_too_large"
    assert "huge.png" in refused.value.message.text("en")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("half.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("photo.gif", b"GIF89a" + bytes(20)),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(40)),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(name, content):
    with pytest.raises(RuleBroken) as refused:
        inspect_file(io.BytesIO(content), name)
    assert refused.value.code == "file.type_refused"
    assert name in refused.value.message.text("ja")
