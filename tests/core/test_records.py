import datetime as dt

import pytest
from django.db import ProgrammingError, transaction

from renkei.core.records.kinds import kind_of, kinds
from renkei.core.records.services import RecordRefused, add_record, change_record, withdraw_record
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period

pytestmark = pytest.mark.django_db


def add_organisation(actor, slug="mihon-city", **values):
    given = {"name": Localised.both("見本市", "Mihon City"), "kind": "municipality"} | values
    return add_record(
        actor=actor, kind=kind_of("organisation"), values={"slug": slug, **given}, reason="test"
    )


def test_the_database_refuses_a_write_without_author():
    with pytest.raises(ProgrammingError, match="without author"), transaction.atomic():
        Organisation(slug="mihon", name=Localised.both("見本", "Mihon"), kind="company").save()


def test_the_setting_does_not_outlive_its_block(administrator):
    add_organisation(administrator)
    with pytest.raises(ProgrammingError, match="without author"), transaction.atomic():
        Organisation.objects.update(kana="ミホン")


def test_history_tells_who_what_and_why(secretariat):
    add_organisation(secretariat)
    change_record(
        actor=secretariat,
        kind=kind_of("organisation"),
        slug="mihon-city",
        revision=1,
        values={"existence": Period(dt.date(2005, 10, 1), None)},
        reason="合併の日を記す",
    )
    events = Organisation.pgh_event_model.objects.order_by("pgh_id")
    assert [(event.pgh_label, event.revision) for event in events] == [("insert", 1), ("update", 2)]
    assert events[1].pgh_context.metadata["actor"] == "secretariat"
    assert events[1].pgh_context.metadata["reason"] == "合併の日を記す"
    assert events[1].existence == Period(dt.date(2005, 10, 1), None)


def test_history_is_append_only(administrator):
    add_organisation(administrator)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Organisation.pgh_event_model.objects.update(revision=9)


def test_a_stale_copy_is_refused_and_changes_nothing(administrator):
    add_organisation(administrator)
    kind = kind_of("organisation")
    change_record(
        actor=administrator, kind=kind, slug="mihon-city", revision=1, values={"kana": "ミホンシ"}, reason=""
    )
    with pytest.raises(RuleBroken) as refused:
        change_record(
            actor=administrator, kind=kind, slug="mihon-city", revision=1, values={"kana": "X"}, reason=""
        )
    assert refused.value.code == "record.stale"
    assert Organisation.objects.get().kana == "ミホンシ"


def test_the_same_values_again_change_nothing(administrator):
    add_organisation(administrator)
    change_record(
        actor=administrator,
        kind=kind_of("organisation"),
        slug="mihon-city",
        revision=1,
        values={"kind": "municipality"},
        reason="",
    )
    assert Organisation.objects.get().revision == 1
    assert Organisation.pgh_event_model.objects.count() == 1


@pytest.mark.parametrize("role", ["reader", "stranger"])
def test_who_may_not_write(role, request):
    with pytest.raises(RuleBroken) as refused:
        add_organisation(request.getfixturevalue(role))
    assert refused.value.code == "permission.refused"
    assert not Organisation.objects.exists()


def test_flaws_name_their_field(administrator):
    with pytest.raises(RecordRefused) as refused:
        add_organisation(administrator, slug="Not A Slug", kind="nonsense")
    assert {name for name, _ in refused.value.flaws} == {"slug", "kind"}


def test_a_slug_is_given_once(administrator):
    add_organisation(administrator)
    with pytest.raises(RecordRefused) as refused:
        add_organisation(administrator)
    assert refused.value.flaws[0][1].code == "record.slug_taken"


def test_what_others_point_to_cannot_be_withdrawn(administrator):
    add_organisation(administrator)
    add_organisation(administrator, slug="mihon-office", parent_id="mihon-city")
    with pytest.raises(RuleBroken) as refused:
        withdraw_record(
            actor=administrator, kind=kind_of("organisation"), slug="mihon-city", revision=1, reason="誤り"
        )
    assert refused.value.code == "record.in_use"
    assert Organisation.objects.count() == 2


def test_kinds_come_after_what_they_point_to():
    seen = set()
    for kind in kinds():
        for field in kind.model._meta.concrete_fields:
            if field.remote_field and field.related_model is not kind.model:
                assert field.related_model._meta.model_name in seen
        seen.add(kind.slug)
