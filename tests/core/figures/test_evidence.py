"""What is behind a figure, page by page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.figures.service import evidence
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import add_record, change_record
from renkei.governance.models import Meeting
from renkei.kernel.localised import Localised
from tests.core.figures import rows
from tests.core.figures.rows import TODAY, both

pytestmark = pytest.mark.django_db
HELD = "governance.meetings_held"


def asked(code=HELD, actor=COMMAND_LINE, **values):
    return evidence(code, 2017, actor=actor, at=TODAY, **values)


def meetings(many, **values):
    day = dt.date(2017, 5, 1)
    rows.store(*[Meeting(slug=f"m{n:04}", body_id="council", held_on=day, **values) for n in range(many)])


def test_no_figure_no_evidence():
    assert asked() is None
    assert evidence(HELD, 99999, actor=COMMAND_LINE, at=TODAY) is None


def test_lines_read_as_their_records():
    rows.body()
    rows.meeting("summer", title=both("summer meeting"), place=both("page 2"))
    rows.meeting("autumn", dt.date(2017, 10, 2))
    found = asked()
    assert [(line.slug, str(line.label), line.when) for line in found.lines] == [
        ("autumn", "見本のcouncil", dt.date(2017, 10, 2)),
        ("summer", "見本のsummer meeting", dt.date(2017, 7, 10)),
    ]
    assert (found.lines[1].kind, found.lines[1].amount, found.lines[1].place["en"]) == (
        "meeting",
        1,
        "Sample page 2",
    )
    assert sum(line.amount for line in found.lines) == found.answer.value


def test_lines_come_page_by_page(django_assert_num_queries):
    rows.body()
    meetings(120)
    second = asked(page=2)
    assert (len(second.lines), second.page, second.pages, second.found) == (50, 2, 3, 120)
    assert second.lines[0].slug == "m0050"
    assert (second.has_previous, second.has_next) == (True, True)
    assert (asked(page=99).page, len(asked(page=99).lines), asked(page=-1).page) == (3, 20, 1)


@pytest.mark.parametrize("many", [3, 120])
def test_no_query_per_line(many, django_assert_num_queries, sources):
    rows.body()
    meetings(many, document_id="report")
    with django_assert_num_queries(11):
        asked(f"{HELD}.council")


def test_lines_can_be_searched(sources):
    rows.body()
    rows.body("committee", name=Localised.both("成果活用委員会", "Committee on results"))
    rows.meeting("a", title=Localised.both("臨時会", "Extraordinary session"))
    rows.meeting("b", body_id="committee")
    assert [line.slug for line in asked(q="成果").lines] == ["b"]
    assert [line.slug for line in asked(q="  extraORDINARY  session ").lines] == ["a"]
    assert [line.slug for line in asked(q="en").lines] == []
    assert [line.slug for line in asked(q="50%").lines] == []
    found = asked(q="results")
    assert (found.found, found.total_lines, found.not_public, found.q) == (1, 2, 0, "results")


def test_money_lines_name_pillar_party_and_basis(sources):
    rows.pillar()
    rows.amount("a", 40_000_000, party_id="mihon-city", document_id="report")
    rows.amount("b", 373_000)
    rows.amount("c", 12, basis="actual_final", pillar_id=rows.pillar("two", 2).pk)
    found = asked("budgets.actual.one")
    assert [(line.slug, line.amount) for line in found.lines] == [("a", 40_000_000), ("b", 373_000)]
    assert found.lines[0].label["en"] == "Sample one, Sample mihon-city, Actual, stage not stated"
    assert [line.slug for line in asked("budgets.actual", q="city").lines] == ["a"]
    assert len(asked("budgets.actual").lines) == 3
    assert [source.slug for source in found.documents] == ["report"]


def test_strangers_see_published_lines_and_how_many_there_are_more(sources):
    rows.document("inside", publication="internal")
    rows.body()
    rows.meeting("a", document_id="report")
    rows.meeting("b", publication="internal", document_id="inside")
    rows.meeting("c", document_id="inside")
    found = asked(actor=STRANGER)
    assert [line.slug for line in found.lines] == ["a", "c"]
    assert (found.answer.value, found.total_lines, found.not_public) == (3, 3, 1)
    assert [source.slug for source in found.documents] == ["report"]
    assert [line.public for line in asked().lines] == [True, False, True]
    assert [source.slug for source in asked().documents] == ["inside", "report"]


def test_strangers_see_no_lines_of_a_value_that_is_held_back(sources):
    rows.body()
    rows.meeting("a")
    rows.indicator(HELD, unit="meeting")
    rows.stated(indicator_id=HELD, value=Decimal(3))
    assert asked(actor=STRANGER).lines == ()
    assert [source.slug for source in asked(actor=STRANGER).documents] == ["report"]
    assert len(asked().lines) == 1


def test_a_stated_value_has_documents_and_no_lines(sources):
    rows.indicator()
    rows.stated()
    found = asked("research.projects")
    assert (found.lines, found.total_lines, found.pages) == ((), 0, 1)
    assert found.documents[0].title["en"] == "Sample report"


def test_many_documents_are_counted(sources):
    rows.body()
    for n in range(53):
        rows.document(f"d{n:02}")
        rows.meeting(f"m{n}", document_id=f"d{n:02}")
    found = asked()
    assert (len(found.documents), found.more_documents) == (50, 3)


def test_addresses_follow_publicity(sources):
    rows.body()
    rows.meeting("a", publication="internal")
    assert asked().lines[0].portal_address("ja") == ""


def test_versions_come_from_the_history(sources, administrator):
    values = {
        "slug": "research.projects",
        "label": both("projects"),
        "definition": both("first wording"),
        "unit": "project",
        "kind": "flow",
        "publication": "public",
    }
    kind = kind_of("indicator")
    add_record(actor=administrator, kind=kind, values=values, reason="test")
    for revision, change in enumerate(
        ({"definition": both("clearer wording")}, {"definition": both("new meaning"), "version": 2}), start=1
    ):
        change_record(
            actor=administrator,
            kind=kind,
            slug="research.projects",
            revision=revision,
            values=change,
            reason="test",
        )
    rows.stated()
    found = asked("research.projects")
    assert [(one.version, one.definition["en"]) for one in found.versions] == [
        (1, "Sample clearer wording"),
        (2, "Sample new meaning"),
    ]
    assert found.answer.version == 1


def test_a_computed_figure_has_its_present_version():
    rows.body()
    rows.meeting("a")
    assert [(one.version, one.since) for one in asked().versions] == [(1, None)]


def test_kinds_without_documents_have_lines_too(sources):
    rows.agreement()
    rows.contribution("a", 1_000_000)
    found = asked("agreements.contributions")
    assert (found.lines[0].label["en"], found.lines[0].amount) == (
        "Sample three-party: Sample mihon-city",
        1_000_000,
    )
    rows.body()
    assert [line.slug for line in asked("governance.bodies").lines] == ["council"]


def test_lines_and_stated_values_print_as_the_figure_does(sources):
    rows.pillar()
    rows.amount("a", 40_373_000)
    rows.indicator("budgets.actual", unit="yen")
    rows.stated(indicator_id="budgets.actual", value=Decimal(40_400_000), state="about")
    found = asked("budgets.actual")
    assert found.answer.stated_text(found.answer.stated[0], "en") == "about 40,400 thousand yen"
    assert found.answer.number_text(found.lines[0].amount, "en") == "40,373"
    assert found.choice is None
