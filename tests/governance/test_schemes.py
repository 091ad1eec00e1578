"""The scheme of an agreement, a laboratory and a body: lines are those the records state, and no others."""

import datetime as dt

import pytest
from defusedxml.ElementTree import fromstring

from renkei.agreements.models import Agreement, AgreementFamily, AgreementParty, Contribution
from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.blocks.model import DrawingBlock
from renkei.core.blocks.plain import blocks_to_text
from renkei.core.blocks.registry import build
from renkei.core.blocks.render import blocks_to_html
from renkei.core.blocks.request import BlockRequest
from renkei.core.history.journal import journal
from renkei.directory.models import Laboratory, LaboratoryParty, Organisation, Unit
from renkei.governance.models import Body, Drawing, DrawingHint, Seat
from renkei.governance.selectors import drawings_of
from renkei.kernel.periods import Period
from tests.builders import both, make
from tests.reports.mihon import DAY

pytestmark = pytest.mark.django_db
PARTIES = ("city", "university")


def agreements():
    for slug, name in (("city", "見本市"), ("university", "見本大学")):
        make(Organisation, slug, name=both(name, slug.title()), kind="university")
    make(Unit, "institute", organisation_id="university", name=both("研究所", "Institute"), kind="institute")
    make(AgreementFamily, "family", title=both("協定", "Agreement"))
    for number, start in ((1, 2014), (2, 2019)):
        make(
            Agreement,
            f"term-{number}",
            family_id="family",
            title=both(f"協定その{number}", f"Agreement {number}"),
            term_number=number,
            term=Period(dt.date(start, 4, 1), dt.date(start + 5, 3, 31)),
        )
        for slug in PARTIES:
            make(AgreementParty, f"{slug}-{number}", agreement_id=f"term-{number}", organisation_id=slug)


@pytest.fixture
def scheme():
    agreements()
    make(
        Laboratory,
        "lab",
        name=both("連携研究室", "Joint laboratory"),
        purpose=both("研究する。", "Research."),
    )
    make(LaboratoryParty, "lab-city", laboratory_id="lab", organisation_id="city", role="partner")
    make(Body, "board", name=both("推進委員会", "Board"), legal_type="committee")
    make(Seat, "seat-city", body_id="board", role="member", organisation_id="city", position=1)
    make(Seat, "seat-institute", body_id="board", role="member", unit_id="institute", position=2)
    make(
        Contribution,
        "gift",
        agreement_id="term-2",
        organisation_id="city",
        fiscal_year=2023,
        amount=35_000_000,
    )
    make(
        Drawing,
        "scheme",
        title=both("枠組み", "Scheme"),
        state="drawn",
        subject="scheme",
        family_id="family",
        laboratory_id="lab",
        body_id="board",
    )


def drawings(language="ja", *, year=2023):
    request = BlockRequest.of(year, language, actor=STRANGER, at=DAY, params={"slug": "scheme"})
    return [each for each in build("governance.drawing", request) if isinstance(each, DrawingBlock)]


def drawn(**asked):
    (found,) = drawings(**asked)
    return found


def boxes(found):
    return {each.get("data-box") for each in fromstring(found.svg).iter() if each.get("data-box")}


def lines(found):
    tree = fromstring(found.svg)
    return {(each.get("data-from"), each.get("data-to")) for each in tree.iter() if each.get("data-from")}


def texts(found):
    return "".join(each.text or "" for each in fromstring(found.svg).iter())


def change(model, slug, **values):
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        model.objects.filter(pk=slug).update(**values)


def test_parties_laboratory_and_body_are_joined_as_recorded(scheme):
    found = drawn()
    assert boxes(found) == {
        "family:family",
        "organisation:city",
        "organisation:university",
        "unit:institute",
        "laboratory:lab",
        "body:board",
    }
    assert lines(found) == {
        ("organisation:city", "family:family"),
        ("organisation:university", "family:family"),
        ("organisation:city", "laboratory:lab"),
        ("organisation:city", "body:board"),
        ("unit:institute", "body:board"),
    }


def test_what_no_record_states_has_no_line(scheme):
    assert ("family:family", "laboratory:lab") not in lines(drawn())
    change(Agreement, "term-2", laboratory_id="lab")
    change(Body, "board", agreement_id="term-2")
    found = lines(drawn())
    assert ("family:family", "laboratory:lab") in found
    assert ("body:board", "family:family") in found


def test_the_agreement_is_that_of_the_year(scheme):
    assert "協定その2" in texts(drawn(year=2022))
    assert "協定その1" in texts(drawn(year=2016))
    found = drawn(year=2010)
    assert "family:family" not in boxes(found)


def test_what_parties_give_stands_with_them_in_its_year(scheme):
    found = drawn(year=2023)
    assert "負担：35,000千円" in texts(found)
    assert "35,000" not in texts(drawn(year=2022))
    html = blocks_to_html((found,), "ja")
    assert '<data value="35000000">35,000千円</data>' in html
    assert "/figures/agreements.contributions.term-2/2023/" in html


@pytest.mark.parametrize(
    ("model", "slug", "word", "gone"),
    [
        (Agreement, "term-2", "協定その2", {"family:family", "organisation:university"}),
        (AgreementFamily, "family", "協定その2", {"family:family", "organisation:university"}),
        (Organisation, "city", "見本市", {"organisation:city"}),
        (Laboratory, "lab", "連携研究室", {"laboratory:lab"}),
        (Body, "board", "推進委員会", {"body:board", "unit:institute"}),
        (Unit, "institute", "研究所", {"unit:institute"}),
        (Contribution, "gift", "35,000", set()),
    ],
)
def test_what_the_reader_may_not_see_is_not_in_it(scheme, model, slug, word, gone):
    every = boxes(drawn())
    change(model, slug, publication="internal")
    found = drawn()
    assert boxes(found) == every - gone
    assert word not in texts(found)
    assert word not in blocks_to_text(found.text)
    assert all({one, other} <= boxes(found) for one, other in lines(found))


def test_hints_lay_it_out(scheme):
    make(DrawingHint, "h-body", drawing_id="scheme", body_id="board", row=1)
    make(
        DrawingHint,
        "h-family",
        drawing_id="scheme",
        family_id="family",
        row=2,
        label=both("覚書", "Memorandum"),
    )
    tree = fromstring(drawn().svg)
    tops = {each.get("data-box"): float(each[0].get("y")) for each in tree.iter() if each.get("data-box")}
    assert tops["body:board"] < tops["family:family"]
    assert "覚書" in texts(drawn())


def test_pages_find_the_schemes_of_their_record(scheme):
    for model, slug in ((Agreement, "term-1"), (Laboratory, "lab"), (Body, "board")):
        assert drawings_of(model.objects.get(pk=slug), actor=STRANGER, at=DAY) == ["scheme"]
    assert drawings_of(Organisation.objects.get(pk="city"), actor=STRANGER, at=DAY) == []
    change(Drawing, "scheme", publication="internal")
    assert drawings_of(Laboratory.objects.get(pk="lab"), actor=STRANGER, at=DAY) == []


def test_the_number_of_queries_does_not_grow(
    scheme, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(30) as few:
        drawn()
    for at in range(12):
        make(Organisation, f"more-{at}", name=both(f"組織{at}", f"Organisation {at}"), kind="university")
        make(AgreementParty, f"more-{at}", agreement_id="term-2", organisation_id=f"more-{at}", position=at)
        make(Seat, f"more-{at}", body_id="board", role="member", organisation_id=f"more-{at}")
    with django_assert_num_queries(len(few)):
        assert len(boxes(drawn())) == 18
