"""Spans as HTML: every number marked for what it is, so that a reader can follow it to its source."""

from __future__ import annotations

from functools import singledispatch

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from renkei.core.blocks.model import (
    AmountSpan,
    ContactSpan,
    DateSpan,
    DifferenceSpan,
    Fallback,
    FigureSpan,
    HiddenSpan,
    LinkSpan,
    OrdinalSpan,
    RecordSpan,
    Spans,
    Text,
    YearSpan,
)
from renkei.core.ui import marks


def spans_to_html(spans: Spans) -> SafeString:
    """Return resolved spans as HTML. Raises TypeError for a placeholder that was never resolved."""
    return format_html_join("", "{}", ((_html(span),) for span in spans))


@singledispatch
def _html(span: object) -> SafeString:
    msg = f"not resolved: {span!r}"
    raise TypeError(msg)


@_html.register
def _(span: Text) -> SafeString:
    return conditional_escape(span.text)


@_html.register
def _(span: FigureSpan) -> SafeString:
    if span.value is None:
        words = format_html('<span class="not-known">{}</span>', span.text)
        number = format_html('<a class="figure" data-number="figure" href="{}">{}</a>', span.address, words)
    else:
        number = marks.number_mark(span.text, span.value, span.address)
    return (
        format_html('{}\u00a0<span class="figure-unit">{}</span>', number, span.unit) if span.unit else number
    )


@_html.register
def _(span: AmountSpan) -> SafeString:
    return format_html(
        '<a data-number="figure" href="{}"><data value="{}">{}</data></a>',
        span.address,
        span.value,
        span.text,
    )


@_html.register
def _(span: DifferenceSpan) -> SafeString:
    # No class figure: the evidence it leads to is that of what it is taken from, and shows another number.
    return format_html(
        '<a data-number="figure" data-less="{}@{}" href="{}"><data value="{}">{}</data></a>',
        span.less_code,
        span.less_fiscal_year,
        span.address,
        marks.machine_number(span.value),
        span.text,
    )


@_html.register
def _(span: DateSpan) -> SafeString:
    if "/" in span.value:
        mark = format_html('<span class="period" data-number="date">{}</span>', span.text)
    else:
        mark = format_html('<time datetime="{}" data-number="date">{}</time>', span.value, span.text)
    return format_html('<a href="{}">{}</a>', span.address, mark) if span.address else mark


@_html.register
def _(span: YearSpan) -> SafeString:
    machine = f"{span.fiscal_year:04d}"
    return format_html('<time datetime="{}" data-number="date">{}</time>', machine, span.text)


@_html.register
def _(span: OrdinalSpan) -> SafeString:
    return marks.ordinal(span.text)


@_html.register
def _(span: ContactSpan) -> SafeString:
    return marks.contact(span.text)


@_html.register
def _(span: RecordSpan) -> SafeString:
    label = spans_to_html(span.label)
    return format_html('<a href="{}">{}</a>', span.address, label) if span.address else label


@_html.register
def _(span: LinkSpan) -> SafeString:
    return format_html('<a href="{}" rel="external">{}</a>', span.address, spans_to_html(span.label))


@_html.register
def _(span: HiddenSpan) -> SafeString:
    return format_html('<span class="not-public">{}</span>', span.text)


@_html.register
def _(span: Fallback) -> SafeString:
    return format_html('<span lang="{}" class="fallback">{}</span>', span.language, spans_to_html(span.spans))
