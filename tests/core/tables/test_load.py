from __future__ import annotations

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.cluster import Cluster
from renkei.core.tables.service import load_package
from renkei.directory.models import Organisation
from tests.core.tables.packages import CITY, folder

pytestmark = pytest.mark.django_db


def test_a_folder_is_loaded_with_history(tmp_path):
    result = load_package(folder(tmp_path / "mihon"), actor=COMMAND_LINE, reason="初回")
    assert (result.added, result.changed, result.written) == (2, 0, True)
    city = Organisation.objects.get()
    assert city.name.to_dict() == {"ja": "見本市", "en": "Mihon City"}
    assert city.publication == "public"
    event = Organisation.pgh_event_model.objects.get()
    assert event.pgh_context.metadata["action"] == "load"
    assert event.pgh_context.metadata["reason"] == "初回"


def test_loading_twice_reports_no_change(tmp_path):
    path = folder(tmp_path / "mihon")
    load_package(path, actor=COMMAND_LINE)
    result = load_package(path, actor=COMMAND_LINE)
    assert (result.added, result.changed, result.withdrawn, result.unchanged) == (0, 0, 0, 2)
    assert Organisation.pgh_event_model.objects.count() == 1
    assert Organisation.objects.get().revision == 1


def test_a_change_raises_the_revision_and_is_shown_cell_by_cell(tmp_path):
    load_package(folder(tmp_path / "a"), actor=COMMAND_LINE)
    changed = folder(tmp_path / "b", organisations=[CITY | {"name@en": "City of Mihon", "existence_to": ""}])
    preview = load_package(changed, actor=COMMAND_LINE, dry_run=True)
    assert Organisation.objects.get().revision == 1
    (change,) = preview.changes
    assert (change.table, change.slug, change.what) == ("organisations", "mihon-city", "changed")
    assert [(cell.column, cell.before, cell.after) for cell in change.cells] == [
        ("name@en", "Mihon City", "City of Mihon")
    ]
    load_package(changed, actor=COMMAND_LINE)
    city = Organisation.objects.get()
    assert (city.revision, city.name["en"], city.name["ja"]) == (2, "City of Mihon", "見本市")
    labels = Organisation.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", "revision")
    assert list(labels) == [("insert", 1), ("update", 2)]


def test_a_dry_run_writes_nothing(tmp_path):
    result = load_package(folder(tmp_path / "mihon"), actor=COMMAND_LINE, dry_run=True)
    assert (result.added, result.written) == (2, False)
    assert not Organisation.objects.exists()
    assert not Cluster.objects.exists()
