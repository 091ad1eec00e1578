from __future__ import annotations

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.accounts.permissions import PERMISSIONS, Verb
from renkei.core.tables.service import PackageRefused, load_package
from renkei.directory.models import Organisation, RoleAssignment
from renkei.kernel.errors import RuleBroken
from tests.core.tables.packages import CITY, CLUSTER, folder

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["reader", "stranger"])
def test_who_may_not_load(tmp_path, role, request):
    with pytest.raises(RuleBroken) as refused:
        load_package(folder(tmp_path / "p"), actor=request.getfixturevalue(role))
    assert refused.value.code == "permission.refused"
    assert not Organisation.objects.exists()


def test_the_secretariat_loads_records_but_not_settings(tmp_path, secretariat):
    path = folder(tmp_path / "p")
    with pytest.raises(PackageRefused) as refused:
        load_package(path, actor=secretariat)
    (flaw,) = refused.value.flaws
    assert (flaw.code, flaw.file, flaw.row) == ("permission.refused", "cluster.csv", 2)
    load_package(path, actor=COMMAND_LINE)
    changed = folder(tmp_path / "p", organisations=[CITY | {"kana": "ミホンシ"}])
    assert load_package(changed, actor=secretariat).changed == 1
    moved = folder(tmp_path / "p", cluster=[CLUSTER | {"first_month": "1"}])
    with pytest.raises(PackageRefused):
        load_package(moved, actor=secretariat)


def test_publication_is_decided_by_who_may(tmp_path, monkeypatch):
    load_package(folder(tmp_path / "p"), actor=COMMAND_LINE)
    clerk = Actor("clerk", frozenset({Role.SECRETARIAT}))
    without = {kind: verbs - {Verb.PUBLISH} for kind, verbs in PERMISSIONS[Role.SECRETARIAT].items()}
    monkeypatch.setitem(PERMISSIONS, Role.SECRETARIAT, without)
    hidden = folder(tmp_path / "p", organisations=[CITY | {"publication": "internal"}])
    with pytest.raises(PackageRefused) as refused:
        load_package(hidden, actor=clerk)
    assert "公開" in refused.value.flaws[0].message("ja")
    named = folder(tmp_path / "p", organisations=[CITY | {"kana": "ミホンシ"}])
    assert load_package(named, actor=clerk).changed == 1


def test_replacing_withdraws_what_the_package_lacks(tmp_path):
    bank = CITY | {"slug": "mihon-bank", "kind": "bank"}
    load_package(folder(tmp_path / "p", organisations=[CITY, bank]), actor=COMMAND_LINE)
    smaller = folder(tmp_path / "p", organisations=[CITY])
    assert not load_package(smaller, actor=COMMAND_LINE).changes_anything
    preview = load_package(smaller, actor=COMMAND_LINE, dry_run=True, replace=True)
    assert [(change.slug, change.what) for change in preview.changes] == [("mihon-bank", "withdrawn")]
    assert Organisation.objects.count() == 2
    assert load_package(smaller, actor=COMMAND_LINE, replace=True).withdrawn == 1
    assert [city.slug for city in Organisation.objects.all()] == ["mihon-city"]
    assert Organisation.pgh_event_model.objects.filter(pgh_label="delete").count() == 1


def test_replacing_keeps_what_the_package_itself_still_names(tmp_path):
    bank = CITY | {"slug": "mihon-bank", "kind": "bank"}
    load_package(folder(tmp_path / "p", organisations=[CITY, bank]), actor=COMMAND_LINE)
    child = CITY | {"parent": "mihon-bank"}
    with pytest.raises(PackageRefused) as refused:
        load_package(folder(tmp_path / "p", organisations=[child]), actor=COMMAND_LINE, replace=True)
    assert refused.value.flaws[0].code == "reference.dangling"
    assert Organisation.objects.count() == 2


def test_replacing_does_not_take_an_organisation_from_a_user(tmp_path, administrator):
    from renkei.core.accounts.models import User
    from renkei.core.history.journal import journal
    from renkei.kernel.periods import Period

    bank = CITY | {"slug": "mihon-bank", "kind": "bank"}
    load_package(folder(tmp_path / "p", organisations=[CITY, bank]), actor=COMMAND_LINE)
    with journal(actor=administrator, action="test", reason=""):
        user = User.objects.create(username="hanako")
        RoleAssignment.objects.create(
            user=user, role=Role.READER, organisation_id="mihon-bank", period=Period()
        )
    with pytest.raises(PackageRefused) as refused:
        load_package(folder(tmp_path / "p"), actor=COMMAND_LINE, replace=True)
    (flaw,) = refused.value.flaws
    assert (flaw.code, flaw.found) == ("record.in_use", "mihon-bank")
    assert "役割の割り当て" in flaw.message("ja")
    assert Organisation.objects.count() == 2


def test_one_table_downloaded_and_edited_loads_by_itself(tmp_path):
    load_package(folder(tmp_path / "p"), actor=COMMAND_LINE)
    alone = folder(tmp_path / "q", organisations=[CITY | {"kana": "ミホンシ"}])
    for path in alone.iterdir():
        if path.name != "organisations.csv":
            path.unlink()
    assert load_package(alone, actor=COMMAND_LINE, dry_run=True).flaws
    assert load_package(alone, actor=COMMAND_LINE, partial=True).changed == 1
    with pytest.raises(RuleBroken) as refused:
        load_package(alone, actor=COMMAND_LINE, partial=True, replace=True)
    assert refused.value.code == "load.replaces_part"
