"""A photograph that an item of a pillar carries: shown below it in every format, told to those who do not see it."""

from __future__ import annotations

import io

import docx
import pikepdf
import pytest

from renkei.budgets.models import Item
from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.blocks.model import PictureBlock
from renkei.core.blocks.plain import spans_to_text
from renkei.core.blocks.registry import build
from renkei.core.blocks.request import BlockRequest
from renkei.core.files.attaching import attach_file
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.reports.checks import check_edition
from renkei.reports.formats import render_report
from renkei.reports.house import held_picture
from renkei.reports.reading import Book
from renkei.reports.service import report
from tests.builders import both, make
from tests.reports.editing import DAY, draft, published
from tests.reports.sample import AT, JPEG

pytestmark = pytest.mark.django_db
SEEN = both("会場に人が集まっている", "People in a hall")


@pytest.fixture
def photographed(clean_mihon):
    make(Document, "photograph", title=both("会議の写真", "Photograph of the meeting"))
    attach_file(
        actor=COMMAND_LINE,
        slug="photograph",
        revision=1,
        stream=io.BytesIO(JPEG),
        name="a.jpg",
        reason="test",
    )
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(pk="projects").update(
            picture="photograph", caption=both("調印のようす", "The signing"), alternative=SEEN
        )


def pictures(actor=STRANGER):
    request = BlockRequest.of(2020, "ja", actor=actor, at=DAY, params={"side": "results"})
    return [each for each in build("budgets.pillars", request) if isinstance(each, PictureBlock)]


def test_it_stands_below_its_item_with_caption_and_alternative(photographed):
    (picture,) = pictures()
    assert spans_to_text(picture.caption) == "調印のようす"
    assert picture.file.alternative == SEEN["ja"]
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(pk="projects").update(kind="picture", caption={})
    (picture,) = pictures()
    assert spans_to_text(picture.caption) == "共同研究19件"


def test_one_that_is_not_public_is_shown_to_nobody_outside(photographed):
    with journal(actor=COMMAND_LINE, action="test"):
        Document.objects.filter(pk="photograph").update(publication="internal")
    assert pictures() == []
    assert len(pictures(COMMAND_LINE)) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"picture_id": "photograph"}, "alternative"),
        ({"caption": SEEN}, "picture"),
        ({"alternative": SEEN}, "picture"),
    ],
)
def test_words_and_photograph_come_together(values, field):
    assert [name for name, _ in Item(pk="projects", **values).row_flaws()] == [field]


def test_without_words_for_those_who_do_not_see_it_nothing_is_published(photographed):
    edition = draft()
    assert check_edition(edition, DAY).findings == ()
    with journal(actor=COMMAND_LINE, action="test"):
        Item.objects.filter(pk="projects").update(alternative={})
    found = check_edition(edition, DAY).findings
    assert {each.rule for each in found} == {"alternative"}
    assert all(each.is_error for each in found)


def test_every_format_shows_it_and_an_edition_keeps_it(photographed):
    found = report(2020, "yearly", language="ja", actor=STRANGER, at=DAY)
    pdf = render_report(found, "pdf", made_at=AT, content=held_picture)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [each.read_raw_bytes() for page in opened.pages for each in page.get_images().values()]
    assert streams == [JPEG]
    word = docx.Document(io.BytesIO(render_report(found, "docx", made_at=AT, content=held_picture)))
    assert SEEN["ja"] in [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    page = render_report(found, "html", made_at=AT, content=held_picture).decode()
    assert f'alt="{SEEN["ja"]}"' in page
    assert SEEN["ja"] in render_report(found, "json", made_at=AT).decode()
    edition = published()
    picture = next(
        each.file
        for section in Book(edition).report("ja").sections
        for each in section.blocks
        if isinstance(each, PictureBlock)
    )
    assert Book(edition).picture(picture.sha256) == JPEG
