"""Resolved blocks as docx: real headings, lists and heads of tables, texts for pictures."""

from __future__ import annotations

import io
from functools import singledispatchmethod
from itertools import count
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Cm, Emu
from docx.text.paragraph import Paragraph as WordParagraph

from renkei.core.blocks.letters import printable
from renkei.core.blocks.model import (
    Block,
    Blocks,
    DifferenceSpan,
    DrawingBlock,
    FactsBlock,
    Fallback,
    FigureSpan,
    Heading,
    LinkSpan,
    ListBlock,
    ListItem,
    Paragraph,
    PictureBlock,
    RecordSpan,
    Section,
    Sources,
    Span,
    Spans,
    TableBlock,
    TableColumn,
)
from renkei.core.blocks.plain import spans_to_text
from renkei.core.blocks.report_paper import ENDINGS, NOT_SHOWN
from renkei.core.blocks.typesetting import png_of
from renkei.core.blocks.word_styles import TABLE, set_language

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from renkei.core.blocks.report_paper import Content

_LISTS = ("List Bullet", "List Bullet 2", "List Bullet 3")
_DEEPEST = 5
_PHOTOGRAPH, _WIDEST, _HIGHEST, _NUMBERS = Cm(9), Cm(16.4), Cm(21), Cm(3)
_TINT = "E6EFF1"
_BROKEN = (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
    ValueError,
    ZeroDivisionError,
)


class WordWriter:
    """Writes blocks at the end of a document. `site` completes links to pages of ours."""

    def __init__(self, document: WordDocument, language: str, content: Content, site: str = "") -> None:
        self._document, self._language, self._content, self._site = document, language, content, site
        # Looked up once: to ask for a style by its name takes longer than to write a paragraph.
        self._styles = {str(style.name): style.style_id for style in document.styles}
        # The library looks for the end, and for a free number, through the whole document each time.
        self._end = document.element.body.find(qn("w:sectPr"))
        self._numbers = count(document.part.next_id)
        self._bookmarks = 0
        self.headings: list[tuple[int, str, str]] = []  # level, text, bookmark

    def heading(self, level: int, text: str, *, style: str = "", language: str = "") -> Any:
        """Add a heading that the contents can name, and return its paragraph."""
        paragraph = self.paragraph(style or f"Heading {min(level, _DEEPEST)}")
        self._run(paragraph, text, language)
        self._bookmarks += 1
        name = f"_Toc{self._bookmarks:08d}"
        begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for each in (begin, end):
            each.set(qn("w:id"), str(self._bookmarks))
        begin.set(qn("w:name"), name)
        place = 1 if paragraph._element.pPr is not None else 0
        paragraph._element.insert(place, begin)
        paragraph._element.append(end)
        self.headings.append((level, printable(text), name))
        return paragraph

    def blocks(self, blocks: Blocks, depth: int) -> None:
        """Add blocks; their highest heading is of the level `depth`."""
        for block in blocks:
            self._add(block, depth)

    @singledispatchmethod
    def _add(self, block: Block, depth: int) -> None:  # noqa: ARG002 - the signature of all kinds of block
        msg = f"not resolved: {block!r}"
        raise TypeError(msg)

    @_add.register
    def _(self, _block: Sources, _depth: int) -> None:
        """Print nothing."""

    @_add.register
    def _(self, block: Section, depth: int) -> None:
        self.heading(depth, spans_to_text(block.title))
        self.blocks(block.blocks, depth + 1)

    @_add.register
    def _(self, block: Heading, depth: int) -> None:
        text = "　".join(filter(None, (block.number, spans_to_text(block.spans))))
        pillar = block.level == 1 and (block.number or block.aside)
        self.heading(depth + block.level - 1, text, style="Report Pillar" if pillar else "")
        if block.aside:
            amount = self.paragraph("Report Amount")
            before, after = ("［", "］") if self._language == "ja" else ("[", "]")
            self._run(amount, before)
            self._spans(amount, block.aside)
            self._run(amount, after)

    @_add.register
    def _(self, block: Paragraph, _depth: int) -> None:
        styles = {"lead": "Report Lead", "meta": "Report Note"}
        self._spans(self.paragraph(styles.get(block.role, "Normal")), block.spans)

    @_add.register
    def _(self, block: ListBlock, _depth: int) -> None:
        for item in block.items:
            self._item(item, 0)

    def _item(self, item: ListItem, level: int) -> None:
        paragraph = self.paragraph(_LISTS[min(level, len(_LISTS) - 1)])
        self._spans(paragraph, item.spans)
        if item.state_label:
            self._run(paragraph, f" ［{item.state_label}］")
        for child in item.children:
            self._item(child, level + 1)

    @_add.register
    def _(self, block: FactsBlock, _depth: int) -> None:
        for fact in block.facts:
            paragraph = self.paragraph("Report Fact")
            self._spans(paragraph, fact.label, bold=True)
            for place, value in enumerate(fact.values):
                if place:
                    paragraph.add_run().add_break()
                else:
                    self._run(paragraph, "\t")
                self._spans(paragraph, value)

    @_add.register
    def _(self, block: TableBlock, _depth: int) -> None:
        caption = self.paragraph("Caption")
        self._spans(caption, block.caption)
        caption.paragraph_format.keep_with_next = True
        if block.unit_note:
            note = self.paragraph("Report Note")
            self._spans(note, block.unit_note)
            note.paragraph_format.keep_with_next = True
        self._table(block)
        mark = "※ " if self._language == "ja" else "* "
        for each in block.footnotes:
            note = self.paragraph("Report Note")
            self._run(note, mark)
            self._spans(note, each)
        if not block.footnotes:
            self.paragraph("Report Note")

    def _table(self, block: TableBlock) -> None:
        rows = [*block.rows, *([block.total] if block.total else [])]
        whole = sum(widths := _widths(block.columns))
        table = self._document._body.add_table(len(rows) + 1, len(block.columns), Emu(whole))
        table._tbl.tblStyle_val = self._styles[TABLE]
        table.autofit = False
        self._describe_table(table, printable(spans_to_text(block.caption)))
        head, *lines = table.rows
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        self._head(head, block.columns, widths)
        for line, row in zip(lines, rows, strict=True):
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            told = zip(line.cells, row.cells, block.columns, widths, strict=True)
            for cell, spans, column, width in told:
                cell.width = width
                self._cell(cell, spans, column, bold=row is block.total)

    def _head(self, line: Any, columns: tuple[TableColumn, ...], widths: list[int]) -> None:
        """Fill the head, which is repeated on every page and told to those who hear the table."""
        properties = line._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        properties.append(OxmlElement("w:tblHeader"))
        for cell, column, width in zip(line.cells, columns, widths, strict=True):
            cell.width = width
            self._cell(cell, column.spans, column, bold=True)
            if column.unit:
                around = "（{}）" if self._language == "ja" else " ({})"
                self._run(cell.paragraphs[0], around.format(column.unit))
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", _TINT)):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)

    def _cell(self, cell: Any, spans: Spans, column: TableColumn, *, bold: bool) -> None:
        paragraph = cell.paragraphs[0]
        self._dress(paragraph, "Report Cell")
        if column.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._spans(paragraph, spans, bold=bold)

    def _describe_table(self, table: Any, text: str) -> None:
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), text)
        table._tbl.tblPr.append(caption)

    @_add.register
    def _(self, block: PictureBlock, _depth: int) -> None:
        file = block.file
        content = self._content(file) if file and file.media_type in ENDINGS else None
        if file is None or content is None or not self._picture(content, file.alternative, _PHOTOGRAPH):
            self._frame(block.note or NOT_SHOWN.text(self._language))
        self._caption(block.caption)

    @_add.register
    def _(self, block: DrawingBlock, depth: int) -> None:
        try:
            self._picture(png_of(block.svg), block.alternative, _WIDEST)
        except RuntimeError:
            self._frame(block.alternative)
        self._caption(block.caption)
        self.blocks(block.text, depth)

    def _picture(self, content: bytes, alternative: str, widest: int) -> bool:
        """Add a picture with its text; say whether it is one."""
        paragraph = self.paragraph("Report Picture")
        try:
            name, image = self._document.part.get_or_add_image(io.BytesIO(content))
            width, height = image.width, image.height
        except _BROKEN:
            paragraph._element.getparent().remove(paragraph._element)
            return False
        scale = min(1.0, widest / width, _HIGHEST / height)
        size = int(width * scale), int(height * scale)
        inline = CT_Inline.new_pic_inline(next(self._numbers), name, image.filename, *map(Emu, size))
        inline.docPr.set("descr", printable(alternative))
        paragraph.add_run()._r.add_drawing(inline)
        return True

    def _frame(self, note: str) -> None:
        self._run(self.paragraph("Report Frame"), note)

    def _caption(self, spans: Spans) -> None:
        paragraph = self.paragraph("Caption")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._spans(paragraph, spans)

    def paragraph(self, style: str) -> Any:
        """Add an empty paragraph of a style and return it."""
        element = OxmlElement("w:p")
        if self._end is None:
            self._document.element.body.append(element)
        else:
            self._end.addprevious(element)
        paragraph = WordParagraph(element, self._document._body)
        self._dress(paragraph, style)
        return paragraph

    def _dress(self, paragraph: Any, style: str) -> None:
        if style != "Normal":
            paragraph._p.style = self._styles[style]

    def _spans(self, paragraph: Any, spans: Spans, *, bold: bool = False, language: str = "") -> None:
        for span in spans:
            self._span(paragraph, span, bold=bold, language=language)

    def _span(self, paragraph: Any, span: Span, *, bold: bool, language: str) -> None:
        if isinstance(span, Fallback):
            self._spans(paragraph, span.spans, bold=bold, language=span.language)
            return
        text = spans_to_text((span,))
        linked = isinstance(span, FigureSpan | DifferenceSpan | RecordSpan | LinkSpan)
        address = self._address(span.address) if linked else ""  # type: ignore[union-attr]
        run = self._run(paragraph, text, language, bold=bold)
        if address and run is not None:
            self._link(paragraph, run, address)

    def _address(self, address: str) -> str:
        if address.startswith("/"):
            return self._site + address if self._site else ""
        return address if address.startswith(("https://", "http://")) else ""

    def _link(self, paragraph: Any, run: Any, address: str) -> None:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run._element.addprevious(link)
        link.append(run._element)

    def _run(self, paragraph: Any, text: str, language: str = "", *, bold: bool = False) -> Any:
        if not text:
            return None
        run = paragraph.add_run(printable(text))
        if bold:
            run.bold = True
        if language and language != self._language:
            set_language(run._element.get_or_add_rPr(), language)
        return run


def _widths(columns: tuple[TableColumn, ...]) -> list[int]:
    """Return narrow columns for numbers, and the rest of the page shared among the others."""
    numbers = sum(column.numeric for column in columns)
    words = len(columns) - numbers
    narrow = min(_NUMBERS, _WIDEST // max(len(columns), 1))
    wide = (_WIDEST - narrow * numbers) // max(words, 1)
    return [narrow if column.numeric else wide for column in columns]
