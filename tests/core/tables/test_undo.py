from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pghistory.models import Context

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import add_record, change_record, withdraw_record
from renkei.core.tables.service import load_package
from renkei.core.tables.undo import undo_act
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from tests.core.tables.packages import CITY, folder

pytestmark = pytest.mark.django_db
KIND = kind_of("organisation")
TOWN = {"slug": "mihon-town", "name@ja": "見本町", "kind": "municipality"}


def loaded(path, *rows):
    return load_package(folder(path, organisations=rows), actor=COMMAND_LINE, reason="読み込む").act


def state():
    return {
        row["slug"]: row
        for row in Organisation.objects.order_by("slug").values("slug", "name", "kana", "kind", "publication")
    }


def undo(act):
    return undo_act(act, actor=COMMAND_LINE, reason="取り消す")


def change(slug, **values):
    record = Organisation.objects.get(pk=slug)
    change_record(
        actor=COMMAND_LINE, kind=KIND, slug=slug, revision=record.revision, values=values, reason="直す"
    )


def test_a_load_is_taken_back_as_one_act_of_the_history(tmp_path):
    loaded(tmp_path / "p", CITY)
    before = state()
    act = loaded(tmp_path / "p", CITY | {"kana": "ミホンシ"}, TOWN)
    assert set(state()) == {"mihon-city", "mihon-town"}
    counts = undo(act)["organisations"]
    assert (counts.added, counts.changed, counts.withdrawn) == (0, 1, 1)
    assert state() == before
    assert Organisation.objects.get(pk="mihon-city").revision == 3
    events = Organisation.pgh_event_model.objects
    last = {each.pgh_obj_id: each for each in events.order_by("pgh_id")}
    assert (last["mihon-city"].pgh_label, last["mihon-town"].pgh_label) == ("update", "delete")
    assert last["mihon-city"].pgh_context_id == last["mihon-town"].pgh_context_id
    context = Context.objects.get(pk=last["mihon-city"].pgh_context_id)
    assert context.metadata["undoes"] == act
    assert context.metadata["reason"] == "取り消す"


def refused(act):
    before = state()
    with pytest.raises(RuleBroken) as found:
        undo(act)
    assert state() == before
    return found.value


def test_it_is_refused_where_someone_changed_a_record_since_and_says_which(tmp_path):
    act = loaded(tmp_path / "p", CITY, TOWN)
    change("mihon-town", kana="ミホンマチ")
    flaw = refused(act)
    assert (flaw.code, flaw.context["records"]) == ("undo.changed_since", ("mihon-town",))
    assert all("mihon-town" in flaw.message.text(language) for language in ("ja", "en"))
    change("mihon-town", kana="")
    undo(act)
    assert not Organisation.objects.exists()


def test_it_is_refused_where_a_later_record_points_to_it(tmp_path):
    act = loaded(tmp_path / "p", CITY)
    values = {
        "slug": "mihon-section",
        "organisation_id": "mihon-city",
        "kind": "division",
        "name": Localised.both("見本課", "Mihon section"),
    }
    add_record(actor=COMMAND_LINE, kind=kind_of("unit"), values=values, reason="足す")
    flaw = refused(act)
    assert (flaw.code, flaw.context["records"]) == ("undo.still_needed", ("mihon-section",))
    withdraw_record(actor=COMMAND_LINE, kind=kind_of("unit"), slug="mihon-section", revision=1, reason="除く")
    undo(act)


def test_it_is_refused_twice_and_without_reason_and_for_what_is_no_load(tmp_path):
    act = loaded(tmp_path / "p", CITY)
    with pytest.raises(RuleBroken) as found:
        undo_act(act, actor=COMMAND_LINE, reason=" ")
    assert found.value.code == "undo.reason_missing"
    undo(act)
    assert refused(act).code == "undo.done_already"
    loaded(tmp_path / "p", CITY)
    change("mihon-city", kana="ミホン")
    other = Context.objects.get(metadata__action="change organisation")
    assert refused(other.pk).code == "undo.unknown"


def test_who_may_not_load_may_not_take_back(tmp_path, reader):
    act = loaded(tmp_path / "p", CITY)
    with pytest.raises(RuleBroken) as found:
        undo_act(act, actor=reader, reason="取り消す")
    assert found.value.code == "permission.refused"


SLUGS = ("mihon-city", "mihon-town", "mihon-village")
ROWS = st.dictionaries(st.sampled_from(SLUGS), st.sampled_from(["ア", "イ"]), min_size=1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("load"), ROWS),
        st.tuples(st.just("edit"), st.tuples(st.sampled_from(SLUGS), st.sampled_from(["ア", "ウ"]))),
        st.tuples(st.just("undo"), st.integers(0, 3)),
    ),
    max_size=7,
)


def kanas():
    return dict(Organisation.objects.values_list("slug", "kana"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_order_of_loading_changing_and_taking_back(tmp_path, steps):
    from django.db import transaction

    with transaction.atomic():
        _walk(tmp_path, steps)
        transaction.set_rollback(True)


def _walk(tmp_path, steps):
    loads = []
    for what, given_ in steps:
        before = kanas()
        if what == "load":
            rows = [CITY | {"slug": slug, "kana": kana} for slug, kana in given_.items()]
            act = loaded(tmp_path / "p", *rows)
            differ = {slug for slug, kana in given_.items() if before.get(slug) != kana}
            loads.append((act, differ, {slug: before.get(slug) for slug in differ}, given_))
        elif what == "edit":
            slug, kana = given_
            if slug in before:
                change(slug, kana=kana)
        elif given_ < len(loads):
            _undone(loads, loads[given_], before)


def _undone(loads, load, before):
    act, differ, earlier, after = load
    present = all(before.get(slug) == after[slug] for slug in differ)
    if not present or not earlier:
        assert refused(act).code in {"undo.changed_since", "undo.unknown", "undo.done_already"}
        return
    try:
        undo(act)
    except RuleBroken as flaw:
        assert flaw.code == "undo.done_already"  # noqa: PT017
        assert kanas() == before
        return
    kept = {slug: kana for slug, kana in before.items() if slug not in differ}
    assert kanas() == kept | {slug: kana for slug, kana in earlier.items() if kana is not None}
