"""`{% load renkei %}`: two languages side by side, marked numbers and dates, and the components."""

from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from renkei.core.ui import cells, charts, marks
from renkei.core.ui.points import month_label, points
from renkei.kernel.money import DisplayUnit, Rounding, format_amount

register = template.Library()

_SOURCES = {
    "stated": ("資料による値", "Stated in a document"),
    "computed": ("記録から計算", "Computed from records"),
}
_TONES = {
    "draft": "neutral",
    "planned": "neutral",
    "proposed": "info",
    "in_review": "info",
    "open": "info",
    "active": "good",
    "in_force": "good",
    "approved": "good",
    "decided": "good",
    "published": "good",
    "held": "good",
    "waiting": "warn",
    "overdue": "late",
    "refused": "late",
    "withdrawn": "ended",
    "ended": "ended",
    "expired": "ended",
    "archived": "ended",
}


def _setting(context: Context, name: str, default: Any) -> Any:
    cluster = context.get("cluster")
    found = cluster.get(name, default) if isinstance(cluster, dict) else getattr(cluster, name, default)
    return default if found is None else found


def _era(context: Context) -> bool:
    if str(_setting(context, "era_display", default="era")) == "western":
        return False
    return bool(_setting(context, "shows_era", default=True))


@register.simple_tag
def t(japanese: str, english: str, **values: object) -> SafeString:
    """`{% t "全{n}件" "{n} in all" n=total %}`: the words of the active language, with values filled in."""
    text = english if marks.language_now() != "ja" else japanese
    return format_html(text, **values) if values else conditional_escape(text)


@register.filter
def loc(value: object) -> SafeString:
    return marks.localised(value)


@register.filter
def names(value: object) -> SafeString:
    """Like `loc`, for the main content: numbers inside the text are marked as ordinals."""
    return marks.names(value)


@register.simple_tag
def number(text: object, value: object, url: str = "") -> SafeString:
    """Mark a figure that a view has put into words: `{% number "40,373" 40373000 evidence_url %}`."""
    return marks.number_mark(str(text), value, url)


@register.filter
def loc_plain(value: object) -> str:
    return marks.plain(value)


@register.filter
def letter(value: object) -> str:
    """Return the first sign of a name, for the disc beside it."""
    return marks.plain(value)[:1]


@register.filter
def file_size(size_bytes: int | None) -> str:
    """Return 340 KB or 1.2 MB, in steps of 1,000."""
    if size_bytes is None:
        return ""
    if size_bytes < 1_000_000:  # noqa: PLR2004
        return f"{max(1, round(size_bytes / 1000)):,} KB"
    return f"{size_bytes / 1_000_000:,.1f} MB"


@register.simple_tag(takes_context=True)
def day(context: Context, value: object, url: str = "") -> SafeString:
    return marks.day(value, era=_era(context), url=url)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: Any) -> SafeString:
    """Show a date or a date with its time."""
    return (
        marks.moment(value, era=_era(context))
        if hasattr(value, "hour")
        else marks.day(value, era=_era(context))
    )


@register.simple_tag(takes_context=True)
def period(context: Context, value: object, url: str = "") -> SafeString:
    return marks.period(value, era=_era(context), url=url)


@register.simple_tag(takes_context=True)
def fiscal_year(context: Context, start_year: object, style: str = "FY") -> SafeString:
    first = int(_setting(context, "first_month", default=4))
    return marks.fiscal_year(start_year, era=_era(context), style=style, first_month=first)


@register.simple_tag
def ordinal(value: object) -> SafeString:
    return marks.ordinal(value)


@register.simple_tag
def contact(value: object) -> SafeString:
    return marks.contact(value)


@register.simple_tag
def shape(tone: str) -> SafeString:
    return marks.shape(tone)


@register.simple_tag
def state(record: Any, tone: str = "") -> SafeString:
    """Show the state of a record, of a `StateView`, or a word with `tone`."""
    if isinstance(record, str):
        return marks.state(record, tone or _TONES.get(record, "neutral"))
    value = getattr(record, "state", record)
    display = getattr(record, "get_state_display", None)
    word = display() if callable(display) else getattr(value, "word", getattr(value, "label", value))
    known = (
        getattr(record, "state_tone", "") or getattr(value, "tone", "") or _TONES.get(str(value), "neutral")
    )
    return marks.state(word, tone or known)


@register.simple_tag
def figure_inline(answer: object, *, unit: bool = True) -> SafeString:
    return marks.figure_inline(answer, unit=unit)


@register.simple_tag
def money(yen: Any, unit: str = "yen", url: str = "", rounding: str = "half_up") -> SafeString:
    """`{% money amount "thousand" %}`: 40,373千円; the exact yen stand in the data."""
    language = marks.language_now()
    if yen is None:
        return marks.money(None, "", str(cells.NOT_KNOWN))
    text = format_amount(int(yen), DisplayUnit(unit), Rounding(rounding), language)
    before, number, after = marks.printed_parts(text)
    return marks.money(int(yen), after, f"{before}{number}", url)


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: object) -> str:
    """Return the query string with `changes`; None or "" takes a key out. Filters go back to page one."""
    request = context.get("request")
    query: QueryDict = request.GET.copy() if request is not None else QueryDict(mutable=True)
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def cell(context: Context, value: Any, column: Any = None) -> SafeString:
    return cells.cell_element(value, column, era=_era(context))


@register.simple_tag(takes_context=True)
def cell_text(context: Context, value: Any) -> SafeString:
    return cells.cell_html(value, era=_era(context))


@register.simple_tag(takes_context=True)
def table_rows(context: Context, table: Any) -> SafeString:
    """Draw all rows of a table in one go."""
    era = _era(context)
    columns = list(table.columns)
    drawn = []
    for row in table.rows:
        pairs = zip(row, columns, strict=True)
        drawn.append(
            f"<tr>{''.join(cells.cell_element(each, column, era=era) for each, column in pairs)}</tr>"
        )
    return SafeString("".join(drawn))


def _source(answer: object) -> tuple[str, str, str]:
    """Return the tone and both words of where the value comes from."""
    source = str(getattr(answer, "source", "") or "")
    japanese, english = _SOURCES.get(source, ("", ""))
    return ("good" if source == "computed" else ""), japanese, english


@register.inclusion_tag("ui/_figure.html", takes_context=True)
def figure(
    context: Context,
    answer: Any,
    level: int = 3,
    size: str = "",
    linked: bool = True,  # noqa: FBT001, FBT002 - named in every template
) -> dict[str, Any]:
    """Show a figure as a card: number, unit, period and kind in words, trend, source, way to its evidence.

    `linked=False` is for the page of the evidence itself, which need not lead to where the reader is.
    """
    language = marks.language_now()
    before, number, after = marks.printed_parts(marks.answer_text(answer, language))
    value = getattr(answer, "value", None)
    rows = points(getattr(answer, "trend", None) or ())
    known = [row for row in rows if row.value is not None]
    tone, japanese, english = _source(answer)
    return {
        "answer": answer,
        "known": value is not None and bool(number),
        "about": before,
        "number": number,
        "unit": after,
        "words": f"{before}{number}{after}",
        "machine": marks.machine_number(value) if value is not None else "",
        "trend": charts.trend(known),
        "first_year": known[0].year if known else None,
        "last_year": known[-1].year if known else None,
        "source_tone": tone,
        "source_words": english if language != "ja" else japanese,
        "level": level,
        "linked": linked,
        "size": size,
        "cluster": context.get("cluster"),
        "request": context.get("request"),
    }


@register.inclusion_tag("ui/_chart.html", takes_context=True)
def chart(context: Context, view: Any) -> dict[str, Any]:
    """Draw a chart with its table."""
    rows = points(view.points)
    label = month_label if view.span == "month" else str
    lines = view.shape == "line"
    drawn = charts.line_chart(rows, label, view.scale) if lines else charts.bar_chart(rows, view.scale)
    shown = rows if view.span == "year" else []
    return {"view": view, "chart": drawn, "rows": shown, "cluster": context.get("cluster")}


@register.simple_tag(takes_context=True)
def table_footer(context: Context, table: Any) -> SafeString:
    pairs = zip(table.footer, table.columns, strict=True)
    return SafeString("".join(cells.cell_element(each, column, era=_era(context)) for each, column in pairs))


@register.simple_tag
def point_value(point: Any) -> SafeString:
    """Show one year's value of a chart, leading to its evidence."""
    return marks.number_mark(point.printed or f"{point.value:,f}", point.value, point.evidence_url)
