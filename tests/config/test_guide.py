"""The guide for administrators is followed: its own commands, settings and units, taken out of the document.

`make wheels` proves the installation without the Internet, by installing; where its folder `wheels` is there, the
guide's command installs from it here too. What needs systemd, nginx or root is read and compared instead.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from renkei.config.cli import cli
from renkei.config.environment import VARIABLES
from tests.architecture.source import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

HANDBOOK = PROJECT / "docs" / "handbook"
BLOCK = re.compile(r"^```(\S+) ?(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
RENKEI = "/opt/renkei/venv/bin/renkei"
UNITS = "/etc/systemd/system/"
ENVIRONMENT = "/etc/renkei/environment"
PLACES = ("/opt/renkei", "/var/lib/renkei", "/srv/backup", "/etc/renkei")
PASSWORD = "mihon no nagai aikotoba"
# the keys that the guide may use, by section: a key that systemd does not know is ignored without a word
KEYS = {
    "Unit": {"Description", "After"},
    "Service": {
        "User", "EnvironmentFile", "ExecStart", "ExecStartPost", "Restart", "RestartSec", "TimeoutStopSec", "Type",
        "NoNewPrivileges", "PrivateTmp", "ProtectSystem", "ProtectHome", "ReadWritePaths", "UMask", "LoadCredential",
    },
    "Timer": {"OnCalendar", "Persistent"},
    "Install": {"WantedBy"},
}  # fmt: skip


def blocks(document: str) -> dict[str, str]:
    """The marked blocks of a page of the handbook: what they are for -> their text."""
    text = (HANDBOOK / document).read_text(encoding="utf-8")
    found = [(name or language, body) for language, name, body in BLOCK.findall(text)]
    assert len(dict(found)) == len(found)
    return dict(found)


GUIDE, RESTORING = blocks("production.md"), blocks("back-up.md")
UNIT_FILES = {name.removeprefix(UNITS): text for name, text in GUIDE.items() if name.startswith(UNITS)}


def settings() -> dict[str, str]:
    lines = [line for line in GUIDE[ENVIRONMENT].splitlines() if line]
    return dict(line.split("=", 1) for line in lines)


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None, delimiters=("=",), strict=True)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(UNIT_FILES[name])
    return found


def own_commands() -> list[list[str]]:
    """Every command of ours in the guide's units and blocks, as its words."""
    texts = [*UNIT_FILES.values(), GUIDE["administrator"]]
    lines = "\n".join(texts).replace("\\\n", " ").replace("%%", "%")
    return [shlex.split(found.rstrip("'"))[1:] for found in re.findall(rf"{re.escape(RENKEI)} [^\n]*", lines)]


def test_the_guide_marks_what_is_followed_here() -> None:
    assert {"install", ENVIRONMENT, "enable", "nginx", "administrator"} <= set(GUIDE)
    assert set(UNIT_FILES) == {
        "renkei.service", "renkei-worker.service", "renkei-matcher.service", "renkei-backup.service",
        "renkei-backup.timer",
    }  # fmt: skip
    assert "restore" in RESTORING


@pytest.mark.parametrize("name", sorted(UNIT_FILES))
def test_a_unit_has_known_keys_and_the_places_of_the_guide(name: str) -> None:
    read = unit(name)
    assert {section: set(read[section]) - KEYS[section] for section in read.sections()} == {
        section: set() for section in read.sections()
    }
    if name.endswith(".timer"):
        assert f"{name.removesuffix('.timer')}.service" in UNIT_FILES
        return
    service = read["Service"]
    assert f"useradd --system --home-dir {settings()['RENKEI_HOME']}" in GUIDE["install"]
    assert GUIDE["install"].splitlines()[0].split()[-1] == service["User"]
    assert service["EnvironmentFile"] == ENVIRONMENT
    assert RENKEI in service["ExecStart"]
    if "ProtectSystem" in service:
        assert service["ReadWritePaths"] == settings()["RENKEI_HOME"]
    for other in read["Unit"].get("After", "").split():
        assert other == "network.target" or other in UNIT_FILES


def test_every_command_of_ours_in_the_guide_exists_with_its_options() -> None:
    commands = own_commands()
    assert sorted(words[0] for words in commands) == ["backup", "matcher", "serve", "user", "worker"]
    for words in commands:
        group: click.Command = cli
        while isinstance(group, click.Group):
            group = group.commands[words.pop(0)]
        known = {option for each in group.params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= known


def test_what_is_started_at_boot_is_every_unit_with_an_install_section() -> None:
    line = next(each for each in GUIDE["enable"].splitlines() if "enable" in each)
    started = {name if "." in name else f"{name}.service" for name in line.split() if "renkei" in name}
    assert started == {name for name in UNIT_FILES if "Install" in unit(name)}


def test_the_settings_are_known_and_the_proxy_fits_them() -> None:
    assert set(settings()) <= set(VARIABLES)
    proxy = GUIDE["nginx"]
    assert f"http://127.0.0.1:{VARIABLES['PORT'].default};" in proxy
    assert int(re.findall(r"client_max_body_size (\d+)m", proxy)[0]) > int(
        VARIABLES["RENKEI_UPLOAD_LIMIT_MB"].default
    )
    assert set(re.findall(r"server_name (\S+);", proxy)) == {settings()["RENKEI_HOSTS"]}
    assert settings()["RENKEI_SITE_URL"] == f"https://{settings()['RENKEI_HOSTS']}"
    for header in ("Host $host", "X-Forwarded-Proto https", "X-Forwarded-For $remote_addr"):
        assert f"proxy_set_header {header};" in proxy
    assert proxy.count("{") == proxy.count("}")


class Machine:
    """An empty folder in the place of a machine: the guide's places lie in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def here(self, text: str) -> str:
        for place in PLACES:
            text = re.sub(rf"(?<![\w./-]){re.escape(place)}(?![\w-])", f"{self.root}{place}", text)
        return text

    def run(self, command: str, environment: Mapping[str, str] | None = None, *, said: str = "") -> str:
        given = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
        result = subprocess.run(  # noqa: S602 - the guide's own commands, in the shell they are written for
            self.here(command),
            shell=True,
            cwd=self.root,
            env=given | dict(environment or {}),
            input=said,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,  # without a terminal: what is asked for is read from what is said
        )
        assert result.returncode == 0, result.stdout + result.stderr
        assert "Traceback" not in result.stderr
        return result.stdout


@pytest.fixture
def machine(folder: Path) -> Machine:
    return Machine(folder)


def installed(machine: Machine) -> None:
    """Follow the first block; users and owners need root, and so are left out."""
    places, wheels = [], PROJECT / "wheels"
    for line in GUIDE["install"].splitlines():
        if line.startswith("install -d"):
            machine.run(re.sub(r" -[og] \w+", "", line))
            places += [word for word in line.split() if word.startswith("/")]
        elif "pip install" in line and wheels.is_dir():
            (machine.root / "wheels").symlink_to(wheels)
            machine.run(f"{line} --quiet --disable-pip-version-check")
        elif "-m venv" in line:
            making, linking = line.split(" && ")
            machine.run(making if wheels.is_dir() else making.replace("-m venv", "-m venv --without-pip"))
            machine.run(linking)
        else:
            assert line.startswith("useradd") or "pip install" in line
    assert set(places) == {"/opt/renkei", "/var/lib/renkei", "/srv/backup"}
    assert (machine.root / "var/lib/renkei").stat().st_mode & 0o777 == 0o700
    if not wheels.is_dir():  # the programme under test in the place where the guide has it
        made = machine.root / "opt/renkei/venv/bin"
        (made / "renkei").symlink_to(Path(sys.executable).with_name("renkei"))


def environment_of(machine: Machine) -> dict[str, str]:
    """The settings of the guide, with a key made by its own command, and no mail server but this machine."""
    found = settings()
    making = re.findall(r"（(.*) の結果）", found["RENKEI_SECRET_KEY"])[0]
    found["RENKEI_SECRET_KEY"] = machine.run(making.replace("python3", sys.executable)).strip()
    assert len(found["RENKEI_SECRET_KEY"]) > 50
    found |= {"RENKEI_MAIL_HOST": "127.0.0.1", "RENKEI_MAIL_PORT": "9"}
    return {name: machine.here(text) for name, text in found.items()}


def findings(machine: Machine, environment: dict[str, str], *options: str) -> dict[str, str]:
    command = f"{RENKEI} check --format json {' '.join(options)}"
    said = json.loads(machine.run(command, environment))
    return {one["code"]: one["state"] for one in said["findings"]}


def wrong(found: dict[str, str]) -> set[str]:
    return {code for code, state in found.items() if state == "wrong"}


def administrator_added(machine: Machine, environment: dict[str, str]) -> None:
    command = GUIDE["administrator"].replace("\\\n", " ").strip()
    wrapper, _, own = command.partition(RENKEI)
    assert f"--property=EnvironmentFile={ENVIRONMENT}" in wrapper
    assert "--uid=renkei" in wrapper
    machine.run(f"{RENKEI}{own}", environment, said=f"{PASSWORD}\n{PASSWORD}\n")


def backed_up(machine: Machine, environment: dict[str, str]) -> Path:
    """Do what the unit of every night does: systemd gives %% as % and the passphrase in a folder of its own."""
    service = unit("renkei-backup.service")["Service"]
    name, _, source = service["LoadCredential"].partition(":")
    (machine.root / "etc/renkei").mkdir(parents=True)
    Path(machine.here(source)).write_text("見本の合言葉はとても長いもの\n", encoding="utf-8")
    credentials = machine.root / "credentials"
    credentials.mkdir()
    shutil.copy(machine.here(source), credentials / name)
    command = service["ExecStart"].replace("%%", "%")
    machine.run(command, environment | {"CREDENTIALS_DIRECTORY": str(credentials)})
    machine.run(service["ExecStartPost"])
    (made,) = (machine.root / "srv/backup").glob("renkei-*.backup")
    assert re.fullmatch(r"renkei-\d{4}-\d\d-\d\d-\d{4}\.backup", made.name)
    return made


def test_an_administrator_installs_from_the_guide_backs_up_loses_the_machine_and_restores(
    machine: Machine,
) -> None:
    installed(machine)
    environment = environment_of(machine)
    administrator_added(machine, environment)
    found = findings(machine, environment)
    assert wrong(found) == set()
    assert found["mail"] == "warning"  # nobody takes mails on this machine
    listed = (
        f"{RENKEI} manage shell -c 'from renkei.core.accounts.models import User; print(*User.objects.all())'"
    )
    assert machine.run(listed, environment).split()[-1] == "yamada"
    backup = backed_up(machine, environment)

    home = Path(machine.here(settings()["RENKEI_HOME"]))
    shutil.rmtree(home)
    secret = machine.here("/etc/renkei/passphrase")
    for line in RESTORING["restore"].splitlines():
        setting, _, command = line.partition(" ")
        assert setting == f"RENKEI_HOME={settings()['RENKEI_HOME']}"
        if " restore " in command:
            given = re.sub(r"/srv/backup/\S+", str(backup), command.replace("renkei", RENKEI, 1))
            machine.run(f"{given} --passphrase-file {secret}", environment)
        else:
            options = command.removeprefix("renkei check").split()
            assert wrong(findings(machine, environment, *options)) == set()
    assert machine.run(listed, environment).split()[-1] == "yamada"
