"""Drawings of boxes and lines: what is drawn as data, measured, laid out and written as SVG."""
