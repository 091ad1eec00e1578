"""A report in its formats: from data to bytes, the same bytes for the same data. Nothing here asks the database."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from renkei.core.blocks.letters import NEVER
from renkei.core.blocks.model import DrawingBlock, Heading, Section
from renkei.core.blocks.pictures import addressed
from renkei.core.blocks.plain import blocks_to_text
from renkei.core.blocks.report_paper import PaperSection, ReportPaper, typeset_report
from renkei.kernel.eras import format_date
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.word import as_document
from renkei.reports.workbook import as_csv, as_workbook

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.blocks.model import PictureFile
    from renkei.core.blocks.report_paper import Content
    from renkei.core.blocks.typesetting import Typeset
    from renkei.reports.service import Report, ReportSection

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
FORMATS = tuple(MEDIA_TYPES)
LABELS = {
    "pdf": Localised.both("PDF（印刷用）", "PDF (for print)"),
    "docx": Localised.both("Word（編集用）", "Word (to edit)"),
    "xlsx": Localised.both("Excel（表と数値）", "Excel (tables and figures)"),
    "html": Localised.both("HTML（単独で開けるページ）", "HTML (a page that stands alone)"),
    "csv": Localised.both("CSV（数値）", "CSV (figures)"),
    "json": Localised.both("JSON（データ）", "JSON (data)"),
}
STYLESHEETS = ("blocks/blocks.css", "reports/report.css")
_MADE = Localised.both("{day}作成", "Made on {day}")


@dataclass(frozen=True)
class House:
    """How an office dresses its reports.

    `number` is the 資料番号 of a committee's paper, instead of the report's own; `contact` the block at the end of one
    that has none of its own; `dateline` stands under the title instead of the day on which it was made. `template` is
    a docx of the office's own. `site` completes links to our pages, which lead nowhere without it.
    """

    accent: str = "#006173"
    site: str = ""
    era: bool = True
    contact: Localised = Localised()  # noqa: RUF009 - immutable
    number: str = ""
    dateline: str = ""
    template: bytes | None = None


@dataclass(frozen=True)
class Rendered:
    """A file. `missing` are letters that no font has, 〓 in a PDF; `accessible`: it keeps to its standards."""

    content: bytes
    media_type: str
    missing: tuple[str, ...] = ()
    accessible: bool = True


def no_picture(file: PictureFile) -> bytes | None:  # noqa: ARG001
    """Stand for photographs where none are held."""
    return None


def render_report(
    found: Report,
    format: str,  # noqa: A002
    *,
    made_at: dt.datetime,
    house: House | None = None,
    content: Content = no_picture,
) -> bytes:
    """Return a report as html, pdf, docx, xlsx, json or csv.

    The same report, moment, house and photographs give the same bytes. `content` gives the bytes of a photograph, or
    none where it may no longer be shown. Raises RuleBroken("report.unknown_format"), RuleBroken("report.not_typeset").
    """
    return rendered(found, format, made_at=made_at, house=house, content=content).content


def rendered(
    found: Report,
    format: str,  # noqa: A002
    *,
    made_at: dt.datetime,
    house: House | None = None,
    content: Content = no_picture,
) -> Rendered:
    """Return a report in a format with what is worth telling about it. Raises as `render_report`."""
    check_format(format)
    house = house or House()
    media_type = MEDIA_TYPES[format]
    if format == "pdf":
        made = _typeset(paper_of(found, house, made_at), content)
        return Rendered(made.content, media_type, made.missing, made.accessible)
    made_bytes = {
        "html": lambda: as_page(found, content).encode(),
        "docx": lambda: as_document(paper_of(found, house, made_at), content, house.template),
        "xlsx": lambda: as_workbook(found, made_at),
        "csv": lambda: as_csv(found),
        "json": lambda: _as_json_text(found).encode(),
    }[format]()
    return Rendered(made_bytes, media_type)


def _typeset(paper: ReportPaper, content: Content) -> Typeset:
    try:
        return typeset_report(paper, content)
    except RuntimeError as error:
        message = Localised.both(
            f"PDFを組めませんでした。何も変わっていません（{error}）。",
            f"The PDF could not be typeset; nothing has changed ({error}).",
        )
        raise RuleBroken("report.not_typeset", message) from error


def check_format(format: str) -> None:  # noqa: A002
    """Raise RuleBroken("report.unknown_format") for a format there is not."""
    if format not in MEDIA_TYPES:
        message = Localised.both(
            f"形式は{'、'.join(FORMATS)}のいずれかです。", f"The format is one of {', '.join(FORMATS)}."
        )
        raise RuleBroken("report.unknown_format", message, format=format)


CONTACT = "contact"


def paper_of(found: Report, house: House, made_at: dt.datetime) -> ReportPaper:
    """Return the report as what a paper says."""
    language = found.language
    day = format_date(made_at.date(), language, house.era)
    return ReportPaper(
        found.title.text(language),
        found.cluster.text(language),
        language,
        tuple(_paper_section(each, language) for each in found.sections if each.id != CONTACT),
        made_at,
        subtitle=house.dateline or _MADE.filled(day=day).text(language),
        number=house.number or found.paper_number.text(language),
        contact=tuple(line for line in _contact(found, house) if line.strip()),
        site=house.site,
        accent=house.accent,
    )


def _contact(found: Report, house: House) -> list[str]:
    """Return the lines of the block at the end: the report's own, else the cluster's."""
    own = next((each for each in found.sections if each.id == CONTACT), None)
    text = blocks_to_text(own.blocks) if own else house.contact.text(found.language)
    return text.splitlines()


def _paper_section(section: ReportSection, language: str) -> PaperSection:
    """Return a chapter; one with headings or a drawing begins a page, a lone table or list does not."""
    title, spoken = section.title.resolve(language)
    breaks = any(isinstance(block, Heading | DrawingBlock | Section) for block in section.blocks)
    return PaperSection(section.id, title, spoken, section.blocks, breaks)


def as_page(found: Report, content: Content = no_picture) -> str:
    """Return a whole HTML document that stands alone: its styles and photographs are in it, nothing runs."""
    sections = []
    with override(found.language):
        for section in found.sections:
            shown = replace(section, blocks=addressed(section.blocks, lambda file: _inside(file, content)))
            sections.append((section, shown.html(found.language)))
        page = render_to_string(
            "reports/page.html", {"report": found, "sections": sections, "styles": _styles()}
        )
    return page.translate(NEVER)


def _inside(file: PictureFile, content: Content) -> str:
    """Return a photograph as an address that holds it."""
    found = content(file)
    return f"data:{file.media_type};base64,{base64.b64encode(found).decode()}" if found else ""


def _styles() -> SafeString:
    """Return our own styles as an element: a file that is handed on has no style sheet beside it."""
    paths = (Path(str(finders.find(name))) for name in STYLESHEETS)
    rules = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return format_html("<style>\n{}</style>", SafeString(rules))


def _as_json_text(found: Report) -> str:
    from renkei.reports.service import as_json  # noqa: PLC0415

    return json.dumps(as_json(found), ensure_ascii=False, indent=2).translate(NEVER) + "\n"
