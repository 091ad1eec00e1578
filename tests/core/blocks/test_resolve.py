import datetime as dt
from decimal import Decimal

import pytest

from renkei.core.accounts.actors import Actor, Role
from renkei.core.blocks import registry
from renkei.core.blocks.inline import compiled, parse
from renkei.core.blocks.model import (
    DateSpan,
    Deferred,
    Fallback,
    FigureSpan,
    Heading,
    HiddenSpan,
    ListBlock,
    ListItem,
    Paragraph,
    Place,
    RecordSpan,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from renkei.core.blocks.plain import blocks_to_text, spans_to_text
from renkei.core.blocks.registry import block_names, build, register_block
from renkei.core.blocks.resolve import resolve
from renkei.core.blocks.writing import written
from renkei.core.ui.text import bi
from renkei.governance.models import Body, Meeting
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from tests.builders import both, make, make_many
from tests.core.blocks.fakes import Answer, Figures, asked

READER = Actor("reader", frozenset({Role.STRANGER, Role.READER}), 3)
PLACE = Place("item", "mihon", "text", "ja")


def told(text, request):
    (paragraph,) = resolve((Paragraph(parse(text, PLACE, fiscal_year=request.fiscal_year)),), request)
    return paragraph.spans


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("[[date:2020-05-01]]", "ja", "令和2年5月1日"),
        ("[[date:2020-05-01]]", "en", "1 May 2020"),
        ("[[date:2020-05]]", "en", "May 2020"),
        ("[[date:2009]]", "ja", "平成21年"),
        ("[[period:2020-05-01/..]]", "en", "from 1 May 2020"),
        ("[[year:2017]]", "ja", "平成29年度"),
        ("[[year:2017]]", "en", "FY2017"),
        ("第[[ordinal:20]]回", "ja", "第20回"),
        ("[[contact:mihon@example.org]]", "ja", "mihon@example.org"),
    ],
)
@pytest.mark.django_db
def test_what_says_itself(text, language, expected):
    assert spans_to_text(told(text, asked(language=language))) == expected


@pytest.mark.django_db
def test_a_figure_carries_its_evidence():
    request = asked(Answer("a.b", 2020, Decimal(2068)))
    (found,) = told("[[figure:a.b]]", request)
    assert isinstance(found, FigureSpan)
    assert (found.text, found.value, found.address) == ("2,068", Decimal(2068), "/ja/figures/a.b/2020/")


@pytest.mark.django_db
def test_unknown_is_told_in_words():
    (found,) = told("[[figure:a.b]]", asked(Answer("a.b", 2020, None, state="not_yet_known"), language="en"))
    assert (found.text, found.value) == ("not yet known", None)


@pytest.mark.django_db
def test_an_unknown_figure_is_refused_with_its_place():
    with pytest.raises(RuleBroken) as refused:
        told("見本[[figure:no.such]]", asked(actor=READER))
    assert refused.value.code == "placeholder.unknown_figure"
    assert refused.value.context["place"] == Place("item", "mihon", "text", "ja", 3)


@pytest.mark.django_db
def test_a_figure_without_value_that_year_says_so():
    (found,) = told("[[figure:governance.bodies@1999]]", asked())
    assert found == HiddenSpan("（値なし）")


@pytest.mark.django_db
def test_a_figure_that_is_not_public_is_not_told_to_strangers():
    secret = Answer("a.b", 2020, Decimal(7), public=False)
    assert told("[[figure:a.b]]", asked(secret)) == (HiddenSpan("（非公開）"),)
    assert spans_to_text(told("[[figure:a.b]]", asked(secret, actor=READER))) == "7"


@pytest.fixture
def council():
    return make(Body, "mihon-council", name=both("見本会議", "Mihon Council"), legal_type="committee")


@pytest.mark.django_db
def test_a_record_is_a_link_to_its_page(council):
    (found,) = told("[[body:mihon-council]]", asked(language="en"))
    assert found == RecordSpan("body", "mihon-council", (Text("Mihon Council"),), "/en/body/mihon-council/")


@pytest.mark.django_db
def test_a_meeting_is_told_by_its_date(council):
    make(Meeting, "first", body=council, held_on=dt.date(2020, 7, 10))
    (found,) = told("[[meeting:first]]", asked())
    assert found == DateSpan("2020-07-10", "令和2年7月10日", "meeting", "first", "/ja/meeting/first/")


@pytest.mark.django_db
def test_the_date_of_a_meeting_that_is_not_public_is_not_told(council):
    make(Meeting, "first", body=council, held_on=dt.date(2020, 7, 10), publication="internal")
    assert told("[[meeting:first]]", asked()) == (HiddenSpan("（非公開）"),)
    assert spans_to_text(told("[[meeting:first]]", asked(actor=READER))) == "令和2年7月10日"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[body:none]]", "placeholder.unknown_record"),
        ("[[nonsense:a]]", "placeholder.unknown_name"),
    ],
)
@pytest.mark.django_db
def test_what_names_nothing_is_refused(text, code):
    with pytest.raises(RuleBroken) as refused:
        told(text, asked(actor=READER))
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["[[body:none]]", "[[nonsense:a]]", "[[figure:no.such]]"])
@pytest.mark.parametrize(("language", "gap"), [("ja", "（記載なし）"), ("en", "(not given)")])
@pytest.mark.django_db
def test_strangers_read_on_past_what_names_nothing(text, language, gap, caplog):
    request = asked(language=language)
    spans = compiled(Localised.both(f"前{text}後", f"a {text} z"), language, PLACE)
    (paragraph,) = resolve((Paragraph(spans),), request)
    assert gap in spans_to_text(paragraph.spans)
    assert "item:mihon" in caplog.text


@pytest.mark.django_db
def test_a_malformed_text_is_a_gap_for_strangers_and_refused_for_staff(caplog):
    council = make(
        Body, "mihon-council", name=both("見本会議"), purpose=both("見本[[の"), legal_type="committee"
    )
    assert written(asked(), council, "purpose") == (HiddenSpan("（記載なし）"),)
    assert "body:mihon-council" in caplog.text
    with pytest.raises(RuleBroken, match=r"placeholder\.malformed"):
        written(asked(actor=READER), council, "purpose")


@pytest.mark.django_db
def test_a_fallen_back_text_is_told_in_its_own_language(council):
    request = asked(language="en")
    spans = compiled(Localised({"ja": "[[year:2017]]に[[body:mihon-council]]"}), "en", PLACE)
    (paragraph,) = resolve((Paragraph(spans),), request)
    (found,) = paragraph.spans
    assert isinstance(found, Fallback)
    assert spans_to_text(found.spans) == "平成29年度に見本会議"
    assert found.spans[2].address == "/en/body/mihon-council/"


@pytest.mark.django_db
def test_every_corner_of_the_blocks_is_resolved():
    spans = parse("[[ordinal:1]]")
    table = TableBlock(
        "t",
        spans,
        (TableColumn(spans),),
        (TableRow((spans,)),),
        spans,
        TableRow((spans,)),
        (spans,),
    )
    blocks = (
        Heading(1, spans, "1", spans),
        ListBlock((ListItem(spans, (ListItem(spans),)),)),
        table,
        Deferred(frozenset(), lambda _: (Paragraph(spans), Deferred(frozenset(), lambda _: ()))),
    )
    text = blocks_to_text(resolve(blocks, asked()))
    assert text.count("1") == 12
    assert "[[" not in text


@pytest.mark.django_db
def test_questions_do_not_grow_with_the_texts(council, django_assert_num_queries):
    make_many(
        Meeting,
        [
            {"slug": f"m-{number}", "body": council, "held_on": dt.date(2020, 4, 1) + dt.timedelta(number)}
            for number in range(200)
        ],
    )
    answers = [
        Answer(f"a.b{number}", year, Decimal(number)) for number in range(100) for year in (2019, 2020)
    ]
    for count in (1, 200):
        figures = Figures(*answers)
        request = asked(figures=figures)
        blocks = tuple(
            Paragraph(
                parse(
                    f"[[meeting:m-{number}]][[figure:a.b{number % 100}@{2019 + number % 2}]][[body:mihon-council]]"
                )
            )
            for number in range(count)
        )
        with django_assert_num_queries(2):
            resolve(blocks, request)
        assert figures.questions == 1


@pytest.mark.django_db
def test_a_registered_block_is_built(monkeypatch):
    for known in (registry._providers, registry._labels):
        monkeypatch.setitem(
            known, "tests.year", None
        )  # and taken out again afterwards: choices name every block
    register_block(
        "tests.year",
        lambda request: (Paragraph(parse(f"[[year:{request.fiscal_year}]]")),),
        label=bi("年度の部品", "A year"),
    )
    assert "tests.year" in block_names()
    assert blocks_to_text(build("tests.year", asked(language="en"))) == "FY2020"
    with pytest.raises(KeyError):
        build("tests.none", asked())
