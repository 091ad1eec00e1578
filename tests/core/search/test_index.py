"""The index follows the records however they are written, and knows when it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection, transaction

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import add_record, change_record, withdraw_record
from renkei.core.search.index import differences, install, is_installed, make_anew, uninstall
from renkei.core.search.models import SearchEntry
from renkei.core.search.triggers import record_columns
from renkei.core.tables.service import load_package
from renkei.core.tables.undo import undo_act
from renkei.directory.models import Organisation
from renkei.governance.models import Body, Meeting
from tests.builders import both, make, make_many

pytestmark = pytest.mark.django_db
MIHON = Path(__file__).parents[3] / "clusters" / "mihon"


def entry(kind, slug):
    return SearchEntry.objects.filter(kind=kind, slug=slug).first()


def add(slug="mihon-yama", name="見本山"):
    values = {"slug": slug, "name": both(name, "Mihonyama"), "kind": "company"}
    return add_record(actor=COMMAND_LINE, kind=kind_of("organisation"), values=values, reason="test")


def test_services_add_change_and_withdraw():
    record = add()
    assert "見本山" in entry("organisation", "mihon-yama").key
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of("organisation"),
        slug=record.pk,
        revision=1,
        values={"name": both("見本川", "Mihonkawa"), "publication": "public"},
        reason="test",
    )
    found = entry("organisation", "mihon-yama")
    assert "見本川" in found.key
    assert "見本山" not in found.key
    assert (found.revision, found.publication) == (2, "public")
    withdraw_record(
        actor=COMMAND_LINE, kind=kind_of("organisation"), slug=record.pk, revision=2, reason="test"
    )
    assert entry("organisation", "mihon-yama") is None
    assert differences() == []


def test_a_load_its_repetition_and_taking_it_back():
    result = load_package(MIHON, actor=COMMAND_LINE, reason="test")
    assert SearchEntry.objects.count() > 30
    assert differences() == []
    load_package(MIHON, actor=COMMAND_LINE, reason="test", replace=True)
    assert differences() == []
    undo_act(result.act, actor=COMMAND_LINE, reason="test")
    assert SearchEntry.objects.count() == 0
    assert differences() == []


def test_bulk_writes_updates_and_deletions():
    make_many(
        Organisation,
        [{"slug": f"o{n}", "name": both(f"見本{n}", f"Mihon {n}"), "kind": "company"} for n in range(20)],
    )
    assert SearchEntry.objects.filter(kind="organisation").count() == 20
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Organisation.objects.filter(slug__in=["o1", "o2"]).update(kana="ミホンイチ")
        Organisation.objects.filter(slug="o3").delete()
        Organisation.objects.bulk_create(
            [
                Organisation(slug="o4", name=both("別名", "Other"), kind="company"),
                Organisation(slug="o20", name=both("見本二十", "Mihon"), kind="company"),
            ],
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=["name"],
        )
        Organisation.objects.filter(slug="o5").update(slug="o5-new")
    assert "みほんいち" in entry("organisation", "o1").key
    assert "別名" in entry("organisation", "o4").key
    assert entry("organisation", "o3") is None
    assert entry("organisation", "o5") is None
    assert entry("organisation", "o5-new") is not None
    assert differences() == []


def test_what_is_rolled_back_is_not_found():
    with transaction.atomic():
        add()
        assert entry("organisation", "mihon-yama") is not None
        transaction.set_rollback(True)
    assert entry("organisation", "mihon-yama") is None


def test_a_withdrawal_of_publication_reaches_the_entry():
    add()
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Organisation.objects.update(publication="withdrawn")
    assert entry("organisation", "mihon-yama").publication == "withdrawn"


def test_the_first_month_of_the_year_moves_the_years_of_all_records():
    make(Cluster, "mihon", name=both("見本", "Mihon"))
    make(Body, "b", name=both("会議", "Body"), legal_type="committee")
    make(Meeting, "m", body_id="b", held_on="2018-02-01", state="held")
    assert "f2017" in entry("meeting", "m").tokens
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Cluster.objects.update(first_month=1)
    assert "f2018" in entry("meeting", "m").tokens
    assert "f2017" not in entry("meeting", "m").tokens
    assert differences() == []


def test_the_comparison_sees_what_is_wrong_and_making_anew_mends_it():
    add()
    add("mihon-kawa", "見本川")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_searchentry SET key = 'x' WHERE slug = 'mihon-yama'")
        cursor.execute("DELETE FROM core_searchentry WHERE slug = 'mihon-kawa'")
    SearchEntry.objects.create(kind="organisation", slug="nobody", key="", title_key="")
    SearchEntry.objects.create(kind="nothing", slug="no-kind", key="", title_key="")
    assert {slug for _, slug in differences()} == {"mihon-yama", "mihon-kawa", "nobody", "no-kind"}
    make_anew()
    assert differences() == []
    assert SearchEntry.objects.count() == 2


def test_without_triggers_the_index_is_not_said_to_be_installed():
    assert is_installed()
    assert not install()
    uninstall()
    add()
    assert not is_installed()
    assert differences() == [("organisation", "mihon-yama")]
    assert install()
    assert is_installed()
    assert differences() == []


def test_an_entry_bears_every_column_that_a_record_bears():
    """Whatever decides who sees a record must be able to decide it for the entry."""
    columns = {field.column for field in SearchEntry._meta.concrete_fields}
    assert set(record_columns()) <= columns
    assert {"publication", "public_from", "public_until", "slug", "revision"} <= set(record_columns())
