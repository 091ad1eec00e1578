"""Checks of the text itself: gaps, translations, dates, letters, pictures, sums of tables. No queries."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from renkei.budgets.carried import OPEN
from renkei.core.blocks.model import (
    DateSpan,
    DrawingBlock,
    FigureSpan,
    HiddenSpan,
    PictureBlock,
    Text,
)
from renkei.core.blocks.plain import spans_to_text
from renkei.core.blocks.resolve import nodes
from renkei.core.ui.text import LANGUAGE_NAMES, both
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised
from renkei.kernel.periods import PartialDate, Period, parse_period
from renkei.reports.finding import Finding, found_in
from renkei.reports.sentences import Sentence, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renkei.core.blocks.model import Spans, TableBlock
    from renkei.reports.service import Report

_JAPANESE = "[぀-ヿ㐀-鿿々ー]"
# a few small letters right behind a Japanese one, as left over from typing: 研究so
LATIN = re.compile(rf"{_JAPANESE}+[a-zａ-ｚ]{{1,3}}(?![A-Za-zＡ-Ｚａ-ｚ0-9０-９.@_-])")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# a number with what it counts: it is a copy that nobody updates, and leads to no evidence
TYPED = re.compile(
    r"[0-9０-９][0-9０-９,，.]*\s*(?:名|人|社|件|校|円|千円|百万円|億円|[%％]|施設|団体|課題|チーム|研究室)"
    r"|\b\d[\d,.]*\s+(?:people|persons|companies|projects|schools|yen|thousand|million|percent|teams)\b"
)
_NUMBER = re.compile(r"[△▲-]?\d[\d,]*(?:\.\d+)?")
_GAP = Localised.both(
    "「{text}」と表示されます（非公開の記録、値のない数値、または何も指さない語）。",
    "It is printed as “{text}”: a record that is not public, a figure without value, or a word that names nothing.",
)
_NO_GAP = Localised.both(
    "記録を公開するか、文を直します。", "Make the record public, or change the sentence."
)
_UNTRANSLATED = Localised.both(
    "{language}の文がなく、ほかの言語で表示されます。",
    "There is no {language} text; another language is shown.",
)
_TRANSLATE = Localised.both("訳を入れます。", "Enter the translation.")
_LANGUAGES = {tag: both(words) for tag, words in LANGUAGE_NAMES.items()}
_NO_SECTION = Localised.both(
    "節「{section}」が、{language}の本文にありません。", "The section “{section}” is missing in {language}."
)
_SAME = Localised.both("すべての言語に同じ節を置きます。", "The same sections stand in every language.")
_OUTSIDE = Localised.both(
    "日付「{day}」は、この節の年度（{start}〜{end}）の外です。",
    "The date “{day}” lies outside the year of this section ({start} to {end}).",
)
_INSIDE = Localised.both(
    "年度の中の日付か、確かめた上での了解。", "A date inside the year, or somebody who has checked it."
)
_LETTER = Localised.both(
    "「{word}」は、日本語の語に英字が混じっています。", "“{word}” has Latin letters inside a Japanese word."
)
_NO_LETTER = Localised.both(
    "打ち間違いなら直します（例：研究所）。", "Mend it where it is a slip (研究所 for 研究so)."
)
_MAIL = Localised.both(
    "メールアドレス「{word}」が本文にあります。", "The e-mail address “{word}” stands in the text."
)
_NO_MAIL = Localised.both(
    "個人のものなら、組織の連絡先に替えます。",
    "Where it is a person's, put an organisation's contact in its place.",
)
_TYPED = Localised.both(
    "数「{word}」が本文に打ち込まれていて、根拠につながりません。",
    "The number “{word}” is typed into the text and leads to no evidence.",
)
_PLACEHOLDER = Localised.both(
    "数値の差し込み [[figure:…]] に替えるか、数値でないことを了解します。",
    "Put a placeholder [[figure:…]] in its place, or acknowledge that it is no figure.",
)
_BLIND = Localised.both("代わりの文がありません。", "There is no alternative text.")
_SEEING = Localised.both(
    "見えない人に内容を伝える文を入れます。", "Say what is to be seen, for those who do not see it."
)
_EMPTY_FRAME = Localised.both("写真のファイルがありません。", "No file of the photograph is held.")
_FRAME = Localised.both("写真を添えるか、項目を外します。", "Attach the photograph, or leave the item out.")
_SUM = Localised.both(
    "列「{column}」の行の合計は{sum}、計の行は{total}です。",
    "In the column “{column}” the rows make {sum}, the row of totals says {total}.",
)
_ADDS_UP = Localised.both("行の合計と計が同じになります。", "The rows make the total.")
_ROUNDED = Localised.both(
    "列「{column}」は、表示の行を足すと{sum}、計は{total}です。端数の注記がありません。",
    "In the column “{column}” the rows as printed make {sum}, the total is {total}, and no note says why.",
)
_NOTE = Localised.both(
    "四捨五入のため合計が合わないことを、表の下に注記します。",
    "A note below the table says that rounded rows do not add up.",
)


_OPEN_PLACE = Localised.both(
    "「{word}」が残っています。", "“{word}” is still there: something is to be written in its place."
)
_FILL = Localised.both("この年度のことを書き入れます。", "Write what is so in this year.")


def text_findings(reports: Mapping[str, Report], first_month: int) -> Iterator[Finding]:
    """Yield what is to be said about the texts, in the order of the report; each language for itself."""
    for language, found in sorted(reports.items(), key=lambda pair: pair[0] != "ja"):
        yield from _sections(found, reports)
        years = section_years(found, first_month)
        for sentence in sentences(found):
            yield from _sentence(sentence, language, years.get(sentence.section))
        yield from _pictures(found)


def section_years(found: Report, first_month: int) -> dict[str, Period]:
    """Return the fiscal year that each section tells of: those of results and of plans; the others tell of any day."""
    return {
        each.id: FiscalYear(each.fiscal_year, first_month).period
        for each in found.sections
        if each.fiscal_year is not None
    }


def _sections(found: Report, reports: Mapping[str, Report]) -> Iterator[Finding]:
    here = {section.id for section in found.sections}
    said: set[str] = set()
    for other in reports.values():
        for section in other.sections:
            if section.id not in here | said:
                said.add(section.id)
                what = _NO_SECTION.filled(
                    section=section.title or section.id,
                    language=_LANGUAGES.get(found.language, found.language),
                )
                yield Finding("section_missing", what, _SAME, language=found.language, section=section.id)


def _sentence(sentence: Sentence, language: str, year: Period | None) -> Iterator[Finding]:
    if sentence.table is not None:
        yield from _table(sentence, sentence.table, language)
    spans = sentence.spans if sentence.table is None else _cells(sentence.table)
    parts = list(nodes(spans))
    for node in parts:
        if isinstance(node, HiddenSpan):
            what = _GAP.filled(text=node.text)
            yield found_in("hidden", sentence, language, what, _NO_GAP, detail=node.text)
        if isinstance(node, DateSpan) and year is not None and _is_outside(node.value, year):
            what = _OUTSIDE.filled(day=node.text, start=year.start, end=year.end)
            record = (node.kind, node.slug) if node.kind else None
            yield found_in("date", sentence, language, what, _INSIDE, detail=node.value, record=record)
        if isinstance(node, Text):
            yield from _letters(sentence, node.text, language)
    fallback = sentence.fallback
    if fallback is not None:
        place = fallback.place
        what = _UNTRANSLATED.filled(language=_LANGUAGES.get(language, language))
        record = (place.kind, place.slug) if place.kind else None
        yield found_in("language", sentence, language, what, _TRANSLATE, detail=place.field, record=record)


def _letters(sentence: Sentence, text: str, language: str) -> Iterator[Finding]:
    for word in OPEN.values():
        if word in text:
            what = _OPEN_PLACE.filled(word=word)
            yield found_in("open_place", sentence, language, what, _FILL, detail=word)
    for match in LATIN.finditer(text):
        word = match.group()
        yield found_in("latin", sentence, language, _LETTER.filled(word=word), _NO_LETTER, detail=word)
    for match in TYPED.finditer(text):
        word = match.group()
        yield found_in("typed", sentence, language, _TYPED.filled(word=word), _PLACEHOLDER, detail=word)
    for match in MAIL.finditer(text) if sentence.section != "contact" else ():
        word = match.group()
        yield found_in("address", sentence, language, _MAIL.filled(word=word), _NO_MAIL, detail=word)


def _is_outside(value: str, year: Period) -> bool:
    """Tell whether a day, month, year or period has no day inside the fiscal year."""
    try:
        whole = "/" in value
        found = parse_period(value.replace("..", "")) if whole else PartialDate.parse(value).period()
    except (RuleBroken, ValueError):
        return False
    last, first = year.end or dt.date.max, year.start or dt.date.min
    return (found.start or dt.date.min) > last or (found.end or dt.date.max) < first


def _pictures(found: Report) -> Iterator[Finding]:
    for section in found.sections:
        for node in nodes(section.blocks):
            if not isinstance(node, PictureBlock | DrawingBlock):
                continue
            quote = spans_to_text(node.caption)[:300]
            place = (found.language, section.id, quote)
            if isinstance(node, PictureBlock) and node.file is None:
                yield Finding("no_photograph", _EMPTY_FRAME, _FRAME, *place)
            elif not _says_what_is_seen(node):
                yield Finding("alternative", _BLIND, _SEEING, *place)


def _says_what_is_seen(node: PictureBlock | DrawingBlock) -> bool:
    if isinstance(node, DrawingBlock):  # without words of its own, the blocks beside it say the same
        return bool(node.alternative.strip())
    return node.file is not None and bool(node.file.alternative.strip())


def _cells(table: TableBlock) -> Spans:
    rows = [*table.rows, *([table.total] if table.total else [])]
    inside = tuple(span for row in rows for cell in row.cells for span in cell)
    return (*table.caption, *inside, *(span for note in table.footnotes for span in note))


def _table(sentence: Sentence, table: TableBlock, language: str) -> Iterator[Finding]:
    """Compare each column with its total: as exact values, and as printed where no note says why they differ."""
    if table.total is None:
        return
    for position, column in enumerate(table.columns):
        total = _figure(table.total.cells[position])
        cells = [_figure(row.cells[position]) for row in table.rows]
        rows = [each for each in cells if each is not None and each.value is not None]
        if total is None or total.value is None or not rows or len(rows) < len([c for c in cells if c]):
            continue  # what is not known adds up to nothing
        name = spans_to_text(column.spans)
        exact = sum((each.value for each in rows if each.value is not None), Decimal(0))
        words = {"column": name, "sum": f"{exact:,f}", "total": f"{total.value:,f}"}
        if exact != total.value:
            yield found_in(
                "sum", sentence, language, _SUM.filled(**words), _ADDS_UP, detail=f"{name} {exact}"
            )
            continue
        shown = [_printed(each.text) for each in rows]
        words = {"column": name, "sum": f"{sum(shown, Decimal(0)):,f}", "total": total.text}
        if sum(shown, Decimal(0)) != _printed(total.text) and not table.footnotes:
            yield found_in("rounding_note", sentence, language, _ROUNDED.filled(**words), _NOTE, detail=name)


def _figure(cell: Spans) -> FigureSpan | None:
    return next((span for span in cell if isinstance(span, FigureSpan)), None)


def _printed(text: str) -> Decimal:
    """Return the number that is printed, without its separators; a known value always prints one."""
    match = _NUMBER.search(text)
    return (
        Decimal(match.group().replace(",", "").replace("△", "-").replace("▲", "-")) if match else Decimal(0)
    )
