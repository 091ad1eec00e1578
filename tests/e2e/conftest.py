"""A real site for the browser: the demonstration itself, over data that were made once for all stories."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.chromium import CHROMIUM
from tests.ports import free_port
from tests.prepared import environment_of, put_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PROJECT = Path(__file__).resolve().parents[2]
SCREENSHOTS = PROJECT / "screenshots"
WIDTHS = (1280, 390)
LANGUAGES = ("ja", "en")
FILES = (".pdf", ".docx", ".xlsx", ".html", ".json", ".csv", ".zip", ".ics", ".atom")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(item.path).is_relative_to(Path(__file__).parent)]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(
                pytest.mark.skip(reason="no Chromium is installed, so browser tests are left out")
            )


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demonstration, ended by Ctrl-C as a person would."""
    with running(tmp_path_factory.mktemp("demo"), "clusters/tsuruoka") as address:
        yield address


@pytest.fixture(scope="package")
def fictional_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration of the fictional cluster, for stories that change records."""
    with running(tmp_path_factory.mktemp("fictional"), "clusters/mihon") as address:
        yield address


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of `shop`, where its mails lie."""
    return tmp_path_factory.mktemp("shop")


@pytest.fixture(scope="module")
def shop(home: Path) -> Iterator[str]:
    """A demonstration of the fictional cluster for the stories of one module, which count what is in it."""
    with running(home, "clusters/mihon") as address:
        yield address


@contextmanager
def running(home: Path, package: str) -> Iterator[str]:
    port = free_port()
    put_data(home, Path(package).name)
    environment = environment_of(home) | {"PORT": str(port)}
    log = (home / "demo.log").open("wb")
    command = [str(Path(sys.executable).with_name("renkei")), "demo", "--package", package]
    process = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=log, stderr=log, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process, home / "demo.log")
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=30)
        log.close()
    assert code == 0, (home / "demo.log").read_text()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/ja/", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    pytest.fail(f"the demonstration did not answer: {log.read_text()}")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    found = context.new_page()
    yield found
    context.close()


def picture(page: Page, name: str) -> None:
    """Save a screenshot so that a person can look at it."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(
        path=SCREENSHOTS / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower()).strip('-')}.png", full_page=True
    )


def sound(page: Page, name: str) -> None:
    """No violation, no scrolling sideways, and a picture for a person to look at."""
    picture(page, name)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == [], name
    assert not page.evaluate(SIDEWAYS), name


def fetch(address: str) -> tuple[int, str]:
    """Return status and text of a page, without a browser."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


@pytest.fixture(scope="package")
def public_pages(site: str) -> list[str]:
    """Every public page that links lead to from both home pages, found without script."""
    found: dict[str, None] = {}
    waiting = [f"/{language}/" for language in LANGUAGES]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        status, text = fetch(site + path)
        assert status == 200, f"{path}: {status}"
        found[path] = None
        for link in re.findall(r'href="(/(?:ja|en)/[^"#]*)"', text):
            plain = link.replace("&amp;", "&")
            if plain not in found and not plain.partition("?")[0].endswith((*FILES, "/file")):
                waiting.append(plain)
    return sorted(found)
