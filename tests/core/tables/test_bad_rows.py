"""Each bad input: a message that says file, row, column, found and expected; nothing written."""

from __future__ import annotations

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.tables.service import PackageRefused, load_package
from renkei.indicators.models import Milestone
from tests.builders import both, make
from tests.core.tables.packages import CITY, CLUSTER, folder
from tests.core.tables.refusals import places, refused

pytestmark = pytest.mark.django_db
COUNCIL = {
    "slug": "council",
    "name@ja": "推進会議",
    "name@en": "Council",
    "legal_type": "committee",
    "existence_from": "2014-04-01",
    "existence_to": "2024-03-31",
}
PERSON = {
    "family_name": "見本",
    "controller": "mihon-city",
    "purpose": "会議の運営",
}
POST = {"slug": "mayor", "title@ja": "市長", "title@en": "Mayor", "organisation": "mihon-city"}
FAMILY = {"slug": "family", "title@ja": "系列", "title@en": "Family"}
TERM = {"slug": "term-1", "family": "family", "title@ja": "協定", "title@en": "Agreement"}
INDICATOR = {
    "label@ja": "指標",
    "label@en": "Indicator",
    "definition@ja": "定義",
    "definition@en": "Definition",
    "unit": "project",
    "kind": "flow",
}
PILLAR = {"slug": "p-1", "number": "1", "title@ja": "柱", "title@en": "Pillar"}
MEASURE = {
    "slug": "m-1",
    "pillar": "p-1",
    "fiscal_year": "2023",
    "side": "results",
    "number": "1",
    "title@ja": "施策",
    "title@en": "Measure",
}
ITEM = {
    "slug": "i-1",
    "pillar": "p-1",
    "kind": "activity",
    "state": "done",
    "text@ja": "本文",
    "text@en": "Text",
}
AMOUNT = {"slug": "a-1", "pillar": "p-1", "fiscal_year": "2023", "basis": "budget_initial", "amount": "1"}


CASES = {
    "a duplicate key": (
        {"organisations": [CITY, CITY]},
        ("slug.duplicate", "organisations.csv", 3, "slug"),
    ),
    "a dangling reference": (
        {"units": [{"slug": "u", "organisation": "nobody", "name@ja": "課", "kind": "division"}]},
        ("reference.dangling", "units.csv", 2, "organisation"),
    ),
    "a wrong type": (
        {"pillars": [PILLAR | {"number": "first"}]},
        ("number.not_understood", "pillars.csv", 2, "number"),
    ),
    "a unit where none is declared": (
        {"pillars": [PILLAR | {"number": "12千円"}]},
        ("number.not_understood", "pillars.csv", 2, "number"),
    ),
    "an impossible date": (
        {"organisations": [CITY | {"existence_from": "2017-06-31"}]},
        ("date.not_understood", "organisations.csv", 2, "existence_from"),
    ),
    "a day an era never had": (
        {"organisations": [CITY | {"existence_from": "平成32年1月1日"}]},
        ("date.not_understood", "organisations.csv", 2, "existence_from"),
    ),
    "an unknown choice": (
        {"organisations": [CITY | {"kind": "village"}]},
        ("choice.not_understood", "organisations.csv", 2, "kind"),
    ),
    "an empty required cell": (
        {"organisations": [CITY | {"name@ja": ""}]},
        ("cell.required", "organisations.csv", 2, "name@ja"),
    ),
    "a slug that is none": (
        {"organisations": [CITY | {"slug": "Mihon City"}]},
        ("cell.slug", "organisations.csv", 2, "slug"),
    ),
    "a text that is too long": (
        {"organisations": [CITY | {"kana": "ミ" * 201}]},
        ("cell.max_length", "organisations.csv", 2, "kana"),
    ),
    "a formula in a cell": (
        {"organisations": [CITY | {"name@en": '=HYPERLINK("http://example.org")'}]},
        ("cell.formula", "organisations.csv", 2, "name@en"),
    ),
    "a formula in a column of numbers": (
        {"pillars": [PILLAR | {"number": "=1+1"}]},
        ("cell.formula", "pillars.csv", 2, "number"),
    ),
    "an Individual Number": (
        {"organisations": [CITY | {"kana": "123456789018"}]},
        ("cell.individual_number", "organisations.csv", 2, "kana"),
    ),
    "a lost character": (
        {"organisations": [CITY | {"kana": "ミ\ufffdン"}]},
        ("cell.unreadable_character", "organisations.csv", 2, "kana"),
    ),
    "a period that ends before it starts": (
        {"organisations": [CITY | {"existence_to": "2005-09-30"}]},
        ("period.ends_before_start", "organisations.csv", 2, "existence_to"),
    ),
    "an agreement that ends before it starts": (
        {
            "agreement_families": [FAMILY],
            "agreements": [TERM | {"term_from": "2019-04-01", "term_to": "2019-03-31"}],
        },
        ("period.ends_before_start", "agreements.csv", 2, "term_to"),
    ),
    "a number larger than its column": (
        {"pillars": [PILLAR | {"number": "99,999,999,999"}]},
        ("cell.max_value", "pillars.csv", 2, "number"),
    ),
    "an address that is none": (
        {"organisations": [CITY | {"website": "javascript:alert(1)"}]},
        ("cell.invalid", "organisations.csv", 2, "website"),
    ),
    "a wrong check digit": (
        {
            "organisation_identifiers": [
                {
                    "slug": "n",
                    "organisation": "mihon-city",
                    "scheme": "corporate_number",
                    "value": "1234567890123",
                }
            ]
        },
        ("identifier.check_digit", "organisation_identifiers.csv", 2, "value"),
    ),
    "a seat for nobody": (
        {"bodies": [COUNCIL], "seats": [{"slug": "s", "body": "council", "role": "member"}]},
        ("row.exactly_one", "seats.csv", 2, "post"),
    ),
    "a seat outside its body's period": (
        {
            "bodies": [COUNCIL],
            "seats": [
                {
                    "slug": "s",
                    "body": "council",
                    "role": "member",
                    "organisation": "mihon-city",
                    "period_from": "2014-03-31",
                }
            ],
        },
        ("seat.outside_body", "seats.csv", 2, "period_from"),
    ),
    "a meeting after its body": (
        {"bodies": [COUNCIL], "meetings": [{"slug": "m", "body": "council", "held_on": "2024-04-01"}]},
        ("meeting.outside_body", "meetings.csv", 2, "held_on"),
    ),
    "a predecessor that comes later": (
        {
            "agreement_families": [FAMILY],
            "agreements": [
                TERM | {"term_number": "1", "predecessor": "term-2"},
                TERM | {"slug": "term-2", "term_number": "2"},
            ],
        },
        ("agreement.predecessor", "agreements.csv", 2, "predecessor"),
    ),
    "unlike units": (
        {
            "indicators": [
                INDICATOR | {"slug": "x.all"},
                INDICATOR | {"slug": "x.part", "part_of": "x.all", "unit": "person"},
            ]
        },
        ("units.unlike", "indicators.csv", 3, "unit"),
    ),
    "an item under another pillar's measure": (
        {
            "pillars": [PILLAR, PILLAR | {"slug": "p-2", "number": "2"}],
            "measures": [MEASURE],
            "items": [
                ITEM | {"pillar": "p-2", "measure": "m-1", "fiscal_year": "2023", "side": "results"},
            ],
        },
        ("item.measure", "items.csv", 2, "measure"),
    ),
    "an item of another side than its measure": (
        {
            "pillars": [PILLAR],
            "measures": [MEASURE],
            "items": [ITEM | {"measure": "m-1", "fiscal_year": "2023", "side": "plan"}],
        },
        ("item.measure", "items.csv", 2, "measure"),
    ),
    "an amount of another year than its measure": (
        {
            "pillars": [PILLAR],
            "measures": [MEASURE],
            "amounts": [AMOUNT | {"measure": "m-1", "fiscal_year": "2024"}],
        },
        ("amount.measure", "amounts.csv", 2, "measure"),
    ),
    "two names at one time": (
        {
            "dated_names": [
                {"slug": "n-1", "organisation": "mihon-city", "name@ja": "旧", "period_to": "2005-10-01"},
                {"slug": "n-2", "organisation": "mihon-city", "name@ja": "新", "period_from": "2005-10-01"},
            ]
        },
        ("name.periods_overlap", "dated_names.csv", 2, "period_from"),
    ),
    "two rows of settings": (
        {"cluster": [CLUSTER, CLUSTER | {"slug": "second"}]},
        ("cluster.more_than_one", "cluster.csv", 2, "slug"),
    ),
    "a thirteenth month": (
        {"cluster": [CLUSTER | {"first_month": "13"}]},
        ("cluster.first_month", "cluster.csv", 2, "first_month"),
    ),
    "a file that is not there": (
        {"documents": [{"slug": "d", "title@ja": "資料", "file": "lost.pdf"}]},
        ("file.not_in_package", "documents.csv", 2, "file"),
    ),
    "a file outside the package": (
        {"documents": [{"slug": "d", "title@ja": "資料", "file": "../../etc/passwd"}]},
        ("file.not_in_package", "documents.csv", 2, "file"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_row_that_cannot_be(tmp_path, case):
    tables, place = CASES[case]
    flaws = refused(folder(tmp_path / "p", **tables))
    assert places(flaws)[0] == place, [flaw.message("ja") for flaw in flaws]
    assert flaws[0].expected
    assert f"{place[2]}行目" in flaws[0].message("ja")
    assert f"row {place[2]}" in flaws[0].message("en")


def test_overlapping_holders_of_a_post(tmp_path):
    people = [PERSON | {"slug": slug} for slug in ("one", "two", "three")]
    holdings = [
        {
            "slug": "h-1",
            "post": "mayor",
            "person": "one",
            "period_from": "2010-04-01",
            "period_to": "2014-04-01",
        },
        {"slug": "h-2", "post": "mayor", "person": "two", "period_from": "2014-04-01"},
        {"slug": "h-3", "post": "mayor", "person": "three", "period_from": "2012-04-01", "acting": "true"},
    ]
    flaws = refused(folder(tmp_path / "p", posts=[POST], people=people, post_holdings=holdings))
    assert places(flaws) == [
        ("post.holders_overlap", "post_holdings.csv", row, "period_from") for row in (2, 3)
    ]
    holdings[0]["period_to"] = "2014-03-31"
    load_package(
        folder(tmp_path / "p", posts=[POST], people=people, post_holdings=holdings), actor=COMMAND_LINE
    )


EXPECTED = {
    "a number larger than its column": ("32,767以下の数", "a number up to 32,767"),
    "an address that is none": (
        "https:// か http:// で始まるアドレス",
        "an address that starts with https:// or http://",
    ),
    "a period that ends before it starts": (
        "始まりの日（2005-10-01）以後の日",
        "a day not before the first one (2005-10-01)",
    ),
}


@pytest.mark.parametrize("case", EXPECTED)
def test_what_was_expected_is_said_and_not_what_was_wrong(tmp_path, case):
    (flaw,) = refused(folder(tmp_path / "p", **CASES[case][0]))
    assert (flaw.expected["ja"], flaw.expected["en"]) == EXPECTED[case]


def test_a_rule_broken_by_a_row_that_did_not_come_names_its_table(tmp_path):
    load_package(folder(tmp_path / "p", bodies=[COUNCIL]), actor=COMMAND_LINE)
    make(Milestone, "start", year_kind="calendar", title=both("発足"), text=both("[[body:none]]"))
    with pytest.raises(PackageRefused) as error:
        load_package(folder(tmp_path / "p", bodies=[COUNCIL]), actor=COMMAND_LINE)
    (flaw,) = error.value.flaws
    assert (flaw.file, flaw.row, flaw.found) == ("milestones", None, "start: [[body:none]]")


@pytest.mark.parametrize("length", [1, 2, 3])
def test_references_that_form_a_loop(tmp_path, length):
    ring = [CITY | {"slug": f"o-{n}", "parent": f"o-{(n + 1) % length}"} for n in range(length)]
    leaf = CITY | {"slug": "leaf", "parent": "o-0"}
    flaws = refused(folder(tmp_path / "p", organisations=[*ring, leaf]))
    assert places(flaws) == [
        ("record.loop", "organisations.csv", row, "parent") for row in range(2, 2 + length)
    ]
