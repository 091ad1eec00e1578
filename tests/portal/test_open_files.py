"""The open files of a whole cluster, checked by other people's validators."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from frictionless import validate

from renkei.core.readability.checking import check_file
from renkei.core.records.kinds import kind_of
from renkei.portal.open_data.declared import OPEN
from tests.portal.questions import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]


@pytest.fixture
def package(client, tmp_path):
    answer = client.get("/open-data/datapackage.zip")
    with zipfile.ZipFile(io.BytesIO(body_of(answer))) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def test_the_package_of_all_is_a_valid_data_package(package):
    report = validate(str(package / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert {each["name"] for each in described["resources"]} > {"meetings", "items", "seeds", "amounts"}
    keys = [key for each in described["resources"] for key in each["schema"].get("foreignKeys", ())]
    assert len(keys) > 40
    assert not {"people.csv", "needs.csv", "cases.csv"} & {each.name for each in package.iterdir()}


def test_every_open_table_keeps_the_rules_of_machine_readability(client, tmp_path):
    broken, checked = {}, 0
    for slug in OPEN:
        table = kind_of(slug).table
        for form in ("csv", "xlsx") if slug in {"item", "seed"} else ("csv",):
            answer = client.get(f"/open-data/{table}.{form}")
            path = tmp_path / f"{table}.{form}"
            path.write_bytes(body_of(answer))
            checked += 1
            found = {each.rule for each in check_file(path, path.name).findings if not each.look}
            if found:
                broken[path.name] = found
    assert broken == {}
    assert checked > 50


def test_texts_are_told_as_a_page_tells_them_and_json_has_numbers(client):
    found = json.loads(body_of(client.get("/open-data/items.json")))
    assert found["licence"].startswith("https://creativecommons.org/licenses/by/4.0")
    council = next(each for each in found["records"] if each["slug"] == "item-council-2023")
    assert (council["fiscal_year"], council["indicator"]) == (2023, None)
    assert council["text@ja"] == "推進会議を令和5年7月10日に開いた。"
    assert "[[" not in json.dumps(found["records"])
    fields = {each["name"]: each for each in found["fields"]}
    assert fields["state"]["categories"][0]["label@en"]
