"""The structure as a drawing: what is in it equals what the reader may see of the records."""

import datetime as dt

import pytest
from defusedxml.ElementTree import fromstring

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER, Actor, Role
from renkei.core.blocks.model import DrawingBlock
from renkei.core.blocks.plain import blocks_to_text
from renkei.core.blocks.registry import build
from renkei.core.blocks.render import blocks_to_html, blocks_to_json
from renkei.core.blocks.request import BlockRequest
from renkei.core.history.journal import journal
from renkei.directory.models import Organisation, Unit
from renkei.governance.models import Body, Drawing, DrawingHint, Function, Mandate, Relation, Seat
from tests.builders import both, make, make_many
from tests.reports.mihon import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]
READER = Actor("reader", frozenset({Role.STRANGER, Role.READER}), 3)
EVIL = "</text><script>alert(1)</script>&\"'"
ALL_BOXES = {
    "body:council",
    "body:panel",
    "function:managing",
    "organisation:mihon-fund",
    "unit:division",
}
ALL_LINES = {("body:panel", "body:council"), ("unit:division", "organisation:mihon-fund")}


def drawings(language="ja", *, year=2023, actor=STRANGER, name="governance.structure", **params):
    request = BlockRequest.of(year, language, actor=actor, at=DAY, params=params)
    return [each for each in build(name, request) if isinstance(each, DrawingBlock)]


def drawing(language="ja", **asked):
    (found,) = drawings(language, **asked)
    return found


def boxes(found, *, narrow=False):
    tree = fromstring(found.svg_narrow if narrow else found.svg)
    return {each.get("data-box"): each for each in tree.iter() if each.get("data-box")}


def lines(found):
    tree = fromstring(found.svg)
    return {(each.get("data-from"), each.get("data-to")) for each in tree.iter() if each.get("data-from")}


def texts(svg):
    return "".join(each.text or "" for each in fromstring(svg).iter())


def top(found, identifier):
    return float(boxes(found)[identifier][0].get("y"))


def left(found, identifier):
    return float(boxes(found)[identifier][0].get("x"))


def change(model, slug, **values):
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        model.objects.filter(pk=slug).update(**values)


@pytest.fixture
def recorded():
    return make(
        Drawing, "drawn", title=both("見本の体制", "Mihon structure"), state="drawn", subject="structure"
    )


def hint(slug, **values):
    return make(DrawingHint, slug, drawing_id="drawn", **values)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_boxes_and_lines_are_those_of_the_records(language):
    found = drawing(language)
    assert set(boxes(found)) == ALL_BOXES
    assert set(boxes(found, narrow=True)) == ALL_BOXES
    assert lines(found) == ALL_LINES


def test_what_belongs_to_a_box_stands_in_it():
    found = boxes(drawing())
    said = {name: "".join(each.text or "" for each in group.iter()) for name, group in found.items()}
    assert said == {
        "body:council": "見本推進会議会長・委員長：知事（見本県）構成団体：大学関係者・一つ目の任務・二つ目の任務",
        "body:panel": "見本部会",
        "function:managing": "管理機能① ニーズの発掘",
        "organisation:mihon-fund": "見本財団",
        "unit:division": "産業課（見本県）",
    }


def test_it_speaks_the_language_of_the_reader():
    found = drawing("en")
    said = texts(found.svg)
    assert "Mihon Council" in said
    assert "Guidance and advice" in said
    assert "見本" not in said
    assert found.alternative.startswith("A drawing of Mihon Council")


def test_names_are_those_of_the_year():
    assert "商工課" in texts(drawing(year=2018).svg)
    assert "商工課" not in texts(drawing(year=2023).svg)


def test_who_performs_one_function_and_stands_at_a_line_lies_in_its_box():
    found = boxes(drawing())
    outer, inner = found["function:managing"][0], found["organisation:mihon-fund"][0]
    assert float(outer.get("x")) < float(inner.get("x"))
    assert float(inner.get("y")) + float(inner.get("height")) < float(outer.get("y")) + float(
        outer.get("height")
    )


@pytest.mark.parametrize(
    ("model", "slug", "gone", "lines_gone"),
    [
        (Body, "panel", {"body:panel"}, {("body:panel", "body:council")}),
        (
            Organisation,
            "mihon-fund",
            {"organisation:mihon-fund", "unit:division"},
            {("unit:division", "organisation:mihon-fund")},
        ),
        (
            Relation,
            "division-guides",
            {"organisation:mihon-fund", "unit:division"},
            {("unit:division", "organisation:mihon-fund")},
        ),
        (Function, "managing", {"function:managing"}, set()),
    ],
)
def test_what_the_reader_may_not_see_is_not_in_the_drawing(model, slug, gone, lines_gone):
    change(model, slug, publication="internal")
    found = drawing()
    assert set(boxes(found)) - {"function:needs"} == ALL_BOXES - gone
    assert lines(found) == ALL_LINES - lines_gone
    record = model.objects.get(pk=slug)
    if hasattr(record, "name"):
        for svg in (found.svg, found.svg_narrow):
            assert record.name.text("ja") not in texts(svg)
    assert set(boxes(drawing(actor=READER))) == ALL_BOXES


def test_a_hidden_mandate_and_a_hidden_holder_stay_away():
    change(Mandate, "m-1", publication="internal")
    change(Seat, "chair", publication="internal")
    said = texts(drawing().svg)
    assert "一つ目" not in said
    assert "知事" not in said
    assert "二つ目" in said


def test_a_body_that_no_longer_exists_is_not_drawn():
    old = (dt.date(2010, 4, 1), dt.date(2015, 4, 1))
    make(Body, "old", name=both("旧会議", "Old council"), legal_type="committee", existence=old)
    assert "body:old" not in boxes(drawing())
    assert "body:old" in boxes(drawing(year=2012))


def test_names_are_never_markup():
    change(Body, "council", name=both(EVIL, EVIL))
    change(Function, "managing", name=both(EVIL, EVIL))
    make(Drawing, "evil", title=both(EVIL, EVIL), state="drawn", subject="structure")
    found = drawing()
    html = blocks_to_html((found,), "ja")
    assert "<script" not in html
    assert "alert(1)" in "".join(texts(found.svg).split())
    assert "alert(1)" in "".join(texts(found.svg_narrow).split())


def test_the_same_records_give_the_same_bytes():
    assert drawing() == drawing()


def test_both_ways_and_leading_to_have_their_own_lines():
    make(Function, "outcome", name=both("成果", "Outcome"))
    make(Relation, "leads", kind="leads_to", from_function_id="managing", to_function_id="outcome")
    change(Relation, "division-guides", kind="coordination", both_ways=True)
    tree = fromstring(drawing().svg)
    heads = {
        (each.get("data-from"), each.get("data-to")): len(each) - 1
        for each in tree.iter()
        if each.get("data-from")
    }
    assert heads == {
        ("body:panel", "body:council"): 0,
        ("unit:division", "organisation:mihon-fund"): 2,
        ("function:managing", "function:outcome"): 1,
    }


def test_many_parts_of_one_body_lie_inside_it():
    make_many(
        Body,
        [
            {
                "slug": f"part-{at}",
                "name": both(f"部会{at}", f"Part {at}"),
                "legal_type": "committee",
                "parent_id": "council",
            }
            for at in range(6)
        ],
    )
    found = drawing()
    assert ("body:panel", "body:council") not in lines(found)
    assert top(found, "body:part-1") > top(found, "body:council")


def test_hints_move_rename_and_leave_out(recorded):
    hint("row-1", unit_id="division", row=1)
    hint("row-2", function_id="managing", row=2, across=2)
    hint("row-2-first", body_id="council", row=2, across=1, label=both("会議", "The council"))
    hint("row-3", body_id="panel", left_out=True)
    found = drawing()
    assert set(boxes(found)) == ALL_BOXES - {"body:panel"}
    assert lines(found) == ALL_LINES - {("body:panel", "body:council")}
    assert top(found, "unit:division") < top(found, "body:council") == top(found, "function:managing")
    assert left(found, "body:council") < left(found, "function:managing")
    said = texts(found.svg)
    assert "見本推進会議" not in said
    assert "会議" in said


def test_a_hint_puts_a_box_into_another(recorded):
    outer = hint("outer", body_id="council")
    hint("inner", unit_id="division", inside=outer)
    found = boxes(drawing())
    box, around = found["unit:division"][0], found["body:council"][0]
    assert float(box.get("y")) > float(around.get("y"))
    assert float(box.get("y")) < float(around.get("y")) + float(around.get("height"))


def test_hints_that_would_put_boxes_into_each_other_do_no_harm(recorded):
    outer = hint("outer", organisation_id="mihon-fund")
    hint("inner", function_id="managing", inside=outer)
    assert set(boxes(drawing())) == ALL_BOXES


def test_hints_that_are_not_public_are_for_those_who_see_them(recorded):
    hint("away", body_id="panel", left_out=True, publication="internal")
    assert "body:panel" in boxes(drawing())
    assert "body:panel" not in boxes(drawing(actor=READER))


def test_the_direction_turns_the_drawing(recorded):
    hint("away", unit_id="division", left_out=True)
    hint("one", body_id="council", row=1)
    hint("two", body_id="panel", row=2)
    hint("three", function_id="managing", row=3)
    order = ["body:council", "body:panel", "function:managing"]
    down = drawing()
    assert sorted(order, key=lambda each: top(down, each)) == order
    assert len({top(down, each) for each in order}) == 3
    change(Drawing, "drawn", direction="across")
    across = drawing()
    assert sorted(order, key=lambda each: left(across, each)) == order
    assert len({top(across, each) for each in order}) == 1


def test_the_caption_says_where_the_drawing_comes_from(recorded):
    assert blocks_to_text(drawings(name="governance.drawing", slug="drawn")).startswith(
        "[見本の体制（記録から作図）"
    )
    change(Drawing, "drawn", state="named")
    assert "資料からは題名だけが分かり" in blocks_to_text(drawings(name="governance.drawing", slug="drawn"))


def test_a_drawing_by_itself_says_the_same_in_words(recorded):
    found = drawing(name="governance.drawing", slug="drawn")
    assert blocks_to_text(found.text).splitlines() == [
        "- 見本推進会議",
        "  - 会長・委員長：知事（見本県）",
        "  - 構成団体：大学関係者",
        "  - 一つ目の任務",
        "  - 二つ目の任務",
        "- 見本部会",
        "- 管理機能",
        "  - 見本財団",
        "  - ① ニーズの発掘",
        "- 産業課（見本県）",
        "- 産業課（見本県）から見本財団へ：指導・助言",
        "- 見本部会と見本推進会議：属する",
    ]
    assert drawings(name="governance.drawing", slug="scheme") == []
    assert drawings(name="governance.drawing", slug="unknown") == []


def test_the_page_has_both_layouts_with_names_of_their_own(recorded):
    html = blocks_to_html(tuple(drawings(name="governance.drawing", slug="drawn")), "ja")
    assert html.count("<svg") == html.count('role="img"') == 2
    for identifier in ("drawing-drawn-wide-title", "drawing-drawn-narrow-desc"):
        assert html.count(f'id="{identifier}"') == 1
    assert "<details" in html
    assert "style=" not in html


def test_the_data_has_the_drawing_and_its_words(recorded):
    (found,) = blocks_to_json(tuple(drawings(name="governance.drawing", slug="drawn")))
    assert found["type"] == "drawing"
    assert set(found) == {"type", "id", "caption", "alternative", "svg", "text"}
    assert found["text"][0]["type"] == "list"


def many_more():
    def rows(count, **values):
        return [{name: make_one(at) for name, make_one in values.items()} for at in range(count)]

    def always(value):
        return lambda _: value

    kind, council, prefecture = always("committee"), always("council"), always("mihon-prefecture")
    names = lambda at: both(f"部会{at}", f"Body {at}")  # noqa: E731
    make_many(Body, rows(60, slug=lambda at: f"b{at}", name=names, legal_type=kind, parent_id=council))
    make_many(
        Unit,
        rows(20, slug=lambda at: f"u{at}", name=names, kind=always("division"), organisation_id=prefecture),
    )
    ends = {"from_body_id": lambda at: f"b{at}", "to_unit_id": lambda at: f"u{at}"}
    make_many(Relation, rows(20, slug=lambda at: f"r{at}", kind=always("guidance"), **ends))
    hints = {"drawing_id": always("drawn"), "body_id": lambda at: f"b{at}", "row": lambda at: at + 1}
    make_many(DrawingHint, rows(60, slug=lambda at: f"h{at}", **hints))


def test_the_number_of_queries_does_not_grow(
    django_assert_num_queries, django_assert_max_num_queries, recorded
):
    with django_assert_max_num_queries(18) as few:
        drawing()
    many_more()
    with django_assert_num_queries(len(few)):
        found = drawing()
    assert len(boxes(found)) > 50


def test_a_large_structure_shows_names_and_says_what_it_leaves_out():
    make_many(
        Body,
        [
            {"slug": f"b{at}", "name": both(f"見本部会{at}", f"Body {at}"), "legal_type": "committee"}
            for at in range(80)
        ],
    )
    make_many(
        Mandate,
        [
            {"slug": f"m{at}", "body_id": f"b{at}", "text": both("長い任務", "A long task")}
            for at in range(80)
        ],
    )
    found = drawing()
    assert len(boxes(found)) == 64
    assert "長い任務" not in texts(found.svg)
    caption = blocks_to_text((found,))
    assert "名称だけを示す" in caption
    assert "文にだけ記す" in caption
    told = blocks_to_text(drawings(name="governance.drawing"))
    assert "見本部会79" in told
    assert "長い任務" in told
