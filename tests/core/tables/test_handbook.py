"""What the handbook shows loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.cluster import Cluster
from renkei.core.tables.service import load_package, new_package
from renkei.directory.models import Organisation

pytestmark = pytest.mark.django_db
PAGE = Path(settings.PROJECT) / "docs" / "handbook" / "start-a-cluster.md"
EXAMPLE = re.compile(r"<!-- example: (\w+) -->\n```csv\n(.*?)```", re.DOTALL)


def test_the_examples_of_the_handbook_load(tmp_path):
    page = PAGE.read_text(encoding="utf-8")
    new_package(tmp_path / "mine")
    examples = EXAMPLE.findall(page)
    assert len(examples) == 3
    for table, text in examples:
        (tmp_path / "mine" / f"{table}.csv").write_text(text, encoding="utf-8")
    assert load_package(tmp_path / "mine", actor=COMMAND_LINE).added == 4
    assert Organisation.objects.get(slug="mihon-city").existence.start.year == 2005
    assert Cluster.objects.get().first_month == 4


def test_every_setting_the_handbook_names_is_a_column(tmp_path):
    named = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert named
    assert set(named) <= {field.name for field in Cluster._meta.get_fields()}
