"""What production refuses, and that Django's own list of advice is empty there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RENKEI = Path(sys.executable).with_name("renkei")
GOOD = {
    "RENKEI_ENV": "production",
    "RENKEI_SECRET_KEY": "kq3-0Zx7Vb1mN8cR5tY2uI9oP6aS4dF-hJgLwEeQzXvC-only-for-tests",
    "RENKEI_HOSTS": "cluster.example",
    "DATABASE_URL": "postgresql://renkei@db.example/renkei",
}


def check(**changes: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("RENKEI_") or "COV" in name
    }
    environment |= {**GOOD, "DJANGO_SETTINGS_MODULE": "renkei.config.settings", **changes}
    command = [str(RENKEI), "manage", "check", "--deploy", "--fail-level", "DEBUG"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_djangos_advice_for_production_is_followed() -> None:
    done = check()
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"RENKEI_DEMO": "1"}, "RENKEI_DEMO"),
        ({"RENKEI_SECRET_KEY": ""}, "RENKEI_SECRET_KEY"),
        ({"RENKEI_HOSTS": ""}, "RENKEI_HOSTS"),
        ({"RENKEI_UPLOAD_LIMIT_MB": "many"}, "RENKEI_UPLOAD_LIMIT_MB"),
        ({"DATABASE_URL": "mysql://db.example/renkei"}, "DATABASE_URL"),
    ],
)
def test_what_cannot_be_meant_in_production_is_refused(changes: dict[str, str], word: str) -> None:
    done = check(**changes)
    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert any("\u3040" <= letter <= "\u30ff" for letter in done.stderr)
