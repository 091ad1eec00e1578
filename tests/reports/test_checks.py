"""The checks before publishing: each rule finds what it is for, nothing else, and publishing waits for it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.budgets.models import Amount, Item, Pillar
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.blocks.model import (
    DrawingBlock,
    FigureSpan,
    Paragraph,
    PictureBlock,
    PictureFile,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from renkei.core.figures.answers import Computed
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.directory.models import Person
from renkei.governance.models import Meeting
from renkei.indicators.models import StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.checks import _of_figure, acknowledge, check_edition
from renkei.reports.evidence import answers_of
from renkei.reports.finding import RULES
from renkei.reports.publishing import publish
from renkei.reports.service import Report, ReportSection
from renkei.reports.text_checks import text_findings
from tests.builders import both, make
from tests.reports.editing import DAY, NOON, agreed, draft

pytestmark = pytest.mark.django_db


def rules(edition, **narrowed):
    found = check_edition(edition, DAY).findings
    return [each for each in found if all(getattr(each, name) == value for name, value in narrowed.items())]


def change(model, slug, **values):
    with journal(actor=COMMAND_LINE, action="test"):
        model.objects.filter(pk=slug).update(**values)


def add_item(slug, text, **values):
    given = {
        "pillar_id": "first",
        "fiscal_year": 2020,
        "side": "results",
        "kind": "activity",
        "state": "done",
    }
    return make(Item, slug, text=text, **(given | values))


def test_a_clean_draft_has_no_findings(clean_mihon):
    assert check_edition(draft(), DAY).findings == ()


def test_a_value_without_a_source_is_an_error(clean_mihon):
    """The database lets no stated value be without a document; what is computed may be without a line."""
    (pair, answer) = next(
        iter(answers_of([("research.joint_projects", 2020)], actor=COMMAND_LINE, at=DAY).items())
    )
    assert list(_of_figure(answer, answer)) == []
    bare = replace(answer, stated=tuple(replace(one, document="") for one in answer.stated))
    empty = replace(answer, prints="computed", computed=Computed(Decimal(0), 0))
    for each in (bare, empty):
        assert [rule for rule, *_ in _of_figure(each, answer)] == ["unsourced"]
    assert RULES["unsourced"][0] == "error"
    assert pair == ("research.joint_projects", 2020)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("研究生20名が学ぶ。", ["20名"]),
        ("第3期の成果", []),
        ("平成29年度", []),
        ("約１，２００人", ["１，２００人"]),
    ],
)
def test_a_number_typed_into_a_text_is_a_warning(clean_mihon, text, words):
    add_item("typed", both(text, "Text"), position=8)
    assert [each.detail for each in rules(draft(), rule="typed")] == words


def test_a_document_that_is_not_public_is_a_warning(clean_mihon):
    make(Document, "inner", title=both("内部資料", "Inner"), publication="internal")
    change(StatedValue, "joint-2020", document_id="inner")
    (found,) = rules(draft(), rule="source_not_public")
    assert not found.is_error


def test_a_missing_translation_names_its_record(clean_mihon):
    add_item("only", both("訳のない文"), position=9)
    (found,) = rules(draft(), rule="language")
    assert (found.language, found.record, found.quote) == ("en", ("item", "only"), "訳のない文")


def test_what_is_not_public_leaves_a_gap_that_blocks(clean_mihon):
    change(Meeting, "council-first", publication="internal")
    found = rules(draft(), rule="hidden")
    assert {each.language for each in found} == {"ja", "en"}
    assert all(each.is_error for each in found)


@pytest.mark.parametrize(("day", "outside"), [("2020-03-31", True), ("2020-04-01", False), ("2021-03-31", False),
                                              ("2021-04-01", True), ("2021", False), ("2019", True)])  # fmt: skip
def test_a_date_belongs_to_the_year_of_its_section(clean_mihon, day, outside):
    add_item("dated", both(f"[[date:{day}]]に開いた。", f"Held on [[date:{day}]]."), position=8)
    assert bool(rules(draft(), rule="date", language="ja")) == outside


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("先端生命科学研究so", "先端生命科学研究so"),
        ("研究soの成果", "研究so"),
        ("ｅが混じる研究ｓｏ", "が混じる研究ｓｏ"),
        ("iPS細胞の研究", ""),
        ("mRNAを測る", ""),
        ("講師3名、pH 7", ""),
        ("eラーニング", ""),
        ("連絡はinfo@mihon.exampleへ", ""),
    ],
)
def test_a_latin_letter_inside_a_japanese_word(clean_mihon, text, word):
    add_item("letters", both(text, "Text"), position=8)
    assert [each.detail for each in rules(draft(), rule="latin")] == ([word] if word else [])


def test_a_name_is_cleared_by_a_public_record_of_the_person(clean_mihon):
    names = {
        "family_name": "見本",
        "given_name": "太郎",
        "controller_id": "mihon-prefecture",
        "purpose": "名簿",
    }
    make(Person, "mihon-taro", publication="internal", **names)
    add_item("talk", both("講演：見本太郎", "A talk"), position=8)
    edition = draft()
    (found,) = rules(edition, rule="person")
    assert found.is_error
    assert found.record == ("person", "mihon-taro")
    change(Person, "mihon-taro", publication="public")
    assert rules(edition, rule="person") == []


def span(value, text):
    return FigureSpan("c", 2020, text, "", value, "exact", "yen", "", "")


def of_blocks(*blocks):
    section = ReportSection("amounts", Localised({"ja": "金額"}), blocks)
    return {"ja": Report("yearly", 2020, "ja", Localised({"ja": "報告"}), Localised(), (section,))}


def table(rows, total, footnotes=()):
    lines = tuple(TableRow(((Text(f"行{n}"),), (span(*row),))) for n, row in enumerate(rows))
    columns = (TableColumn(()), TableColumn((Text("実績"),), "千円", numeric=True))
    return TableBlock(
        "t", (Text("表"),), columns, lines, (), TableRow(((Text("計"),), (span(*total),))), footnotes
    )


@pytest.mark.parametrize(
    ("rows", "total", "footnotes", "rule"),
    [
        ([(1000, "1"), (2000, "2")], (3000, "3"), (), ""),
        ([(1000, "1"), (2000, "2")], (4000, "4"), (), "sum"),
        ([(1000, "1"), (2000, "2")], (4000, "4"), ((Text("注"),),), "sum"),
        ([(1400, "1"), (1400, "1")], (2800, "3"), (), "rounding_note"),
        ([(1400, "1"), (1400, "1")], (2800, "3"), ((Text("注"),),), ""),
        ([(None, "未確定"), (1400, "1")], (2800, "3"), (), ""),
    ],
)
def test_rows_make_their_total_or_a_note_says_why_not(rows, total, footnotes, rule):
    found = text_findings(of_blocks(table(rows, total, footnotes)), 4)
    assert [each.rule for each in found] == ([rule] if rule else [])


def test_a_picture_says_what_is_to_be_seen():
    file = PictureFile("0" * 64, "image/png", 10, 10, "")
    seen = replace(file, alternative="会議のようす")
    drawing = DrawingBlock("d", (Text("図"),), "", "<svg/>", ())
    told = replace(drawing, alternative="三者の関係", text=(Paragraph((Text("文"),)),))
    caption = (Text("写真"),)
    blind = of_blocks(PictureBlock(caption, "", file), PictureBlock(caption), drawing)
    assert [each.rule for each in text_findings(blind, 4)] == ["alternative", "no_photograph", "alternative"]
    assert not list(text_findings(of_blocks(PictureBlock(caption, "", seen), told), 4))


def test_a_section_stands_in_every_language():
    both_of = of_blocks(Paragraph((Text("文"),)))
    (english,) = of_blocks().values()
    reports = both_of | {"en": replace(english, language="en", sections=())}
    (found,) = text_findings(reports, 4)
    assert (found.rule, found.language, found.section) == ("section_missing", "en", "amounts")


def test_errors_block_and_warnings_wait_for_a_name(clean_mihon):
    add_item("only", both("訳のない文"), position=9)
    edition = agreed(draft())
    with pytest.raises(RuleBroken) as refused:
        publish(actor=COMMAND_LINE, edition=edition, at=NOON)
    assert refused.value.code == "edition.checks"
    (found,) = check_edition(edition, DAY).open_warnings
    kept = acknowledge(actor=COMMAND_LINE, edition=edition, key=found.key, reason="次の版で訳す", at=NOON)
    assert (kept.by, kept.at, kept.reason) == (COMMAND_LINE.name, NOON, "次の版で訳す")
    assert acknowledge(actor=COMMAND_LINE, edition=edition, key=found.key, reason="", at=NOON).pk == kept.pk
    assert publish(actor=COMMAND_LINE, edition=edition, at=NOON).state == "published"


def test_a_changed_text_makes_an_acknowledgement_void(clean_mihon):
    add_item("only", both("訳のない文"), position=9)
    edition = draft()
    (found,) = check_edition(edition, DAY).open_warnings
    acknowledge(actor=COMMAND_LINE, edition=edition, key=found.key, reason="", at=NOON)
    assert check_edition(edition, DAY).passes
    change(Item, "only", text=both("訳のない別の文"))
    checked = check_edition(edition, DAY)
    assert [each.rule for each in checked.open_warnings] == ["language"]
    with pytest.raises(RuleBroken) as refused:
        acknowledge(actor=COMMAND_LINE, edition=edition, key=found.key, reason="", at=NOON)
    assert refused.value.code == "edition.no_finding"


def test_an_error_is_not_acknowledged(clean_mihon, reader):
    change(Meeting, "council-first", publication="internal")
    edition = draft()
    found = check_edition(edition, DAY).errors[0]
    for actor, code in ((COMMAND_LINE, "edition.is_error"), (reader, "permission.refused")):
        with pytest.raises(RuleBroken) as refused:
            acknowledge(actor=actor, edition=edition, key=found.key, reason="", at=NOON)
        assert refused.value.code == code


def test_the_checks_ask_as_often_for_many_records_as_for_few(clean_mihon):
    edition = draft()

    def asked():
        check_edition(edition, DAY)
        with CaptureQueriesContext(connection) as queries:
            check_edition(edition, DAY)
        return len(queries)

    before = asked()
    for number in range(2, 6):
        slug = f"pillar-{number}"
        make(Pillar, slug, number=number + 1, title=both(f"柱{number}", f"Pillar {number}"))
        amount = {
            "fiscal_year": 2020,
            "basis": "actual_stage_not_stated",
            "amount": 1000,
            "document_id": "annual-report",
        }
        make(Amount, f"{slug}-2020", pillar_id=slug, **amount)
        add_item(f"item-{number}", both("訳のない文"), position=number, pillar_id=slug)
    assert asked() == before
    assert len(rules(edition, rule="language")) == 4
