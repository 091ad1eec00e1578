"""The package on disk, without a database: its form, its two languages, its references, its numbers."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from renkei.core.records.kinds import kind_of, kinds
from renkei.core.tables.columns import ColumnType, columns_of, written_columns

PACKAGE = Path(__file__).parents[2] / "clusters" / "tsuruoka"
LANGUAGES = ("ja", "en")
PLACEHOLDER = re.compile(r"\[\[([a-z]+):([^\s\[\]]+)\]\]")
BARE_DIGIT = re.compile(r"[0-9０-９①-⑳]")
TABLES = {kind.table: kind for kind in kinds()}


def rows_of(table: str) -> list[dict[str, str]]:
    with (PACKAGE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts_of(table: str):
    """Yield (slug, column, text) of every localised cell that holds something."""
    for row in rows_of(table):
        for column in columns_of(TABLES[table], LANGUAGES):
            if column.part in LANGUAGES and row[column.name]:
                yield row["slug"], column.name, row[column.name]


SLUGS = {kind.slug: {row["slug"] for row in rows_of(kind.table)} for kind in kinds()}


def test_there_is_one_file_per_table():
    assert {path.stem for path in PACKAGE.glob("*.csv")} == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_the_headings_are_the_columns(table):
    heading = (PACKAGE / f"{table}.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert heading.split(",") == [column.name for column in written_columns(TABLES[table], LANGUAGES, ())]


@pytest.mark.parametrize("table", TABLES)
def test_files_are_plain_utf8_ordered_by_slug(table):
    content = (PACKAGE / f"{table}.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    slugs = [row["slug"] for row in rows_of(table)]
    assert slugs == sorted(set(slugs))


@pytest.mark.parametrize("table", TABLES)
def test_every_text_stands_in_both_languages(table):
    missing = []
    for row in rows_of(table):
        for column in columns_of(TABLES[table], LANGUAGES):
            if column.part == "ja":
                pair = [row[f"{column.field.name}@{language}"] for language in LANGUAGES]
                if any(pair) and not all(pair):
                    missing.append((row["slug"], column.field.name))
    assert not missing


@pytest.mark.parametrize("table", TABLES)
def test_no_number_stands_bare_in_a_text(table):
    bare = [
        (slug, column, text)
        for slug, column, text in texts_of(table)
        if BARE_DIGIT.search(PLACEHOLDER.sub("", text))
    ]
    assert not bare


@pytest.mark.parametrize("table", TABLES)
def test_both_languages_name_the_same_figures_and_records(table):
    def named(text: str) -> list[str]:
        return sorted(f"{name}:{what}" for name, what in PLACEHOLDER.findall(text) if name != "ordinal")

    texts = {(slug, column): text for slug, column, text in texts_of(table)}
    for (slug, column), text in texts.items():
        field, _, language = column.partition("@")
        if language == "ja":
            assert named(text) == named(texts[slug, f"{field}@en"]), (slug, field)


@pytest.mark.parametrize("table", TABLES)
def test_references_resolve(table):
    for row in rows_of(table):
        for column in columns_of(TABLES[table], LANGUAGES):
            if column.type is ColumnType.REFERENCE and row[column.name]:
                assert row[column.name] in SLUGS[column.target], (row["slug"], column.name)
            if column.required:
                assert row[column.name], (row["slug"], column.name)
            if column.type is ColumnType.CHOICE and row[column.name]:
                assert row[column.name] in dict(column.choices), (row["slug"], column.name)


@pytest.mark.parametrize("table", TABLES)
def test_placeholders_resolve(table):
    values = {(row["indicator"], row["fiscal_year"]) for row in rows_of("stated_values")}
    added = {row["slug"] for row in rows_of("indicators") if row["parts_add_up"] == "true"}
    sums = {
        (row["part_of"], year)
        for row in rows_of("indicators")
        for code, year in values
        if row["part_of"] in added and code == row["slug"]
    }
    for slug, column, text in texts_of(table):
        for name, what in PLACEHOLDER.findall(text):
            if name == "figure":
                assert tuple(what.split("@")) in values | sums, (slug, column, what)
            elif name not in {"date", "period", "year", "ordinal"}:
                assert what in SLUGS[kind_of(name).slug], (slug, column, what)


@pytest.mark.parametrize("table", TABLES)
def test_every_record_is_public_and_says_why(table):
    for row in rows_of(table):
        assert (row["publication"], row["publication_decided_by"]) == ("public", "公表資料による"), row[
            "slug"
        ]


def test_documents_that_are_held_are_there_and_the_sources_are_not_copied():
    held = {row["slug"]: row["file"] for row in rows_of("documents") if row["file"]}
    assert held == {"sources": "sources.md"}
    assert {path.name for path in (PACKAGE / "documents").iterdir()} == {"sources.md"}


def test_nobody_is_named_and_nothing_is_numbered_from_elsewhere():
    for table in ("people", "post_holdings", "organisation_identifiers", "contributions", "duties"):
        assert rows_of(table) == []
    for row in rows_of("organisations"):
        assert not any((row["website"], row["address@ja"], row["kana"]))
    for row in rows_of("units"):
        assert not any((row["telephone"], row["email"], row["address@ja"]))


def test_home_figures_have_values():
    values = {(row["indicator"], row["fiscal_year"]) for row in rows_of("stated_values")}
    computed = {"budgets.actual", "budgets.budget"}
    for named in rows_of("cluster")[0]["home_figures"].split():
        code, year = named.split("@")
        assert code in computed or (code, year) in values
