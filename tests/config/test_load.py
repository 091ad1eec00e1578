"""The first commands of a newcomer, as processes in an empty data folder: nothing has to be prepared."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

from renkei.config.postgres import Server
from tests.prepared import put_data

RENKEI = Path(sys.executable).with_name("renkei")
MIHON = Path(__file__).resolve().parents[2] / "clusters" / "mihon"


def renkei(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RENKEI_HOME": str(home), "RENKEI_LANG": "both"}
    environment["DJANGO_SETTINGS_MODULE"] = "renkei.config.settings"
    environment.pop("DATABASE_URL", None)
    return subprocess.run([RENKEI, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_a_package_is_loaded_into_nothing_and_a_bad_one_leaves_it_alone(folder: Path) -> None:
    home, copy = folder / "home", folder / "copy"
    loaded = renkei(home, "load", str(MIHON))
    assert (loaded.returncode, "Traceback" in loaded.stderr) == (0, False)
    shutil.copytree(MIHON, copy)
    meetings = (copy / "meetings.csv").read_text(encoding="utf-8")
    (copy / "meetings.csv").write_text(meetings.replace("2023-07-10", "2023-02-30"), encoding="utf-8")
    refused = renkei(home, "load", str(copy))
    assert refused.returncode == 2
    assert (
        "ファイル「meetings.csv」、2行目、列「held_on」：「2023-02-30」とあります。必要なもの："
        in refused.stderr
    )
    assert "File “meetings.csv”, row 2, column “held_on”: found “2023-02-30”; expected" in refused.stderr
    english = renkei(home, "--lang", "en", "load", str(copy))
    assert "ファイル" not in english.stdout + english.stderr
    again = renkei(home, "load", str(MIHON))
    assert "0 added, 0 changed, 0 withdrawn" in again.stdout


def test_reading_commands_say_what_is_missing(folder: Path) -> None:
    home = put_data(folder / "home")
    asked = renkei(home, "report", "2017", "--kind", "yearly", "--lang", "ja", "--format", "json")
    assert asked.returncode == 2
    assert "There are no records for a report of this year" in asked.stderr
    server = Server(home)
    server.ensure_running()
    with psycopg.connect(server.parameters()) as connection:
        connection.execute("DROP TABLE indicators_indicator CASCADE")
    server.release()
    stale = renkei(home, "figures", "--fiscal-year", "2017", "--format", "json")
    assert stale.returncode == 2
    assert "out of date or not there yet" in stale.stderr
    assert "Traceback" not in stale.stderr
