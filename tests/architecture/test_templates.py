"""Pages carry no script or style of their own and ask nobody else for anything."""

import re

import pytest

from tests.architecture.source import SOURCE, place, templates

FAULTS = {
    "inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(ld\+)?json)", re.IGNORECASE
    ),
    "inline style": re.compile(r"<style\b|\sstyle=[\"']", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+=[\"']", re.IGNORECASE),
    "third party": re.compile(
        r"<(?:script|img|iframe|source|link)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_template_has_the_fault(fault: str) -> None:
    wrong = [
        place(path, text[: found.start()].count("\n") + 1)
        for path in templates()
        for text in [path.read_text(encoding="utf-8")]
        for found in FAULTS[fault].finditer(text)
    ]
    assert not wrong


def test_no_style_sheet_or_script_asks_a_third_party() -> None:
    asking = [
        path.name
        for ending in ("*.css", "*.js")
        for path in SOURCE.rglob(ending)
        if re.search(r"(url\(|import\s|fetch\()\s*[\"'(]?(https?:)?//", path.read_text(encoding="utf-8"))
    ]
    assert not asking


@pytest.mark.parametrize(
    ("fault", "markup"),
    [
        ("inline script", "<script>go()</script>"),
        ("inline style", '<p style="color: red">'),
        ("inline handler", '<a onclick="go()">'),
        ("third party", '<img alt="" src="//elsewhere.example/a.png">'),
        ("javascript address", '<a href="javascript:go()">'),
    ],
)
def test_each_fault_is_seen(fault: str, markup: str) -> None:
    assert FAULTS[fault].search(markup)
