"""Photographs: whether they can be read, and how large they are."""

from __future__ import annotations

import warnings
from typing import IO

from PIL import Image, UnidentifiedImageError

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

PICTURES = frozenset({"image/png", "image/jpeg"})
MOST_PIXELS = 50_000_000  # 50 megapixels: above what cameras give, far below what would exhaust the memory


def size_of_picture(stream: IO[bytes], name: str) -> tuple[int, int]:
    """Return width and height in pixels, read from the head of the file; leaves the stream at its start.

    Raises RuleBroken("file.picture_too_large") above 50 megapixels, RuleBroken("file.type_refused") for what is no
    picture.
    """
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(stream, formats=("PNG", "JPEG")) as found:
                width, height = found.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        message = Localised.both(
            f"「{name}」は写真として読めません。", f"“{name}” cannot be read as a picture."
        )
        if isinstance(error, Image.DecompressionBombError):
            raise _too_large(name) from error
        raise RuleBroken("file.type_refused", message) from error
    finally:
        stream.seek(0)
    if width * height > MOST_PIXELS:
        raise _too_large(name)
    return width, height


def _too_large(name: str) -> RuleBroken:
    most = MOST_PIXELS // 1_000_000
    return RuleBroken(
        "file.picture_too_large",
        Localised.both(
            f"「{name}」は画素数が多すぎます。{most}00万画素までに縮めてください。",
            f"“{name}” has too many pixels. Make it {most} megapixels or less.",
        ),
    )
