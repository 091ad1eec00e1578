import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from renkei.config.cli import cli, explain, run
from renkei.config.terminal import Progress
from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised

COMMANDS = [
    "backup",
    "check",
    "demo",
    "dump",
    "editions",
    "figures",
    "load",
    "manage",
    "matcher",
    "matching",
    "new-package",
    "privacy",
    "report",
    "restore",
    "search",
    "serve",
    "user",
    "worker",
]


@pytest.fixture(autouse=True)
def _language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENKEI_LANG", "both")


def is_japanese(text: str) -> bool:
    return any("\u3040" <= letter <= "\u30ff" for letter in text)


def every_command() -> list[list[str]]:
    return [[], *([name] for name in COMMANDS if name != "manage"), ["user", "add"]]


def test_the_commands_are_the_ones_promised() -> None:
    assert sorted(cli.commands) == COMMANDS


@pytest.mark.parametrize("command", every_command(), ids=" ".join)
def test_help_is_in_both_languages(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    described = capsys.readouterr().out.split("Options:")[0].splitlines()[1:]
    japanese = [line for line in described if is_japanese(line)]
    english = [line for line in described if line.strip() and not is_japanese(line)]
    assert japanese
    assert english


def test_every_option_is_explained_in_both_languages() -> None:
    unexplained = [
        f"{command.name} {parameter.name}"
        for group in (cli, cli.commands["user"])
        for command in (group, *getattr(group, "commands", {}).values())
        for parameter in command.params
        if isinstance(parameter, click.Option)
        and not (" / " in (parameter.help or "") and is_japanese(parameter.help or ""))
    ]
    assert not unexplained


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["load"],
        ["load", "/nowhere/at-all"],
        ["report", "x", "--kind", "yearly"],
        ["serve", "--port", "0"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert is_japanese(shown.out + shown.err)
    assert "Usage" in shown.out + shown.err


@pytest.mark.parametrize(("language", "japanese", "english"), [("ja", 1, 0), ("en", 0, 1), ("both", 1, 1)])
def test_messages_come_in_the_language_asked_for(
    language: str, japanese: int, english: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang", language, "load", "/nowhere/at-all"]) == 2
    said = capsys.readouterr().err
    assert said.count("指定に誤りがあります") == japanese
    assert said.count("Wrong usage") == english


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RuleBroken("a.rule", Localised.both("だめです", "No")), ["だめです", "No"]),
        (KeyboardInterrupt(), ["中断しました", "Interrupted"]),
        (
            PermissionError(13, "denied", "kept.csv"),
            ["kept.csv", "読み書きできません", "cannot be read or written"],
        ),
        (ZeroDivisionError("odd"), ["予期しない", "Unexpected", "ZeroDivisionError: odd"]),
    ],
)
def test_every_error_is_explained(
    error: BaseException, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    explain(error)
    said = capsys.readouterr().err
    assert [word for word in words if word not in said] == []


def test_flaws_are_listed_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    error = RuleBroken("tables.flawed", Localised.both("読み込めません", "Cannot be loaded"))
    error.flaws = [  # type: ignore[attr-defined]
        Flaw("cell.date", "meetings.csv", 3, "date", "2017-06-31", Localised.both("日付", "a date")),
    ]
    explain(error)
    said = capsys.readouterr().err
    assert said.count("meetings.csv") == 2
    assert said.count("2017-06-31") == 2


def test_the_installed_command_ends_with_0_or_2(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("renkei")
    environment = {**os.environ, "RENKEI_HOME": str(tmp_path / "file" / "home")}
    environment["DJANGO_SETTINGS_MODULE"] = "renkei.config.settings"
    (tmp_path / "file").write_text("")
    fine = subprocess.run([command, "--help"], env=environment, capture_output=True, text=True, check=False)
    refused = subprocess.run(
        [command, "manage", "migrate"], env=environment, capture_output=True, text=True, check=False
    )
    assert (fine.returncode, refused.returncode) == (0, 2)
    assert "フォルダでないもの" in refused.stderr
    assert "not a folder" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_help_waits_for_nothing() -> None:
    heavy = "{'django', 'gunicorn', 'openpyxl'}"
    asked = f"import sys, renkei.config.cli; print(len({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert shown.stdout == "0\n"


class _Terminal:
    def __init__(self, *, terminal: bool) -> None:
        self.text, self.terminal = "", terminal

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_says_the_end_and_does_not_flood(*, terminal: bool) -> None:
    stream = _Terminal(terminal=terminal)
    shown = Progress(stream)  # type: ignore[arg-type]
    for done in range(100_001):
        shown("rows", done, 100_000)
    shown.close()
    assert "rows: 100,000 / 100,000" in stream.text
    assert len(stream.text) < 5_000
    assert stream.text.endswith("\n")
