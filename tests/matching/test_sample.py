"""The sample cluster's needs against the grades of readers who saw only pairs (judged/README.md)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from renkei.kernel.localised import Localised
from renkei.matching.models import Term
from renkei.matching.process.answers import Matcher
from renkei.matching.texts import FIELDS, LANGUAGES, pairs_of_terms

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "clusters" / "mihon"
USEFUL, FIRST = 2, 5


def rows_of(table):
    with (PACKAGE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts_of(kind, row):
    found = []
    for language in LANGUAGES:
        body = "\n".join(text for name in FIELDS[kind] if (text := row[f"{name}@{language}"]))
        if row[f"title@{language}"] or body:
            found.append({"title": row[f"title@{language}"], "body": body, "language": language})
    return found


@dataclass(frozen=True)
class Answer:
    need: str
    first: tuple[str, ...]
    nothing_fits: bool


@pytest.fixture(scope="module")
def useful():
    with (HERE / "judged" / "mihon.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["need"]: set() for row in rows}
    for row in rows:
        if min(int(row["first_reader"]), int(row["second_reader"])) >= USEFUL:
            found[row["need"]].add(row["seed"])
    return found


@pytest.fixture(scope="module")
def answers(engine):
    matcher = Matcher(engine)
    terms = [
        Term(
            name=Localised.both(row["name@ja"], row["name@en"]),
            also=Localised.both(row["also@ja"], row["also@en"]),
        )
        for row in rows_of("terms")
    ]
    matcher.glossary({"pairs": pairs_of_terms(terms)})
    seeds = {}
    for row in rows_of("seeds"):
        if row["state"] == "active":
            texts = texts_of("seed", row)
            records = matcher.prepare({"kind": "seed", "texts": texts})["records"]
            seeds |= {
                f"{row['slug']}@{text['language']}": each for text, each in zip(texts, records, strict=True)
            }
    matcher.feed({"seeds": seeds})
    found = []
    for row in rows_of("needs"):
        records = matcher.prepare({"kind": "need", "texts": texts_of("need", row)})["records"]
        (match,) = matcher.match({"needs": [records], "count": FIRST})["matches"]
        first = tuple(line["seed"] for line in match["merged"])
        found.append(Answer(row["slug"], first, match["nothing_fits"]))
    matcher.glossary({"pairs": []})
    return found


def test_four_needs_of_five_have_a_useful_seed_among_the_first_five(answers, useful):
    active = {row["slug"] for row in rows_of("seeds") if row["state"] == "active"}
    fitting = [each for each in answers if useful[each.need] & active]
    reached = [each for each in fitting if useful[each.need] & set(each.first)]
    assert len(fitting) >= 50
    assert len(reached) >= 0.8 * len(fitting)


def test_where_no_seed_is_useful_the_engine_says_that_nothing_fits(answers, useful):
    none = [each for each in answers if not useful[each.need]]
    said = [each for each in none if each.nothing_fits]
    wrongly = [each.need for each in answers if each.nothing_fits and useful[each.need]]
    assert len(none) == 6
    assert len(said) >= 5
    assert len(wrongly) <= 1


def test_the_two_readers_agree():
    with (HERE / "judged" / "mihon.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(int(row["first_reader"]), int(row["second_reader"])) for row in csv.DictReader(file)]
    same = sum((one >= USEFUL) == (other >= USEFUL) for one, other in pairs)
    assert same >= 0.99 * len(pairs)
