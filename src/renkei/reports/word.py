"""A report as a document for word processors, made from a template that the office can change.

A template is an ordinary document with places: [[title]], [[cluster]], [[date]] and [[number]] anywhere in a text, its
heads and feet too; [[contents]], [[body]] and [[contact]] in a paragraph of their own. Nothing in it runs.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from renkei.core.blocks.letters import printable
from renkei.core.blocks.report_paper import CONTACT, CONTENTS
from renkei.core.blocks.word import WordWriter
from renkei.core.blocks.word_styles import dress, shipped_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from renkei.core.blocks.report_paper import Content, ReportPaper

PLACE = re.compile(r"\[\[([a-z_]+)\]\]")
IN_TEXT = ("title", "cluster", "date", "number")
WHOLE = ("contents", "body", "contact")
NEEDED = ("title", "body")
# What follows w:updateFields in the settings of a document (ECMA-376 part 1, 17.15.1.78).
_AFTER_UPDATE = frozenset(
    qn(f"w:{name}")
    for name in (
        *("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "attachedSchema"),
        *("themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures"),
        *("forceUpgrade", "captions", "readModeInkLockDown", "smartTagType", "shapeDefaults"),
        *("doNotEmbedSmartTags", "decimalSymbol", "listSeparator"),
    )
) | {qn("m:mathPr")}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_DEEPEST_IN_CONTENTS = 2


def as_document(paper: ReportPaper, content: Content, template: bytes | None = None) -> bytes:
    """Return the report as docx, in `template` or the one we ship; the same words and moment give the same bytes."""
    document = Document(io.BytesIO(template or shipped_template(paper.language)))
    dress(document, paper.language)
    _properties(document, paper)
    _Filler(document, paper, content).fill()
    kept = io.BytesIO()
    document.save(kept)
    return _same_bytes(kept)


def paragraphs_of(document: WordDocument) -> Iterator[Paragraph]:
    """Yield every paragraph that may hold a place: of the text, its tables, heads and feet."""
    yield from _inside(document)
    for section in document.sections:
        for part in (
            section.header,
            section.first_page_header,
            section.even_page_header,
            section.footer,
            section.first_page_footer,
            section.even_page_footer,
        ):
            if not part.is_linked_to_previous:
                yield from _inside(part)


def _inside(container: Any) -> Iterator[Paragraph]:
    for each in container.iter_inner_content():
        if isinstance(each, Table):
            for cell in {id(cell._tc): cell for row in each.rows for cell in row.cells}.values():
                yield from _inside(cell)
        else:
            yield each


class _Filler:
    def __init__(self, document: WordDocument, paper: ReportPaper, content: Content) -> None:
        self._document, self._paper = document, paper
        self._has_contents = False
        self._writer = WordWriter(document, paper.language, content, paper.site)
        self._values = {
            "title": paper.title,
            "cluster": paper.cluster,
            "date": paper.subtitle,
            "number": paper.number,
        }

    def fill(self) -> None:
        """Fill every place; the contents last, when the headings are known."""
        whole: dict[str, list[Paragraph]] = {name: [] for name in WHOLE}
        for paragraph in list(paragraphs_of(self._document)):
            match = PLACE.fullmatch(paragraph.text.strip())
            if match and match.group(1) in WHOLE:
                whole[match.group(1)].append(paragraph)
            elif PLACE.search(paragraph.text):
                self._in_text(paragraph)
        self._has_contents = bool(whole["contents"])
        for name, write in (("body", self._body), ("contact", self._contact), ("contents", self._contents)):
            for paragraph in whole[name]:
                self._instead(paragraph, write)

    def _in_text(self, paragraph: Paragraph) -> None:
        """Write a paragraph's values into its first run: word processors cut places into pieces as they like."""
        said = PLACE.sub(lambda match: self._values.get(match.group(1), ""), paragraph.text)
        if not said.strip():
            paragraph._element.getparent().remove(paragraph._element)
            return
        first, *others = [run for run in paragraph.runs if run.text] or [paragraph.add_run()]
        first.text = printable(said)
        for run in others:
            run._element.getparent().remove(run._element)

    def _instead(self, place: Paragraph, write: Callable[[], None]) -> None:
        """Write at the end of the document, then move what came to the place."""
        body = self._document.element.body
        before = len(body)
        write()
        for element in list(body)[before - 1 : -1] if body[-1].tag == qn("w:sectPr") else list(body)[before:]:
            place._element.addprevious(element)
        place._element.getparent().remove(place._element)

    def _body(self) -> None:
        paper = self._paper
        for number, section in enumerate(paper.sections):
            if section.title:
                head = self._writer.heading(1, section.title, language=section.language)
                several = len(paper.sections) > _DEEPEST_IN_CONTENTS
                if section.breaks and several and (number or self._has_contents):
                    head.paragraph_format.page_break_before = True
            self._writer.blocks(section.blocks, 2)

    def _contact(self) -> None:
        if self._paper.contact:
            head = self._writer.paragraph("Report Contact")
            head.paragraph_format.space_before = Pt(24)
            head.add_run(CONTACT.text(self._paper.language)).bold = True
            for line in self._paper.contact:
                self._writer.paragraph("Report Contact").add_run(printable(line))

    def _contents(self) -> None:
        """Write the contents as a field that a word processor brings up to date, filled with the headings.

        Page numbers are the word processor's own: those of the PDF would be wrong, its pages end elsewhere.
        """
        if len(self._paper.sections) <= _DEEPEST_IN_CONTENTS:
            return
        _ask_to_update(self._document)
        self._writer.paragraph("TOC Heading").add_run(CONTENTS.text(self._paper.language))
        entries = [each for each in self._writer.headings if each[0] <= _DEEPEST_IN_CONTENTS]
        for place, (level, text, bookmark) in enumerate(entries):
            paragraph = self._writer.paragraph(f"toc {level}")
            if place == 0:
                for part in _field_begins():
                    paragraph.add_run()._element.append(part)
            paragraph._element.append(_inner_link(paragraph, text, bookmark))
            if place == len(entries) - 1:
                paragraph.add_run()._element.append(_mark("end"))


def _ask_to_update(document: WordDocument) -> None:
    """Let the word processor bring fields up to date when it opens the document; Word asks its reader first."""
    told: Any = document.settings.element
    mark = OxmlElement("w:updateFields")
    mark.set(qn("w:val"), "true")
    for each in told.findall(qn("w:updateFields")):
        told.remove(each)
    later = (each for each in told if each.tag in _AFTER_UPDATE)
    place = next(later, None)
    if place is None:
        told.append(mark)
    else:
        place.addprevious(mark)


def _field_begins() -> Iterator[Any]:
    begin = _mark("begin")
    begin.set(qn("w:dirty"), "true")
    yield begin
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = ' TOC \\o "1-2" \\h \\z \\t "Report Pillar,2" '
    yield told
    yield _mark("separate")


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _inner_link(paragraph: Paragraph, text: str, bookmark: str) -> Any:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.append(paragraph.add_run(text)._element)
    return link


def _properties(document: WordDocument, paper: ReportPaper) -> None:
    told, at = document.core_properties, paper.at.replace(tzinfo=None, microsecond=0)
    told.title, told.author = printable(paper.title)[:255], printable(paper.cluster)[:255]
    told.subject, told.keywords, told.comments, told.category = "", "", "", ""
    told.language = paper.language
    told.created = told.modified = at
    told.last_modified_by, told.revision = "", 1


def _same_bytes(made: io.BytesIO) -> bytes:
    """Pack the parts anew without the moment at which they were packed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(kept, "w") as after:
        for entry in before.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _LONG_AGO)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(fixed, before.read(entry))
    return kept.getvalue()
