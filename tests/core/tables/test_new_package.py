from __future__ import annotations

import csv

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.kinds import kinds
from renkei.core.tables.service import load_package, new_package
from renkei.directory.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["new", "new.zip", "new.xlsx"])
def test_empty_tables_load_as_they_are(tmp_path, name):
    new_package(tmp_path / name)
    result = load_package(tmp_path / name, actor=COMMAND_LINE)
    assert not result.changes_anything


def test_example_rows_become_rows_when_their_sign_is_taken_away(tmp_path):
    """What the guide tells a person to do: look at the example, write a row like it, load."""
    new_package(tmp_path / "new")
    for kind in kinds():
        path = tmp_path / "new" / f"{kind.table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            heading, example = list(csv.reader(stream))
        if kind.slug not in {"cluster", "organisation", "document", "indicator", "pillar", "person", "post"}:
            continue
        example[0] = example[0].removeprefix("# ")
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([heading, example])
    result = load_package(tmp_path / "new", actor=COMMAND_LINE)
    assert result.added == 7
    assert Organisation.objects.get().slug == "mihon-organisation"


def test_the_guide_names_every_table_and_column(tmp_path):
    new_package(tmp_path / "new")
    for language in ("ja", "en"):
        guide = (tmp_path / "new" / f"README.{language}.md").read_text(encoding="utf-8")
        for kind in kinds():
            assert f"### {kind.table}.csv" in guide
            heading = (tmp_path / "new" / f"{kind.table}.csv").read_text(encoding="utf-8").partition("\n")[0]
            for name in heading.split(","):
                assert f"`{name}`" in guide
    assert "Required" in guide
