"""Editions compared where people read them: on the desk, on the portal, as files, on the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.test import Client

from renkei.config.commands.editions import editions as command
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.indicators.models import StatedValue
from renkei.reports.comparing import compare
from renkei.reports.comparison import as_plain, comparison_report
from renkei.reports.enums import Sort
from renkei.reports.formats import FORMATS, MEDIA_TYPES
from renkei.reports.models import Edition
from renkei.reports.sides import living_side, side_of_edition
from tests.desk.conftest import signed_in
from tests.reports.editing import DAY, correction, published

pytestmark = pytest.mark.usefixtures("clean_mihon")


def counted_again(value=20):
    with journal(actor=COMMAND_LINE, action="test"):
        StatedValue.objects.filter(pk="joint-2020").update(value=value)


@pytest.fixture
def two():
    first = published()
    counted_again()
    second = published(correction(first))
    return Edition.objects.get(pk=first.pk), second


def test_a_correction_is_compared_with_what_it_corrects(two):
    found = compare(*map(side_of_edition, two))
    (restated,) = found.of(Sort.RESTATED)
    assert (restated.before.value, restated.after.value, restated.change) == (19, 20, 1)
    assert restated.before.printed.text("ja") == "19件"
    assert any("20" in each["after"] for each in found.texts["ja"])


def test_an_edition_is_compared_with_the_records_of_today():
    edition = published()
    counted_again()
    living = living_side("yearly", 2020, ("ja", "en"), actor=COMMAND_LINE, at=DAY)
    found = as_plain(compare(side_of_edition(edition), living))
    assert [each["change"] for each in found["differences"] if each["sort"] == "restated"] == [1.0]


def test_the_same_edition_has_no_difference_and_says_so():
    edition = published()
    side = side_of_edition(edition)
    made = comparison_report(compare(side, side), "ja")
    assert [section.id for section in made.sections] == ["compared"]
    assert "違いはありません" in made.sections[0].html("ja")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_everybody_reads_the_comparison_of_published_editions(two, language):
    first, second = two
    page = Client().get(f"/{language}/reports/compare/{first.pk}/{second.pk}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "+1" in text
    assert f"/editions/{first.number}/figures/research.joint_projects/2020/" in text
    assert f"/editions/{second.number}/figures/research.joint_projects/2020/" in text


@pytest.mark.parametrize("form", FORMATS)
def test_the_comparison_is_a_file_in_every_form(two, form):
    first, second = two
    answer = Client().get(f"/ja/reports/compare/{first.pk}/{second.pk}.{form}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == MEDIA_TYPES[form]
    assert answer.content


@pytest.mark.parametrize(
    "path", ["no-such/yearly-2020-1/", "yearly-2020-1/no-such/", "yearly-2020-1/no-such.pdf"]
)
def test_what_was_never_published_is_not_there(path):
    published()
    assert Client().get(f"/ja/reports/compare/{path}").status_code == 404


def test_staff_choose_two_and_see_what_differs(two):
    first, second = two
    desk = signed_in("secretariat")
    chosen = {"before": first.pk, "after": second.pk}
    page = desk.get("/desk/editions/_compare/", chosen)
    assert page.status_code == 200
    assert "+1" in page.content.decode()
    book = desk.get("/desk/editions/_compare/", chosen | {"format": "xlsx"})
    assert book["Content-Disposition"].startswith("attachment")
    living = desk.get("/desk/editions/_compare/", {"before": first.pk, "after": "yearly/2020"})
    assert "+1" in living.content.decode()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"before": "yearly-2020-1"}, 200),
        ({"before": "yearly-2020-1", "after": "no-such"}, 422),
        ({"before": "yearly-2020-1", "after": "partnership/2020"}, 422),
        ({"before": "yearly-2020-1", "after": "yearly/1999"}, 422),
        ({"before": "yearly-2020-1", "after": "yearly/x"}, 404),
        ({"before": "yearly-2020-1", "after": "a\0b"}, 400),
        ({"before": "yearly-2020-1", "after": "yearly-2020-1", "format": "exe"}, 404),
    ],
)
def test_bad_choices_are_answered_with_what_is_wrong(asked, status):
    assert published().pk == "yearly-2020-1"
    assert signed_in("secretariat").get("/desk/editions/_compare/", asked).status_code == status


def test_the_command_tells_the_differences(two, monkeypatch):
    monkeypatch.setattr("renkei.config.start.set_up", lambda: None)
    told = CliRunner().invoke(command, ["compare", *(each.pk for each in two), "--format", "json"])
    assert told.exit_code == 0, told.output
    assert [each["change"] for each in json.loads(told.output)["differences"]] == [1.0]
    plain = CliRunner().invoke(command, ["compare", *(each.pk for each in two)])
    assert "restated\tresearch.joint_projects\t19件\t20件" in plain.output
