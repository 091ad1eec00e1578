"""A chart of the screens as a drawing that stands for itself, in papers and documents too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from renkei.core.drawings.model import FONTS

if TYPE_CHECKING:
    from renkei.core.ui.charts import Chart


def chart_svg(chart: Chart, *, alternative: str) -> str:
    """Return the chart as an SVG document: the marks of the screens, with colours where no style sheet gives any."""
    marks = SafeString(render_to_string("ui/_chart_marks.html", {"chart": chart}).strip())
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}" font-family="{}">{}</svg>',
        chart.width,
        chart.height,
        chart.width,
        chart.height,
        alternative,
        FONTS,
        marks,
    )
