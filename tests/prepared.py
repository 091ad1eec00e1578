"""Data folders of whole sites, made once and copied: making the tables takes longer than most stories.

Hundreds of triggers make a migration from nothing slow, and a cluster's package is checked line by line.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from renkei.config.postgres import Server
from tests.architecture.source import PROJECT
from tests.database import HASTE

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 900
SETTINGS = {"DJANGO_SETTINGS_MODULE": "renkei.config.settings", "RENKEI_LANG": "en"}


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment of a site whose data lie in a folder, with a database of its own."""
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return kept | SETTINGS | {"RENKEI_HOME": str(home)}


def put_data(home: Path, package: str = "") -> Path:
    """Give a new data folder its tables, and the records of a package of `clusters`; return the folder."""
    _copy(_prepared(package), home)
    return home


def _copy(found: Path, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", f"{found}/.", home], check=True)  # the database keeps its owner


def _prepared(package: str) -> Path:
    root = PROJECT / ".renkei" / "prepared" / state_of_the_project()
    found = root / (package or "tables")
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("ab") as file:  # two processes of tests make no folder twice
        fcntl.flock(file, fcntl.LOCK_EX)
        for name in [""] + [package] * bool(package):
            if not (root / (name or "tables")).exists():
                _make(root, name)
    return found


def _make(root: Path, package: str) -> None:
    for old in root.parent.iterdir():
        if old != root:
            shutil.rmtree(old)
    being_made = root / "being-made"
    shutil.rmtree(being_made, ignore_errors=True)
    if package:
        _copy(root / "tables", being_made)
    server = Server(being_made, HASTE)
    server.ensure_running()
    command = ["load", str(PROJECT / "clusters" / package)] if package else ["manage", "migrate", "-v0"]
    try:
        run(being_made, *command)
    finally:
        server.release()
    if not package:  # what a crash loses can be made again: kept by every copy
        with (being_made / "postgres" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in HASTE.items())
    being_made.rename(root / (package or "tables"))


def run(home: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "renkei.config", *arguments],
        cwd=PROJECT,
        env=environment_of(home),
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )


def state_of_the_project() -> str:
    """Return a digest of everything that decides how a new site looks."""
    digest = hashlib.sha256((PROJECT / "uv.lock").read_bytes())
    for folder in ("src", "clusters"):
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return digest.hexdigest()[:24]
