"""The cluster's accent as a style sheet."""

from __future__ import annotations

import colorsys

from renkei.core.ui.colour import AA, contrast, rgb, shade

DEFAULT_ACCENT = "#006173"


def stylesheet(accent: str) -> str:
    """Return the four colours of the accent; an accent that cannot be read on white gives way to the default."""
    try:
        colour = accent if contrast(accent, "#ffffff") >= AA else DEFAULT_ACCENT
    except ValueError:
        colour = DEFAULT_ACCENT
    lightness = colorsys.rgb_to_hls(*rgb(colour))[1]
    return (
        ":root {\n"
        f"  --accent: {colour};\n"
        f"  --accent-deep: {shade(colour, lightness * 0.8)};\n"
        f"  --accent-ink: {shade(colour, lightness * 0.57)};\n"
        f"  --accent-tint: {shade(colour, 0.945, 0.6)};\n"
        "}\n"
    )
