import pytest

from renkei.indicators.models import FigureChoice
from tests.desk.conftest import both, record, signed_in

pytestmark = pytest.mark.django_db
EVIDENCE = "/desk/figures/governance.meetings_held/2021/"


@pytest.fixture
def figures(mihon):
    record(
        "indicator",
        "governance.meetings_held",
        label=both("会議の回数", "Meetings"),
        definition=both("開かれた会議の数", "Meetings held"),
        unit="meeting",
        kind="flow",
    )
    record(
        "statedvalue",
        "meetings-2021",
        indicator_id="governance.meetings_held",
        fiscal_year=2021,
        state="exact",
        value=3,
        publisher_id="mihon-city",
        document_id="mihon-report",
        place=both("5頁", "page 5"),
    )


def test_a_year_shows_stated_computed_and_their_difference(desk, figures):
    page = desk.get("/desk/figures/", {"year": "2021"})
    row = next(row for row in page.context["table"].rows if row[0].url == EVIDENCE)
    assert [cell.value[0] for cell in row[2:5]] == [3, 1, -2]
    only = desk.get("/desk/figures/", {"year": "2021", "only": "different"})
    assert [row[0].url for row in only.context["table"].rows] == [EVIDENCE]


@pytest.mark.parametrize("year", ["", "1", "abc", "99999", "²"])
def test_an_unknown_year_falls_back(desk, figures, year):
    assert desk.get("/desk/figures/", {"year": year}).status_code == 200


@pytest.mark.parametrize("language", ["ja", "en"])
def test_evidence_shows_everything_behind_a_figure(figures, language):
    page = signed_in("reader", language).get(EVIDENCE)
    assert page.status_code == 200
    assert [row[0].url for row in page.context["lines"].rows] == [
        "/desk/governance/meeting/mihon-council-2021/"
    ]
    assert [row[4].url for row in page.context["stated"].rows] == ["/desk/core/document/mihon-report/"]
    assert ("開かれた会議の数" if language == "ja" else "Meetings held") in page.text
    assert page.context["form"] is None


def test_what_is_printed_is_chosen_with_a_reason_and_explained(desk, figures):
    given = {
        "prints": "computed",
        "explanation_ja": "一回は非公式",
        "explanation_en": "One was informal",
        "public": "on",
    }
    refused = desk.post(f"{EVIDENCE}choose/", given)
    assert refused.status_code == 422
    assert not FigureChoice.objects.exists()
    assert desk.post(f"{EVIDENCE}choose/", given | {"reason": "記録がそろった"})["Location"] == EVIDENCE
    choice = FigureChoice.objects.get()
    assert (choice.prints, choice.chosen_by, choice.publication) == ("computed", "secretariat", "public")
    assert desk.get(EVIDENCE).context["answer"].value == 1
    assert "一回は非公式" in desk.get(EVIDENCE).text


def test_a_reader_chooses_nothing_and_a_figure_that_is_not_there_is_not_found(desk, figures):
    assert (
        signed_in("reader").post(f"{EVIDENCE}choose/", {"prints": "stated", "reason": "x"}).status_code == 404
    )
    assert desk.get("/desk/figures/no.such/2021/").status_code == 404
    assert desk.post("/desk/figures/no.such/2021/choose/", {}).status_code == 404
