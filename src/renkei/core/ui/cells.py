"""One table cell or fact as HTML, in Python rather than a template: a list has hundreds of them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from renkei.core.ui import marks
from renkei.core.ui.text import bi
from renkei.kernel.money import format_amount, format_number

NOT_KNOWN = bi("未登録", "not recorded")


def _number(value: Any) -> SafeString:
    text = format_number(value, marks.language_now()) if isinstance(value, int | Decimal) else str(value)
    return marks.number_mark(text, value)


def _money(value: Any) -> SafeString:
    """Money is plain yen, shown with its unit, or (yen, text in the unit of the head, evidence address)."""
    if not isinstance(value, tuple):
        before, number, unit = marks.printed_parts(format_amount(int(value), language=marks.language_now()))
        return marks.money(int(value), unit, f"{before}{number}")
    yen, text, *url = value
    return marks.money(yen, "", str(text), url[0] if url else "")


def _state(value: Any) -> SafeString:
    return marks.state(getattr(value, "word", value), getattr(value, "tone", "neutral"))


_SHOWN: Mapping[str, Callable[[Any], SafeString]] = {
    "text": marks.names,
    "localised": marks.names,
    "number": _number,
    "ordinal": marks.ordinal,
    "moment": marks.moment,
    "money": _money,
    "figure": lambda answer: marks.figure_inline(answer, unit=False),
    "state": _state,
    "contact": marks.contact,
}
_DATED: Mapping[str, Callable[..., SafeString]] = {
    "day": marks.day,
    "period": marks.period,
    "fiscal_year": marks.fiscal_year,
}


def is_empty(cell: Any) -> bool:
    return cell.kind == "missing" or cell.value is None or cell.value == ""


def cell_html(cell: Any, *, era: bool = True) -> SafeString:
    """Show a cell by its kind; what is not recorded says so in words and is never a blank or a zero."""
    if is_empty(cell):
        words = cell.value or NOT_KNOWN
        inner = format_html('<span class="not-known">{}</span>', marks.names(words))
    elif cell.kind in _DATED:
        inner = _DATED[cell.kind](cell.value, era=era)
    else:
        inner = _SHOWN[cell.kind](cell.value)
    if cell.url:
        inner = format_html('<a href="{}">{}</a>', cell.url, inner)
    under = getattr(cell, "under", "")
    return format_html('{}<span class="under">{}</span>', inner, marks.names(under)) if under else inner


def cell_element(cell: Any, column: Any = None, *, era: bool = True) -> SafeString:
    """Return the whole <td>, or <th scope="row"> for the column that names the row."""
    classes = [
        name
        for name, wanted in (
            ("number", getattr(column, "numeric", False)),
            ("tight", getattr(column, "tight", False)),
            ("missing", is_empty(cell)),
        )
        if wanted
    ]
    attribute = format_html(' class="{}"', " ".join(classes)) if classes else ""
    inner = cell_html(cell, era=era)
    if getattr(column, "row_head", False):
        return format_html('<th scope="row"{}>{}</th>', attribute, inner)
    return format_html("<td{}>{}</td>", attribute, inner)
