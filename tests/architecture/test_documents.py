"""The documents say what the code says: generated parts, words, links, names of files."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from django.conf import settings

from renkei.config.cli import cli
from renkei.config.documents.markdown import in_both, table
from renkei.config.documents.pages import documents, regenerated, rewrite, stale_pages
from renkei.core.blocks.inline import parse
from renkei.core.records.kinds import kind_of, kinds
from renkei.core.tables.columns import columns_of

ROOT = Path(settings.PROJECT)
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)|!\[[^\]\n]*\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"`((?:src|tests|docs|clusters|bench|\.ci)/[\w./-]+)`")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
SAME_IN_BOTH = {"ROR", "ISNI", "%"}
CONTEXTS = [app.removeprefix("renkei.") for app in settings.FIRST_PARTY_APPS]


def pages():
    return {path.relative_to(ROOT): path.read_text("utf-8") for path in documents()}


def test_a_stale_part_is_found_and_rewritten(tmp_path):
    page = tmp_path / "docs" / "words.md"
    page.parent.mkdir()
    page.write_text("before\n<!-- generated: roles -->\nold\n<!-- end of generated -->\nafter\n", "utf-8")
    assert stale_pages(tmp_path) == [page]
    assert rewrite(tmp_path) == [page]
    written = page.read_text("utf-8")
    assert "| 事務局 | Secretariat | `secretariat` |" in written
    assert "old" not in written
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert rewrite(tmp_path) == []


def test_an_unknown_part_is_refused():
    with pytest.raises(KeyError, match="nonsense"):
        regenerated("<!-- generated: nonsense -->\n<!-- end of generated -->")


def test_a_cell_cannot_break_its_table():
    assert table(["a"], [["x|y\nz"]]).splitlines()[-1] == "| x\\|y z |"


def test_every_generated_mark_is_closed():
    for path, text in pages().items():
        assert text.count("<!-- generated:") == text.count("<!-- end of generated -->"), path
        assert regenerated(text).count("<!-- generated:") == text.count("<!-- generated:"), path


def test_every_kind_and_field_stands_in_the_glossary_in_both_languages():
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = set(glossary.splitlines())
    for kind in kinds():
        japanese, english = in_both(kind.name)
        start = f"| {japanese} | {english} | `{kind.slug}` | `{kind.table}` | `{kind.context}` |"
        assert any(row.startswith(start) for row in rows), kind.slug
        for column in columns_of(kind, ("ja", "en")):
            label, field = in_both(column.field.verbose_name), column.field.name
            assert any(row.startswith(f"| {label[0]} | {label[1]} | `{field}` |") for row in rows), (
                kind.slug,
                field,
            )


def test_every_label_of_the_tables_has_both_languages():
    for kind in kinds():
        texts = [kind.name, kind.plural, kind.description]
        for column in columns_of(kind, ("ja", "en")):
            texts.append(column.field.verbose_name)
            texts.extend(label for _, label in column.field.choices or ())
        for text in texts:
            japanese, english = in_both(text)
            if japanese not in SAME_IN_BOTH:
                assert japanese != english, kind.slug
                assert not japanese.isascii(), (kind.slug, japanese)


def test_the_words_of_the_glossary_are_told_in_both_languages():
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| `", text, re.MULTILINE)
    assert len(rows) > 200
    assert [row for row in rows if row[0] == row[1] and row[0] not in SAME_IN_BOTH] == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_context_has_a_page_that_the_index_names(context):
    assert (ROOT / "docs" / "contexts" / f"{context}.md").exists()
    assert f"({context}.md)" in (ROOT / "docs" / "contexts" / "README.md").read_text("utf-8")


def test_links_lead_somewhere():
    lost = []
    for path, text in pages().items():
        for match in LINK.finditer(FENCE.sub("", text)):
            target = match[1] or match[2]
            if target.startswith(("http://", "https://", "mailto:")):
                continue
            name, _, anchor = target.partition("#")
            where = (ROOT / path).parent / name if name else ROOT / path
            if not where.exists() or (anchor and anchor not in anchors(where)):
                lost.append(f"{path}: {target}")
    assert lost == []


def anchors(path):
    """The anchors that code hosts give to a page's headings."""
    heads = re.findall(r"^#+ +(.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_files_that_pages_name_exist():
    lost = [
        f"{path}: {name}"
        for path, text in pages().items()
        for name in NAMED_FILE.findall(FENCE.sub("", text))
        if not (ROOT / name).exists()
    ]
    assert lost == []


def test_decisions_are_unique_and_ascending_and_say_what_is_given_up():
    found = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    numbers = [path.name[:4] for path in found]
    assert len(set(numbers)) == len(numbers)
    index = (ROOT / "docs" / "adr" / "README.md").read_text("utf-8")
    assert re.findall(r"^\| (\d{4}) \|", index, re.MULTILINE) == numbers
    for path in found:
        heads = re.findall(r"^## (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert heads == ["Context", "Options", "Decision", "What we give up"], path.name
        assert f"({path.name})" in index


def test_the_handbook_names_each_of_its_pages():
    index = (ROOT / "docs" / "handbook" / "README.md").read_text("utf-8")
    for path in sorted((ROOT / "docs" / "handbook").glob("*.md")):
        assert path.name == "README.md" or f"({path.name})" in index, path.name


def test_generated_parts_are_fresh_asked_from_any_folder(tmp_path):
    """In a process of its own: other tests register blocks and kinds that only they need."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "renkei.config.documents", "--check"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    told = f"run: uv run python -m renkei.config.documents {done.stderr}"
    assert (done.returncode, done.stdout) == (0, ""), told


def test_the_ladder_of_the_architecture_is_the_one_that_is_checked():
    rungs = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in rungs if each["type"] == "layers")
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    drawn = text.split("## The ladder", 1)[1].split("```")[1].strip().splitlines()
    assert [re.split(r"  +", line)[0] for line in drawn] == layers


def test_the_placeholders_of_the_handbook_can_be_read():
    text = (ROOT / "docs" / "handbook" / "write-texts.md").read_text("utf-8")
    examples = re.findall(r"\[\[([a-z]+):([^\]A-Z]+)\]\]", text)
    assert len(examples) >= 8
    for name, argument in examples:
        if argument != "…":
            parse(f"[[{name}:{argument}]]", fiscal_year=2020)
        assert name in {"figure", "date", "period", "year", "ordinal"} or kind_of(name)


def test_every_command_stands_on_the_page_of_commands():
    page = (ROOT / "docs" / "handbook" / "commands.md").read_text("utf-8")
    heads = re.findall(r"^### `renkei ([a-z-]+)(?: [^`]*)?`$", page, re.MULTILINE)
    assert set(heads) == set(cli.commands)
    for name, command in cli.commands.items():
        for option in (each for each in command.params if isinstance(each, click.Option)):
            assert f"`{option.opts[0]}`" in page, (name, option.opts)


def test_commands_that_pages_name_exist():
    lost = [
        f"{path}: renkei {name}"
        for path, text in pages().items()
        for name in re.findall(r"`(?:uv run )?renkei ([a-z][a-z-]*)", text)
        if name not in cli.commands
    ]
    assert lost == []
