"""A larger file takes longer; it takes no more memory and no more questions per thousand rows."""

from __future__ import annotations

import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.tables.service import load_package
from tests.core.tables.packages import CITY, folder

pytestmark = pytest.mark.django_db


def package(path, rows):
    return folder(path, organisations=[CITY | {"slug": f"city-{number}"} for number in range(rows)])


def queries(path) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        load_package(path, actor=COMMAND_LINE, dry_run=True)
    return len(captured)


def test_questions_grow_with_thousands_of_rows_only(tmp_path):
    few, many = queries(package(tmp_path / "few", 1_000)), queries(package(tmp_path / "many", 4_000))
    assert many - few <= 3 * 6


def peak(path) -> int:
    tracemalloc.start()
    load_package(path, actor=COMMAND_LINE, dry_run=True)
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest


def test_memory_does_not_grow_with_the_file(tmp_path):
    few = package(tmp_path / "few", 2_000)
    peak(few)  # what is loaded once only
    assert peak(package(tmp_path / "many", 8_000)) < 1.3 * peak(few)
