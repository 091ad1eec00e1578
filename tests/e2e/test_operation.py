"""An administrator sets a site up by the guide, backs up, loses the machine, and restores."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.conftest import PROJECT, picture, wait_for
from tests.e2e.test_passkeys import PASSWORD, enter
from tests.ports import free_port
from tests.prepared import environment_of, put_data

if TYPE_CHECKING:
    from collections.abc import Iterator


RENKEI = str(Path(sys.executable).with_name("renkei"))
MEETING = "/desk/governance/body/"


def renkei(home: Path, *arguments: object, said: str = "") -> None:
    command = [str(RENKEI), *map(str, arguments)]
    result = subprocess.run(
        command,
        cwd=PROJECT,
        env=environment_of(home),
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Run `renkei serve` as a machine does, until it is asked to stop."""
    port = free_port()
    command = [str(RENKEI), "serve", "--port", str(port)]
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment_of(home), stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}", process, home / "serve.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def test_a_lost_machine_is_restored_and_people_go_on(page, tmp_path):
    first, second, kept = tmp_path / "first", tmp_path / "second", tmp_path / "kept"
    for folder in (second, kept):
        folder.mkdir()
    put_data(first, "mihon")
    renkei(first, "user", "add", "hanako", "--role", "secretariat", "--password-stdin", said=f"{PASSWORD}\n")
    with served(first) as site:
        enter(page, site)
        expect(page).to_have_url(f"{site}/desk/")
        page.goto(f"{site}{MEETING}")
        page.locator("main table tbody a").first.click()
        record = page.url.removeprefix(site)
        page.get_by_role("link", name="変更する").click()
        page.locator('[name="note@ja"]').fill("失われる前の日の注記です。")
        page.locator('[name="reason"]').fill("引き継ぎのため")
        page.get_by_role("button", name="保存する").click()
        expect(page.get_by_role("main")).to_contain_text("失われる前の日の注記です。")
        picture(page, "story-administrator-1-before")
        renkei(first, "backup", kept / "renkei.backup")  # while the site runs
    shutil.rmtree(first)

    renkei(second, "restore", kept / "renkei.backup")
    renkei(second, "check")
    page.context.clear_cookies()  # sessions came back too: here somebody signs in with the old password
    with served(second) as site:
        enter(page, site)
        expect(page).to_have_url(f"{site}/desk/")
        page.goto(f"{site}{record}")
        expect(page.get_by_role("main")).to_contain_text("失われる前の日の注記です。")
        page.goto(f"{site}{record}history/")
        expect(page.get_by_role("main")).to_contain_text("引き継ぎのため")
        picture(page, "story-administrator-2-restored")
