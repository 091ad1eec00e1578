"""How numbers, dates and texts of two languages are marked in HTML, so that each leads to its source."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from renkei.kernel.eras import format_date
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

_PRINTED = re.compile(r"(?P<before>[^\d△▲+-]*)(?P<number>[△▲+-]?\d[\d,]*(?:\.\d+)?)(?P<after>.*)", re.DOTALL)
_DIGITS = re.compile(r"([0-9０-９]+(?:[.,:/-][0-9０-９]+)*)")
_TELEPHONE = re.compile(r"\+?[\d()\- ]{9,}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def language_now() -> str:
    """Return "ja" or "en": the language of the page being made, Japanese where none is active."""
    return (get_language() or "ja").partition("-")[0]


def resolved(value: object, language: str) -> tuple[str, str]:
    """Return a text and the language it stands in; plain strings stand in the language of the page."""
    if isinstance(value, Localised):
        return value.resolve(language)
    if isinstance(value, Mapping):
        return Localised({str(tag): str(text) for tag, text in value.items() if text}).resolve(language)
    return ("" if value is None else str(value)), language


def plain(value: object) -> str:
    return resolved(value, language_now())[0]


def localised(value: object) -> SafeString:
    """Show a localised value; a text of another language is wrapped so that it is read aloud as such."""
    language = language_now()
    text, found = resolved(value, language)
    if not text or found == language:
        return conditional_escape(text)
    return format_html('<span lang="{}" class="fallback">{}</span>', found, text)


def names(value: object) -> SafeString:
    """Show a localised value; a number inside it is part of a name (第3期) and marked as an ordinal."""
    if isinstance(value, SafeString):
        return value
    language = language_now()
    text, found = resolved(value, language)
    marked = SafeString("".join(_counted(part) for part in _DIGITS.split(text)))
    if not text or found == language:
        return marked
    return format_html('<span lang="{}" class="fallback">{}</span>', found, marked)


def _counted(part: str) -> str:
    return ordinal(part) if _DIGITS.fullmatch(part) else conditional_escape(part)


def machine_number(value: object) -> str:
    """Return a number as data readers want it: 540961000, 0.25; never 1E+3."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def printed_parts(printed: str) -> tuple[str, str, str]:
    """Split 約19人 into ("約", "19", "人"); words without a number come back as ("", "", words)."""
    match = _PRINTED.fullmatch(printed.strip())
    if not match:
        return "", "", printed.strip()
    return match["before"].strip(), match["number"], match["after"].strip()


def answer_text(answer: object, language: str) -> str:
    text = getattr(answer, "text", None)
    if callable(text):
        return str(text(language))
    printed = text if text is not None else getattr(answer, "printed", "")
    return resolved(printed, language)[0]


def number_mark(text: str, value: object, url: str = "") -> SafeString:
    """Mark a figure; with an address the number leads there."""
    machine = machine_number(value) if value is not None else ""
    data = format_html('<data value="{}" class="figure" data-number="figure">{}</data>', machine, text)
    if not url:
        return data
    return format_html('<a class="figure" data-number="figure" href="{}">{}</a>', url, data)


def figure_inline(answer: object, *, unit: bool = True) -> SafeString:
    """Show a figure in a sentence or a cell: the number leads to its evidence, the unit stands beside it."""
    language = language_now()
    before, number, after = printed_parts(answer_text(answer, language))
    url = str(getattr(answer, "evidence_url", "") or "")
    value = getattr(answer, "value", None)
    if value is None or not number:
        words = format_html('<span class="not-known">{}</span>', f"{before}{number}{after}")
        return (
            format_html('<a class="figure" data-number="figure" href="{}">{}</a>', url, words)
            if url
            else words
        )
    space = " " if language != "ja" else ""
    shown = number_mark(number, value, url)
    if before:
        shown = format_html('<span class="figure-number">{}{}{}</span>', before, space, shown)
    tail = format_html('{}<span class="figure-unit">{}</span>', space, after) if unit and after else ""
    return format_html("{}{}", shown, tail)


def day(value: object, *, era: bool = True, url: str = "") -> SafeString:
    """Show a day, or a month or a year where no more is known; with an address it leads to its record."""
    if value is None or value == "":
        return SafeString("")
    language = language_now()
    moment = value.date() if isinstance(value, datetime) else value
    if isinstance(moment, date):
        machine, text = moment.isoformat(), format_date(moment, language, era=era)
    elif hasattr(moment, "label"):
        machine, text = str(moment), str(moment.label(language, era))
    else:
        machine, text = str(moment), str(moment)
    mark = format_html('<time datetime="{}" data-number="date">{}</time>', machine, text)
    return format_html('<a href="{}">{}</a>', url, mark) if url else mark


def moment(value: datetime, *, era: bool = True) -> SafeString:
    """Show a day with its time, to the minute, as the clock of the office says it."""
    value = timezone.localtime(value) if timezone.is_aware(value) else value
    text = f"{format_date(value.date(), language_now(), era=era)} {value:%H:%M}"
    return format_html(
        '<time datetime="{}" data-number="date">{}</time>', value.isoformat(timespec="minutes"), text
    )


def fiscal_year(
    start_year: object, *, era: bool = True, style: str = "FY", first_month: int = 4
) -> SafeString:
    """Show 平成29年度 or FY2017; `style` AY for academic years."""
    year = start_year if isinstance(start_year, FiscalYear) else FiscalYear(int(str(start_year)), first_month)
    text = year.label(language_now(), era, "AY" if style == "AY" else "FY")
    return format_html('<time datetime="{}" data-number="date">{}</time>', f"{year.start_year:04d}", text)


def period(value: Any, *, era: bool = True, url: str = "") -> SafeString:
    """Show a period as people say it, with open ends; nothing where neither end is known."""
    if value is None or (getattr(value, "start", None) is None and getattr(value, "end", None) is None):
        return SafeString("")
    mark = format_html('<span class="period" data-number="date">{}</span>', value.label(language_now(), era))
    return format_html('<a href="{}">{}</a>', url, mark) if url else mark


def ordinal(value: object) -> SafeString:
    """Mark a number that only counts off: 第3回, page 2, item (1), fifty rows of a list."""
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return format_html('<span class="ordinal" data-number="ordinal">{}</span>', text)


def contact(value: object) -> SafeString:
    """Mark a telephone number, an address or a mail address; one touch on the first or last uses it."""
    text = plain(value)
    if _MAIL.fullmatch(text):
        text = format_html('<a href="mailto:{}">{}</a>', text, text)
    elif text.startswith(("https://", "http://")):
        text = format_html('<a href="{}">{}</a>', text, text)
    elif _TELEPHONE.fullmatch(text):
        text = format_html('<a href="tel:{}">{}</a>', re.sub(r"[^\d+]", "", text), text)
    return format_html('<span class="contact" data-number="contact">{}</span>', text)


def money(yen: int | None, unit: str, text: str, url: str = "") -> SafeString:
    """Mark an amount; `text` is the amount in its display unit, `yen` what stands behind it."""
    if yen is None:
        return format_html('<span class="not-known">{}</span>', text)
    name = format_html('{}<span class="figure-unit">{}</span>', " " if language_now() != "ja" else "", unit)
    return format_html("{}{}", number_mark(text, yen, url), name if unit else "")


_SHAPES: Mapping[str, str] = {
    "neutral": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>',
    "info": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>',
    "good": '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path d="m4.8 8.2 2.2 2.2 4.2-4.6" fill="none" stroke="#fff" stroke-width="2"/>',
    "warn": '<path d="M8 1.5 15.2 14.5H.8z" fill="currentColor"/><path d="M8 6v4M8 11.4v1.6" stroke="#fff" '
    'stroke-width="1.8"/>',
    "late": '<path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor"/>'
    '<path d="M8 4.4v4.2M8 10v1.8" stroke="#fff" '
    'stroke-width="1.8"/>',
    "ended": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M4 12 12 4" stroke="currentColor" stroke-width="2"/>',
}


def shape(tone: str) -> SafeString:
    """Return the small drawing that goes with a tone, so that colour never speaks alone."""
    inner = _SHAPES.get(tone, _SHAPES["neutral"])
    return mark_safe(f'<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{inner}</svg>')  # noqa: S308


def state(word: object, tone: str = "neutral") -> SafeString:
    """Show where something stands: a shape and a word."""
    known = tone if tone in _SHAPES else "neutral"
    return format_html('<span class="state {}">{}{}</span>', known, shape(known), names(word))
