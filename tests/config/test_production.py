"""What production refuses, and that Django's own list of advice is empty there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PROJECT

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
        ({"RENKEI_SECOND_FACTOR": "some"}, "RENKEI_SECOND_FACTOR"),
        ({"RENKEI_OIDC_ISSUER": "https://issuer.example"}, "RENKEI_OIDC_CLIENT_SECRET"),
        (
            {
                "RENKEI_OIDC_ISSUER": "http://issuer.example",
                "RENKEI_OIDC_CLIENT_ID": "renkei",
                "RENKEI_OIDC_CLIENT_SECRET": "x",
            },
            "https://",
        ),
        ({"DATABASE_URL": "mysql://db.example/renkei"}, "DATABASE_URL"),
    ],
)
def test_what_cannot_be_meant_in_production_is_refused(changes: dict[str, str], word: str) -> None:
    done = check(**changes)
    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert any("\u3040" <= letter <= "\u30ff" for letter in done.stderr)


WITHOUT_DEVELOPMENT = """
import sys, tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

def names(texts):
    found = map(Requirement, texts)
    return {canonicalize_name(each.name) for each in found if not each.marker or each.marker.evaluate({"extra": ""})}

project = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
needed, waiting = set(), names(project["project"]["dependencies"])
while waiting:  # what the site's own libraries bring along is installed with it
    name = waiting.pop()
    needed.add(name)
    try:
        waiting |= names(requires(name) or ()) - needed
    except PackageNotFoundError:
        continue
tools = names(project["dependency-groups"]["dev"]) - needed
for module, owners in packages_distributions().items():
    if {canonicalize_name(owner) for owner in owners} <= tools:
        sys.modules[module] = None  # importing it now fails as if it were not installed
import django
django.setup()
from django.urls import get_resolver
print(len(get_resolver().url_patterns))
"""


def test_the_site_needs_nothing_that_only_development_installs() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "renkei.config.settings"}
    command = [sys.executable, "-c", WITHOUT_DEVELOPMENT, str(PROJECT / "pyproject.toml")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
