"""The past is typed in as a grid; one save is one act."""

import pytest

from renkei.indicators.models import StatedValue
from renkei.kernel.localised import Localised
from tests.desk.conftest import record, signed_in

pytestmark = pytest.mark.django_db
GRID = "/desk/indicators/grid/?publisher=mihon-city&document=mihon-report&first=2017&last=2019"


@pytest.fixture(autouse=True)
def visitors(mihon):
    record(
        "indicator",
        "x.visitors",
        label=Localised.both("見学者数", "Visitors"),
        definition=Localised.both("見学した人", "People who visited"),
        unit="person",
        kind="flow",
    )


def typed(page, **values):
    found = {}
    for row in page.context["rows"]:
        for cell in row.cells:
            found[f"value:{cell.name}"] = cell.text
            found[f"revision:{cell.name}"] = str(cell.revision or "")
    years = {
        f"value:x.visitors:{name.removeprefix('y')}": text for name, text in values.items() if name[0] == "y"
    }
    more = {"place@ja": values.get("place", "3頁"), "reason": values.get("reason", "過去の値を入れる")}
    return found | years | more


def save(desk, **values):
    return desk.post(GRID, typed(desk.get(GRID), **values))


def stored():
    return dict(StatedValue.objects.values_list("fiscal_year", "value"))


def test_years_are_typed_in_and_empty_cells_stay_unknown(desk):
    assert "/desk/indicators/grid/" in desk.get("/desk/indicators/statedvalue/").text
    done = save(desk, y2017="1,200", y2019="△３")
    assert done.status_code == 302
    assert stored() == {2017: 1200, 2019: -3}
    value = StatedValue.objects.get(fiscal_year=2017)
    assert (value.publisher_id, value.document_id, value.place.text("ja")) == (
        "mihon-city",
        "mihon-report",
        "3頁",
    )
    assert save(desk, y2018="5", y2017="1300").status_code == 302
    assert stored() == {2017: 1300, 2018: 5, 2019: -3}
    assert save(desk).status_code == 422


def test_a_save_is_one_act_that_can_be_taken_back(desk):
    done = save(desk, y2017="1", y2018="2")
    assert desk.post(done["Location"], {"reason": "間違えた"}).status_code == 302
    assert stored() == {}


@pytest.mark.parametrize(
    "values", [{"y2017": "12件", "y2018": "1"}, {"y2017": "1", "reason": " "}, {"y2017": "1", "place": ""}]
)
def test_what_is_wrong_writes_nothing_and_keeps_what_was_typed(desk, values):
    refused = save(desk, **values)
    assert refused.status_code == 422
    assert stored() == {}
    assert f'value="{values["y2017"]}"' in refused.text


def test_a_recorded_value_is_not_emptied_and_a_stale_one_not_overwritten(desk):
    save(desk, y2017="1")
    assert save(desk, y2017="").status_code == 422
    seen = typed(desk.get(GRID), y2017="7")
    save(desk, y2017="2")
    assert desk.post(GRID, seen).status_code == 422
    assert stored() == {2017: 2}


def test_who_may_not_load_does_not_see_it():
    assert signed_in("reader").get(GRID).status_code == 404
