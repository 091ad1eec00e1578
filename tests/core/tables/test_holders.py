"""Holders in and out of tables, and what a narrowed role may write: one by one, by load, and taken back."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Grant, Role
from renkei.core.files.models import Document
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused, add_record, change_record, withdraw_record
from renkei.core.tables.service import PackageRefused, dump_package, load_package
from renkei.core.tables.undo import undo_act
from renkei.directory.models import Organisation, Unit
from renkei.governance.models import Body, Meeting
from renkei.kernel.errors import RuleBroken
from tests.builders import both, make
from tests.core.tables.packages import CITY, folder

pytestmark = pytest.mark.django_db
DAY = dt.date(2022, 8, 1)
UNIVERSITY = CITY | {"slug": "mihon-university", "name@ja": "見本大学", "name@en": "Mihon University"}


@pytest.fixture
def cluster(tmp_path):
    load_package(folder(tmp_path / "first", organisations=[CITY, UNIVERSITY]), actor=COMMAND_LINE)


def paper(slug="paper", **values):
    return {"slug": slug, "title": both("資料", "Paper"), **values}


def add(actor, **values):
    return add_record(actor=actor, kind=kind_of("document"), values=paper(**values), reason="見本")


def change(actor, slug="paper", revision=1, **values):
    return change_record(
        actor=actor, kind=kind_of("document"), slug=slug, revision=revision, values=values, reason="見本"
    )


def refusal(call):
    """What is refused: (field, code) for each flaw, or the code alone."""
    with pytest.raises((RecordRefused, RuleBroken)) as refused:
        call()
    broken = refused.value
    return (
        [(name, flaw.code) for name, flaw in broken.flaws]
        if isinstance(broken, RecordRefused)
        else broken.code
    )


def test_what_a_narrowed_role_adds_is_its_organisations_own(
    cluster, city_office, university_office, secretariat
):
    assert add(city_office).holder == "mihon-city"
    assert add(secretariat, slug="common").holder == ""
    assert refusal(lambda: change(university_office, language="ja")) == "permission.refused"
    assert refusal(lambda: add(city_office, slug="gift", holder="mihon-university")) == [
        ("holder", "permission.refused")
    ]
    both_offices = Actor("both", frozenset(), 9, city_office.grants + university_office.grants)
    assert refusal(lambda: add(both_offices, slug="whose")) == [("holder", "holder.which")]
    assert add(both_offices, slug="theirs", holder="mihon-university").holder == "mihon-university"
    assert Document.objects.count() == 3


def test_a_narrowed_role_writes_what_it_holds_and_nothing_else(cluster, city_office, secretariat):
    add(secretariat, slug="common")
    add(secretariat, slug="shared", holder="mihon-university", shared_with="mihon-city")
    for slug in ("common", "shared"):
        for values in ({"language": "ja"}, {"holder": "mihon-city"}, {"shared_with": "*"}):
            assert refusal(lambda slug=slug, values=values: change(city_office, slug, **values)) == (
                "permission.refused"
            )
        assert (
            refusal(
                lambda slug=slug: withdraw_record(
                    actor=city_office, kind=kind_of("document"), slug=slug, revision=1, reason="x"
                )
            )
            == "permission.refused"
        )
    add(city_office)
    assert refusal(lambda: change(city_office, holder="mihon-university")) == [
        ("holder", "permission.refused")
    ]
    assert refusal(lambda: change(city_office, holder="")) == [("holder", "permission.refused")]
    assert change(city_office, shared_with="mihon-university").shared_with == "mihon-university"


@pytest.mark.parametrize(
    ("values", "flaw"),
    [
        ({"holder": "nobody"}, ("holder", "holder.unknown")),
        ({"holder": "mihon-city", "holder_unit": "office"}, ("holder_unit", "holder.unit")),
        ({"holder_unit": "office"}, ("holder_unit", "holder.unit")),
        ({"shared_with": "mihon-city"}, ("shared_with", "holder.shared_without")),
        ({"holder": "mihon-city", "shared_with": "nobody"}, ("shared_with", "holder.shared_unknown")),
        ({"holder": "mihon-city", "shared_with": "a  b"}, ("shared_with", "field.invalid")),
    ],
)
def test_holders_are_organisations_and_units_there_are(cluster, secretariat, values, flaw):
    make(Unit, "office", organisation_id="mihon-university", name=both("室"), kind="office")
    assert refusal(lambda: add(secretariat, **values)) == [flaw]
    assert not Document.objects.exists()


def test_an_organisation_that_holds_something_is_not_withdrawn(cluster, secretariat):
    add(secretariat, holder="mihon-university")
    assert (
        refusal(
            lambda: withdraw_record(
                actor=secretariat,
                kind=kind_of("organisation"),
                slug="mihon-university",
                revision=1,
                reason="x",
            )
        )
        == "record.in_use"
    )
    assert Organisation.objects.filter(pk="mihon-university").exists()


def test_a_reference_to_what_one_may_not_see_is_one_to_nothing(cluster, city_office):
    make(
        Body,
        "secret",
        name=both("秘"),
        legal_type="committee",
        holder="mihon-university",
        publication="internal",
    )

    def meet(body):
        values = {"slug": "m", "body_id": body, "held_on": DAY}
        return lambda: add_record(actor=city_office, kind=kind_of("meeting"), values=values, reason="x")

    assert refusal(meet("secret")) == [("body", "reference.dangling")]
    assert not Meeting.objects.exists()


def heading(path, table):
    with (path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_only_tables_with_held_rows_have_the_columns_and_load_back_to_the_same(
    tmp_path, cluster, secretariat
):
    add(secretariat, slug="common")
    add(secretariat, slug="held", holder="mihon-city", shared_with="mihon-university")
    one, two = tmp_path / "one", tmp_path / "two"
    dump_package(one, actor=COMMAND_LINE, at=DAY)
    assert "holder" in heading(one, "documents")
    assert "holder" not in heading(one, "organisations")
    assert not load_package(one, actor=COMMAND_LINE, replace=True).changes_anything
    withdraw_record(
        actor=secretariat, kind=kind_of("document"), slug="held", revision=1, reason="もう一度読み込む"
    )
    load_package(one, actor=COMMAND_LINE)
    dump_package(two, actor=COMMAND_LINE, at=DAY)
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in two.iterdir()}


def slugs_in(path, table):
    with (path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row["slug"] for row in csv.DictReader(file)]


def test_a_package_holds_what_its_writer_sees_and_loading_it_takes_nothing_from_others(
    tmp_path, cluster, city_office, secretariat
):
    for slug, values in {
        "common": {},
        "own": {"holder": "mihon-city"},
        "shared": {"holder": "mihon-university", "shared_with": "*"},
        "closed": {"holder": "mihon-university"},
        "told": {"holder": "mihon-university", "publication": "public"},
    }.items():
        add(secretariat, slug=slug, **values)
    out = tmp_path / "out"
    dump_package(out, actor=city_office, at=DAY)
    assert slugs_in(out, "documents") == ["common", "own", "shared", "told"]
    assert not load_package(out, actor=city_office, replace=True).changes_anything
    assert Document.objects.count() == 5


def flaws_of(path, actor, **options):
    with pytest.raises(PackageRefused) as refused:
        load_package(path, actor=actor, **options)
    return [(flaw.code, flaw.row, flaw.column, flaw.found) for flaw in refused.value.flaws]


def test_a_load_of_rows_out_of_reach_is_refused_with_each_row(tmp_path, cluster, city_office, secretariat):
    add(secretariat, slug="common")
    add(secretariat, slug="closed", holder="mihon-university")
    rows = [
        {"slug": "closed", "title@ja": "のぞく"},
        {"slug": "common", "title@ja": "書き換える"},
        {"slug": "given", "title@ja": "渡す", "holder": "mihon-university"},
        {"slug": "mine", "title@ja": "自分の"},
    ]
    path = folder(tmp_path / "p", organisations=[CITY, UNIVERSITY], documents=rows)
    assert flaws_of(path, city_office) == [
        ("permission.refused", 2, "slug", "closed"),
        ("permission.refused", 3, "slug", "common"),
        ("permission.refused", 4, "holder", "mihon-university"),
    ]
    assert not Document.objects.filter(pk="mine").exists()
    mine = folder(tmp_path / "q", organisations=[CITY, UNIVERSITY], documents=rows[3:])
    load_package(mine, actor=city_office)
    assert Document.objects.get(pk="mine").holder == "mihon-city"
    taken_out = flaws_of(mine, city_office, replace=True)
    assert taken_out == [("permission.refused", None, "", "common")]


def test_a_load_with_rows_out_of_reach_is_not_taken_back(tmp_path, cluster, city_office):
    rows = [{"slug": "mine", "title@ja": "市の", "holder": "mihon-city"}]
    path = folder(tmp_path / "p", organisations=[CITY, UNIVERSITY], documents=rows)
    load = load_package(path, actor=city_office, reason="見本")
    other = Actor("other", frozenset(), 8, (Grant(Role.SECRETARIAT, "mihon-university"),))
    assert refusal(lambda: undo_act(load.act, actor=other, reason="x")) == "permission.refused"
    undo_act(load.act, actor=city_office, reason="x")
    assert not Document.objects.exists()
