"""Passkeys in a real browser, with the authenticator that its developers' tools bring."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import PROJECT, picture, running
from tests.prepared import environment_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

PASSWORD = "mihon no nagai aikotoba"


@pytest.fixture(scope="module")
def site_of_hanako(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration with a user who has a password; passkeys need a name, not an address of numbers."""
    home = tmp_path_factory.mktemp("passkeys")
    with running(home, "clusters/mihon") as address:
        command = [str(Path(sys.executable).with_name("renkei")), "user", "add", "hanako"]
        command += ["--role", "reader", "--password-stdin"]
        subprocess.run(
            command, input=f"{PASSWORD}\n", cwd=PROJECT, env=environment_of(home), text=True, check=True
        )
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def with_authenticator(page: Page) -> Page:
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def enter(page: Page, site: str) -> None:
    page.goto(f"{site}/desk/sign-in/")
    page.get_by_role("textbox", name="利用者名").fill("hanako")
    page.get_by_role("textbox", name="パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインイン", exact=True).click()


def test_a_passkey_is_added_used_from_the_sign_in_page_renamed_and_taken_away(
    with_authenticator: Page, site_of_hanako: str
) -> None:
    page, site = with_authenticator, site_of_hanako
    enter(page, site)
    page.goto(f"{site}/desk/settings/sign-in/")
    page.get_by_role("link", name="パスキーを登録する").first.click()
    page.get_by_role("textbox", name="この機器の呼び名").fill("職場のパソコン")
    page.get_by_role("button", name="登録する").click()
    page.get_by_role("heading", name="回復コード", level=1).wait_for()
    assert page.locator("code.secret").count() == 10
    picture(page, "recovery-codes")
    with page.expect_download() as saving:
        page.get_by_role("button", name="ファイルに保存する").click()
    assert saving.value.suggested_filename == "recovery-codes.txt"
    page.get_by_role("link", name="控えました。先へ進む").click()
    page.get_by_role("link", name="職場のパソコン").wait_for()

    page.get_by_role("button", name="サインアウト").first.click()
    page.goto(f"{site}/desk/sign-in/?next=/desk/roles/")
    page.get_by_role("button", name="パスキーで入る").click()
    page.wait_for_url(f"{site}/desk/roles/")

    page.get_by_role("button", name="サインアウト").first.click()
    enter(page, site)
    page.wait_for_url(f"{site}/desk/sign-in/code/")
    page.get_by_role("button", name="パスキーを使う").click()
    page.wait_for_url(f"{site}/desk/")

    page.goto(f"{site}/desk/settings/sign-in/")
    page.get_by_role("link", name="職場のパソコン").click()
    page.get_by_role("textbox", name="この機器の呼び名").fill("持ち歩く電話")
    page.get_by_role("button", name="保存する").click()
    row = page.get_by_role("row").filter(has_text="持ち歩く電話")
    row.get_by_role("link", name="外す").click()
    page.get_by_role("button", name="外す").click()
    page.get_by_text("パスキーを外しました。").wait_for()
    page.get_by_role("button", name="サインアウト").first.click()
    enter(page, site)
    page.wait_for_url(f"{site}/desk/")


def test_a_passkey_that_fails_is_told_and_the_password_still_works(page: Page, site_of_hanako: str) -> None:
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{site_of_hanako}/desk/sign-in/")
    page.get_by_role("button", name="パスキーで入る").click()
    page.get_by_text("パスキーを使えませんでした。").wait_for(timeout=90_000)
    enter(page, site_of_hanako)
    page.wait_for_url(f"{site_of_hanako}/desk/")
