"""A report for Word: headings, lists, heads of tables, texts for pictures and languages are what they claim to be."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from renkei.core.blocks.word_styles import shipped_template
from tests.reports.sample import drawing, made, sample


@pytest.fixture(scope="module")
def content():
    return made(sample(drawing()), "docx", number="資料1")


@pytest.fixture(scope="module")
def document(content):
    return docx.Document(io.BytesIO(content))


def styled(document, name):
    return [each.text for each in document.paragraphs if each.style.name == name]


def test_headings_are_headings(document):
    assert styled(document, "Heading 1") == ["推進体制", "実績", "資料"]
    assert styled(document, "Report Pillar") == ["1　全県的な取組の推進"]
    assert document.styles["Report Pillar"].base_style.name == "Heading 2"
    assert styled(document, "Heading 3") == ["(1)　体制の推進"]
    assert styled(document, "Title") == ["平成29年度の実績"]


def test_lists_are_numbered_by_their_styles_and_not_by_letters(document):
    assert "親の項目 ［予定］" in styled(document, "List Bullet")
    assert styled(document, "List Bullet 2") == ["子の項目"]
    assert styled(document, "List Bullet 3") == ["孫の項目"]
    numbering = document.part.numbering_part.element
    for name, level, mark in (
        ("List Bullet", 0, "○"),
        ("List Bullet 2", 1, "・"),
        ("List Bullet 3", 2, "－"),
    ):
        properties = document.styles[name].element.pPr.numPr
        assert int(properties.ilvl.val) == level
        kept = numbering.num_having_numId(properties.numId.val).abstractNumId.val
        marks = [
            found.find(qn("w:lvlText")).get(qn("w:val"))
            for each in numbering.findall(qn("w:abstractNum"))
            if each.get(qn("w:abstractNumId")) == str(kept)
            for found in each.findall(qn("w:lvl"))
        ]
        assert marks[level] == mark


def test_the_head_of_a_table_is_repeated_and_told(document):
    (table,) = document.tables
    head, *others = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert [cell.text for cell in head.cells] == ["柱", "平成29年度 実績（千円）", "増減（千円）"]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "柱ごとの金額"
    assert [cell.text for cell in others[-1].cells] == ["合計", "540,961", "–"]
    assert others[0].cells[1].paragraphs[0].alignment is not None


def test_pictures_say_what_is_to_be_seen(document):
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert told == ["会場に人が集まっている", "推進会議を中心に関係機関がつながる図"]
    identifiers = [shape._inline.docPr.get("id") for shape in document.inline_shapes]
    assert len(set(identifiers)) == len(identifiers)


def test_every_style_names_its_japanese_font_and_language(document):
    for style in document.styles:
        if style.type == docx.enum.style.WD_STYLE_TYPE.LIST:
            continue
        properties = style.element.rPr
        fonts, language = properties.find(qn("w:rFonts")), properties.find(qn("w:lang"))
        assert fonts.get(qn("w:eastAsia")) in {"游明朝", "游ゴシック"}, style.name
        assert not [name for name in fonts.attrib if name.endswith("Theme")], style.name
        assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == ("ja-JP", "ja-JP"), style.name


def test_an_english_report_is_told_in_english():
    document = docx.Document(io.BytesIO(made(sample(language="en"), "docx")))
    language = document.styles["Normal"].element.rPr.find(qn("w:lang"))
    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == ("en-GB", "ja-JP")


def test_contents_and_page_numbers_are_fields(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
        names = [name for name in archive.namelist() if name.startswith("word/footer")]
        feet = "".join(archive.read(name).decode() for name in names)
        settings = archive.read("word/settings.xml").decode()
    assert ' TOC \\o "1-2"' in body
    assert re.search(r'<w:updateFields w:val="true"/>(?:<w:\w+[^>]*/?>)*?<w:compat', settings), "in its place"
    for text in (body, feet):
        counts = {len(re.findall(f'fldCharType="{kind}"', text)) for kind in ("begin", "separate", "end")}
        assert len(counts) == 1
        assert counts != {0}
    assert " PAGE " in feet
    assert " NUMPAGES " in feet
    anchors = set(re.findall(r'w:anchor="([^"]+)"', body))
    assert anchors
    assert anchors <= set(re.findall(r'w:bookmarkStart[^>]*w:name="([^"]+)"', body))


def test_no_place_of_the_template_is_left(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "[[" not in re.sub(r"<[^>]+>", "", text)
    assert "資料1" in text


def test_who_made_it_and_when_is_the_reports(document):
    told = document.core_properties
    assert (told.title, told.author, told.language) == ("平成29年度の実績", "見本クラスター", "ja")
    assert told.created.isoformat().startswith("2026-11-25T03:00:00")
    assert "python-docx" not in told.comments


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_shipped_template_has_every_place(language):
    document = docx.Document(io.BytesIO(shipped_template(language)))
    places = {each.text for each in document.paragraphs}
    assert {
        "[[title]]",
        "[[cluster]]",
        "[[date]]",
        "[[number]]",
        "[[contents]]",
        "[[body]]",
        "[[contact]]",
    } <= places
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
