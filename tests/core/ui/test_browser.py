"""Shells and components in a real browser: no violation, no sideways scrolling, scripts that only help."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from tests.chromium import CHROMIUM

from renkei.core.ui.text import bi
from renkei.desk.views.component_samples import answers
from renkei.desk.views.components import sample_context
from renkei.kernel.localised import Localised

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ("components", "portal", "404", "500")
PORTAL = """{% extends "ui/portal_base.html" %}{% load renkei %}
{% block title %}{% t "数字" "Figures" %}{% endblock %}
{% block heading %}{% t "数字" "Figures" %}{% endblock %}
{% block content %}
<div class="figures">{% for each in answers %}{% figure each level=2 %}{% endfor %}</div>
{% endblock %}"""
SHELL = {
    "cluster": {"name": Localised.both("見本", "Mihon"), "tagline": Localised({"ja": "訳のない一文"})},
    "actor": {"name": "見本 太郎", "role": bi("事務局", "Secretariat")},
    "nav_items": [
        {"label": bi("ホーム", "Home"), "url": "#", "current": True},
        {"label": "報告書", "url": "#"},
    ],
    "rail_items": [{"label": bi("今日", "Today"), "url": "#", "current": True, "count": 3}],
    "sign_out_url": "/out/",
    "language_form_url": "/language/",
    "demo_mode": True,
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed, so browser tests are left out"),
]


def rendered(name, language, *, shortcuts_off=False):
    with translation.override(language):
        context = SHELL | {"language": language, "shortcuts_off": shortcuts_off, "theme_url": "/theme.css"}
        if name == "components":
            return render_to_string("desk/components.html", sample_context() | context)
        if name == "portal":
            portal = {key: value for key, value in context.items() if key != "language_form_url"}
            return Template(PORTAL).render(
                Context(portal | {"other_language_url": "/en/", "answers": answers()})
            )
        return render_to_string(f"{name}.html")


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        if path.startswith("/static/"):
            file = Path(finders.find(path.removeprefix("/static/")))
            kind, body = TYPES[file.suffix], file.read_bytes()
        elif path == "/theme.css":
            kind, body = "text/css", b""
        else:
            _, language, name, *rest = path.split("/")
            kind, body = "text/html", rendered(name, language, shortcuts_off="quiet" in rest).encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(browser, site, name, language, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/{language}/{name}")
    found = Axe().run(page, options=RULES).response["violations"]
    context.close()
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_at_320_pixels(page, site, name):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{site}/en/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_no_page_breaks_its_content_policy_or_calls_another_host(page, site):
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/ja/components")
    page.wait_for_load_state("networkidle")
    assert said == []
    assert all(address.startswith(site) for address in asked)


def test_the_first_tab_skips_to_the_main_content(page, site):
    page.goto(f"{site}/ja/components")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_stroke_goes_to_the_search_field_and_a_question_mark_opens_help(page, site):
    page.goto(f"{site}/en/components")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-field"
    page.keyboard.type("a/b?")
    assert page.input_value("#search-field") == "a/b?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keyboard").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog", name="Keyboard").is_visible()


def test_shortcuts_can_be_switched_off_and_help_stays(page, site):
    page.goto(f"{site}/en/components/quiet")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "search-field"
    page.get_by_role("button", name="Help").click()
    assert page.get_by_role("dialog", name="Keyboard").is_visible()


def test_the_row_spacing_is_kept(page, site):
    page.goto(f"{site}/en/components")
    page.get_by_role("button", name="Dense").click()
    page.reload()
    assert page.get_by_role("button", name="Dense").get_attribute("aria-pressed") == "true"
    assert "dense" in page.get_by_role("region", name="Companies").get_attribute("class")


def test_a_changed_form_is_not_left_by_a_slip(page, site):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"{site}/en/components")
    field = page.locator("[name=new-name]")
    field.click()
    page.keyboard.type("a")
    page.get_by_role("link", name="Mihon", exact=True).click(no_wait_after=True)
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    assert field.input_value() == "a"
    page.keyboard.press("Backspace")
    field.fill("")
    page.goto(f"{site}/en/portal")
    assert asked == ["beforeunload"]


def test_an_address_is_copied_and_said(page, site):
    page.goto(f"{site}/en/components")
    page.get_by_role("button", name="Copy this address").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(site)


def test_errors_lead_to_their_fields(page, site):
    page.goto(f"{site}/en/components")
    page.get_by_role("link", name="Name: This field is required.").click()
    assert page.evaluate("document.activeElement.name") == "wrong-name"


def test_on_a_phone_the_rail_is_a_menu_that_needs_no_script(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/components")
    rail = page.get_by_role("navigation", name="Work")
    assert not rail.get_by_role("link", name="Today").is_visible()
    rail.get_by_text("Areas of work").click()
    assert rail.get_by_role("link", name="Today").is_visible()
    assert rail.get_by_role("button", name="Sign out").is_visible()
    context.close()


def test_paper_carries_no_navigation(page, site):
    page.goto(f"{site}/ja/components")
    page.emulate_media(media="print")
    for hidden in (".bar", ".rail.wide", ".pager", ".table-tools", ".skip"):
        assert not page.locator(hidden).first.is_visible()
    assert page.get_by_role("heading", name="画面の部品").is_visible()
    assert len(page.pdf(format="A4")) > 10_000
