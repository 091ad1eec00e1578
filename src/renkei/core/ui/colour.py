"""Colours of the cluster: contrast by WCAG 2.2 and shades from one accent."""

from __future__ import annotations

import colorsys
import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
AA = 4.5
LINEAR_UP_TO = 0.04045


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1. Raises ValueError for what is not # and six digits."""
    if not HEX.fullmatch(colour):
        raise ValueError(colour)
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Return relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    linear = [
        part / 12.92 if part <= LINEAR_UP_TO else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def shade(colour: str, lightness: float, saturation: float = 1.0) -> str:
    """Return the same hue at another lightness (0 to 1), its saturation multiplied."""
    hue, _, strength = colorsys.rgb_to_hls(*rgb(colour))
    parts = colorsys.hls_to_rgb(hue, lightness, min(1.0, strength * saturation))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
