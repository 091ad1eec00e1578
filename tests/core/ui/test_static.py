"""Style sheets and scripts stay small, ask nobody else, and are all there."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

import renkei.core.ui

FOLDER = Path(renkei.core.ui.__file__).parent
STATIC = FOLDER / "static" / "ui"
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))


def test_all_scripts_together_stay_small():
    """Ours and others', each compressed, as a browser gets them."""
    scripts = sorted(FOLDER.parents[1].rglob("static/**/*.js"))
    assert len(scripts) > 5
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) < 60_000


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_are_short_and_ask_nobody(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert "@import" not in text
    assert "url(" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_style_script_or_handler(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "https://" not in text


def test_every_colour_of_the_tokens_in_use_exists():
    declared = set()
    used = set()
    for path in [*STATIC.glob("*.css"), STATIC / "vendor/design-tokens/tokens.css"]:
        text = path.read_text(encoding="utf-8")
        declared |= set(re.findall(r"(--[\w-]+)\s*:", text))
        used |= set(re.findall(r"var\((--[\w-]+)", text))
    assert used <= declared


def test_the_tokens_keep_their_licence():
    assert "MIT" in (STATIC / "vendor/design-tokens/LICENSE").read_text(encoding="utf-8")
    assert "1.1.9" in (STATIC / "vendor/design-tokens/NOTICE").read_text(encoding="utf-8")


def test_every_style_sheet_the_shells_name_is_found():
    for shell in ("ui/portal_base.html", "ui/desk_base.html"):
        names = re.findall(r'"/static/([^"]+)"', render_to_string(shell, {"language": "ja"}))
        assert len(names) > 10
        assert all(finders.find(name) for name in names)
