"""The styles of a report in Word, and the template we ship: A4, the house style, Japanese fonts.

python-docx's own template has English as the language of East Asian letters and fonts by theme; here every style names
its fonts and its language.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

LANGUAGES = {"ja": ("ja-JP", "ja-JP"), "en": ("en-GB", "ja-JP")}
_BODY, _HEADS = "游明朝", "游ゴシック"
_LATIN = {"ja": (_BODY, _HEADS), "en": ("Cambria", "Calibri")}
_ACCENT = "006173"
_TINT = "E6EFF1"
_QUIET = RGBColor(0x50, 0x50, 0x50)
_MARKS = {"ja": ("○", "・", "－"), "en": ("•", "–", "·")}
_CHILD, _WIDTH = 567, 16.4  # twentieths of a point (1 cm); centimetres between the margins
TABLE = "Table Grid"


@dataclass(frozen=True)
class _Style:
    """A paragraph style: its size in points, whether bold, the space around it in points."""

    name: str
    base: str = "Normal"
    size: float = 10.5
    bold: bool = False
    before: float = 0
    after: float = 0
    head: bool = False
    keep: bool = False
    align: Any = None
    quiet: bool = False


STYLES = (
    _Style("Normal", "", after=3),
    _Style("Title", size=20, bold=True, after=6, head=True),
    _Style("Subtitle", size=10, after=6, align=WD_ALIGN_PARAGRAPH.RIGHT),
    _Style("Heading 1", size=16, bold=True, before=20, after=8, head=True, keep=True),
    _Style("Heading 2", size=12, bold=True, before=12, after=5, head=True, keep=True),
    _Style("Heading 3", size=11, bold=True, before=9, after=4, head=True, keep=True),
    _Style("Heading 4", size=10.5, bold=True, before=6, after=3, head=True, keep=True),
    _Style("Heading 5", size=10.5, bold=True, before=6, after=3, head=True, keep=True),
    _Style("Report Pillar", "Heading 2", size=12, bold=True, before=14, after=0, head=True, keep=True),
    _Style("Report Amount", size=10, after=6, keep=True, align=WD_ALIGN_PARAGRAPH.RIGHT),
    _Style("Report Lead", size=11.5, bold=True, after=6),
    _Style("Report Fact", after=4),
    _Style("Report Picture", before=8, after=2, keep=True, align=WD_ALIGN_PARAGRAPH.CENTER),
    _Style("Report Frame", size=9, before=8, after=4, keep=True, align=WD_ALIGN_PARAGRAPH.CENTER, quiet=True),
    _Style("Report Note", size=9, after=3, quiet=True),
    _Style("Report Number", size=11, align=WD_ALIGN_PARAGRAPH.RIGHT),
    _Style("Report Contact", after=0),
    _Style("Report Cell", size=9.5, after=0),
    _Style("Caption", size=9.5, bold=True, before=4, after=4),
    _Style("List Bullet", after=1),
    _Style("List Bullet 2", after=1),
    _Style("List Bullet 3", after=1),
    _Style("TOC Heading", size=14, bold=True, before=12, after=6, head=True, keep=True),
    _Style("toc 1", size=10.5, bold=True, before=6, after=1),
    _Style("toc 2", size=10.5, after=1),
    _Style("Header", size=8.5, quiet=True),
    _Style("Footer", size=8.5, quiet=True, align=WD_ALIGN_PARAGRAPH.CENTER),
)
_Line = tuple[str, int, str]
_SIDES = ("top", "left", "bottom", "right")
_BAR: dict[str, _Line] = {"left": ("single", 36, _ACCENT)}
_BORDERS: dict[str, dict[str, _Line]] = {
    "Heading 1": {"bottom": ("single", 12, _ACCENT)},
    "Report Pillar": _BAR,
    "Report Amount": _BAR,
    "Report Contact": dict.fromkeys(_SIDES, ("single", 6, "777777")),
    "Report Frame": dict.fromkeys(_SIDES, ("dashed", 4, "777777")),
}
_SHADED = frozenset({"Report Pillar", "Report Amount"})
_INDENTS = {"toc 1": (0.0, 0.0), "toc 2": (0.6, 0.0), "Report Fact": (4.6, -4.6), "Report Frame": (3.5, 0.0)}


@cache
def shipped_template(language: str) -> bytes:
    """Return the template we ship, as a file that an office can change and give back."""
    document = Document()
    for paragraph in list(document.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)
    _page(document)
    dress(document, language, anew=True)
    for text, style in (
        ("[[number]]", "Report Number"),
        ("[[cluster]]", "Normal"),
        ("[[title]]", "Title"),
        ("[[date]]", "Subtitle"),
        ("[[contents]]", "Normal"),
        ("[[body]]", "Normal"),
        ("[[contact]]", "Report Contact"),
    ):
        document.add_paragraph(text, style=style)
    _running(document)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def dress(document: WordDocument, language: str, *, anew: bool = False) -> None:
    """Give a document the styles that it lacks, or all of them `anew`, and set the language of its texts."""
    there = {style.name for style in document.styles}
    for each in STYLES:
        if anew or each.name not in there:
            _set_style(document, each, language, new=each.name not in there)
    if anew:
        _lists(document, language)
        _every_style(document, language)
    elif "List Bullet" not in there:
        _lists(document, language)
    _languages(document, language)


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)
    section.header_distance = section.footer_distance = Cm(1.3)
    section.different_first_page_header_footer = True


def _running(document: WordDocument) -> None:
    """Put title and cluster at the head of every page but the first, numbers at the foot of all."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.text, head.style = "[[title]]\t[[cluster]]", document.styles["Header"]
    head.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    for footer in (section.footer, section.first_page_footer):
        foot = footer.paragraphs[0]
        foot.style = document.styles["Footer"]
        add_field(foot, "PAGE", "1")
        foot.add_run(" / ")
        add_field(foot, "NUMPAGES", "1")


def add_field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field that a word processor fills in."""
    begin, between, end = (OxmlElement("w:fldChar") for _ in range(3))
    begin.set(qn("w:fldCharType"), "begin")
    between.set(qn("w:fldCharType"), "separate")
    end.set(qn("w:fldCharType"), "end")
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {code} "
    for part in (begin, told, between):
        paragraph.add_run()._element.append(part)
    paragraph.add_run(shown)
    paragraph.add_run()._element.append(end)


def _set_style(document: WordDocument, wanted: _Style, language: str, *, new: bool) -> None:
    style: Any = (
        document.styles.add_style(wanted.name, WD_STYLE_TYPE.PARAGRAPH)
        if new
        else document.styles[wanted.name]
    )
    if wanted.base:
        style.base_style = document.styles[wanted.base]
    style.font.size, style.font.bold, style.font.italic = Pt(wanted.size), wanted.bold, False
    style.font.color.rgb = _QUIET if wanted.quiet else RGBColor(0, 0, 0)
    set_fonts(style.element.get_or_add_rPr(), language, head=wanted.head)
    format_ = style.paragraph_format
    format_.space_before, format_.space_after = Pt(wanted.before), Pt(wanted.after)
    format_.keep_with_next = wanted.keep
    if wanted.align is not None:
        format_.alignment = wanted.align
    style.hidden, style.quick_style = False, True
    properties = style.element.get_or_add_pPr()
    for name in ("w:pBdr", "w:tabs"):
        for found in properties.findall(qn(name)):
            properties.remove(found)
    _decorate(style, wanted.name)


def _decorate(style: Any, name: str) -> None:
    if name in _INDENTS:
        left, first = _INDENTS[name]
        style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(left), Cm(first)
    if name in _BORDERS:
        _border(style, **_BORDERS[name])
    if name in _SHADED:
        _shade(style)
    if name == "Report Fact":
        style.paragraph_format.tab_stops.add_tab_stop(Cm(_INDENTS[name][0]))
    elif name == "Report Frame":
        style.paragraph_format.right_indent = Cm(_INDENTS[name][0])
    elif name == "Report Number":
        frame = OxmlElement("w:bdr")
        for part, value in (("val", "single"), ("sz", "6"), ("space", "3"), ("color", "auto")):
            frame.set(qn(f"w:{part}"), value)
        style.element.get_or_add_rPr().append(frame)
    elif name == "Normal":
        for each in ("w:autoSpaceDE", "w:autoSpaceDN"):  # 平成29年度 is one word, as on paper
            space = OxmlElement(each)
            space.set(qn("w:val"), "0")
            insert_in_order(style.element.get_or_add_pPr(), space)


def _border(style: Any, **sides: _Line) -> None:
    borders = OxmlElement("w:pBdr")
    for side in _SIDES:
        if side in sides:
            kind, size, colour = sides[side]
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", kind), ("sz", str(size)), ("space", "4"), ("color", colour)):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
    insert_in_order(style.element.get_or_add_pPr(), borders)


def _shade(style: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _TINT)):
        shade.set(qn(f"w:{name}"), value)
    insert_in_order(style.element.get_or_add_pPr(), shade)


# The order that the schema asks for inside w:pPr, as far as it concerns us.
_AFTER = {
    "w:numPr": (
        "w:suppressLineNumbers",
        "w:pBdr",
        "w:shd",
        "w:tabs",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:outlineLvl",
    ),
    "w:pBdr": ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),
    "w:autoSpaceDE": ("w:autoSpaceDN", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),
    "w:autoSpaceDN": ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),
    "w:shd": ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),
}


def insert_in_order(properties: Any, child: Any) -> None:
    """Put an element into w:pPr before those that must follow it."""
    name = f"w:{child.tag.rpartition('}')[2]}"
    following = {qn(each) for each in _AFTER[name]}
    for each in properties:
        if each.tag == child.tag:
            properties.remove(each)
    for place, each in enumerate(properties):
        if each.tag in following:
            properties.insert(place, child)
            return
    properties.append(child)


def set_fonts(properties: Any, language: str, *, head: bool) -> None:
    """Name the fonts of all scripts in w:rPr, and the language."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    fonts = OxmlElement("w:rFonts")
    latin = _LATIN.get(language, _LATIN["en"])[head]
    for script, font in (
        ("ascii", latin),
        ("hAnsi", latin),
        ("eastAsia", (_BODY, _HEADS)[head]),
        ("cs", latin),
    ):
        fonts.set(qn(f"w:{script}"), font)
    place = 1 if len(properties) and properties[0].tag == qn("w:rStyle") else 0
    properties.insert(place, fonts)
    set_language(properties, language)


def set_language(properties: Any, language: str) -> None:
    found = properties.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        properties.append(found)
    own, eastern = LANGUAGES.get(language, (language, "ja-JP"))
    found.set(qn("w:val"), own)
    found.set(qn("w:eastAsia"), eastern)


def _every_style(document: WordDocument, language: str) -> None:
    """Give fonts and language to the styles that we do not set ourselves, too."""
    ours = {style.name for style in STYLES}
    for style in document.styles:
        if style.type != WD_STYLE_TYPE.LIST and style.name not in ours:
            head = str(style.name).startswith(("Heading", "Title"))
            set_fonts(style.element.get_or_add_rPr(), language, head=head)


def _languages(document: WordDocument, language: str) -> None:
    styles = document.styles.element
    for found in styles.iter(qn("w:lang")):
        set_language(found.getparent(), language)
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        set_language(defaults, language)
    for theme in document.settings.element.iter(qn("w:themeFontLang")):
        theme.set(qn("w:eastAsia"), "ja-JP")
        theme.set(qn("w:val"), LANGUAGES.get(language, (language, ""))[0])


def _lists(document: WordDocument, language: str) -> None:
    """Number the list styles by one definition of three levels, each with its mark."""
    numbering: Any = document.part.numbering_part.element
    taken = [int(each.get(qn("w:abstractNumId"))) for each in numbering.findall(qn("w:abstractNum"))]
    kept = str(max(taken, default=0) + 1)
    definition = OxmlElement("w:abstractNum")
    definition.set(qn("w:abstractNumId"), kept)
    _child(definition, "w:multiLevelType", "hybridMultilevel")
    for level, mark in enumerate(_MARKS.get(language, _MARKS["en"])):
        definition.append(_level(level, mark, language))
    numbering.insert(len(taken), definition)
    number = numbering.add_num(int(kept)).numId
    for level, name in enumerate(("List Bullet", "List Bullet 2", "List Bullet 3")):
        style: Any = document.styles[name]
        style.paragraph_format.left_indent = style.paragraph_format.first_line_indent = None
        listed = OxmlElement("w:numPr")
        _child(listed, "w:ilvl", str(level))
        _child(listed, "w:numId", str(number))
        insert_in_order(style.element.get_or_add_pPr(), listed)


def _level(level: int, mark: str, language: str) -> Any:
    found = OxmlElement("w:lvl")
    found.set(qn("w:ilvl"), str(level))
    for name, value in (("w:start", "1"), ("w:numFmt", "bullet"), ("w:lvlText", mark), ("w:lvlJc", "left")):
        _child(found, name, value)
    paragraph, indent = OxmlElement("w:pPr"), OxmlElement("w:ind")
    indent.set(qn("w:left"), str(_CHILD * (level + 1)))
    indent.set(qn("w:hanging"), "340")
    paragraph.append(indent)
    letters = OxmlElement("w:rPr")
    set_fonts(letters, language, head=True)
    found.extend((paragraph, letters))
    return found


def _child(parent: Any, name: str, value: str) -> None:
    child = OxmlElement(name)
    child.set(qn("w:val"), value)
    parent.append(child)
