"""Two records that are one thing become one, with everything that names them; it can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from pghistory.models import Context

from renkei.core.accounts.actors import COMMAND_LINE, Actor, Grant, Role
from renkei.core.accounts.models import User
from renkei.core.merging.forwards import forward_of
from renkei.core.merging.models import Forward, KeptApart
from renkei.core.merging.service import Merging, keep_apart, merge_records, obstacles
from renkei.core.records.kinds import kind_of, kinds
from renkei.core.records.services import change_record
from renkei.core.tables.undo import undo_act
from renkei.directory.models import LaboratoryParty, Organisation, Person, RoleAssignment
from renkei.directory.services import assign_role, ensure_demo_users, say_who
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period
from renkei.privacy.services.subjects import find_subject
from tests.desk.conftest import both, mihon, record

pytestmark = pytest.mark.django_db
__all__ = ["mihon"]  # the fixture, shared with the desk's own tests
KIND = kind_of("organisation")
PEOPLE = kind_of("person")


def person(slug, controller="mihon-city", **values):
    return record(
        "person",
        slug,
        family_name="見本",
        given_name="花子",
        controller_id=controller,
        purpose="連絡",
        **values,
    )


@pytest.fixture
def twice(mihon):
    """見本市, recorded a second time, with rows of many tables that name the second record."""
    record(
        "organisation",
        "mihon-shi",
        name=both("見本市役所", "Mihon City"),
        kind="municipality",
        website="https://mihon.example/",
    )
    record(
        "unit", "mihon-section", organisation_id="mihon-shi", kind="division", name=both("見本課", "Section")
    )
    record("organisation", "mihon-branch", name=both("出張所", "Branch"), kind="other", parent_id="mihon-shi")
    record(
        "milestone",
        "mihon-milestone",
        title=both("見本市の参加", "Mihon City joins"),
        happened="2021-04-01",
        year_kind="calendar",
        text=both("[[organisation:mihon-shi]]が加わる", "[[organisation:mihon-shi]] joins"),
    )
    duty = kind_of("duty").model.objects.get(pk="mihon-evaluation")
    held = {"holder": "mihon-shi", "shared_with": "mihon-university mihon-shi"}
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of("duty"),
        slug=duty.pk,
        revision=duty.revision,
        values=held,
        reason="土台",
    )
    ensure_demo_users()
    assign_role(
        actor=COMMAND_LINE,
        user=User.objects.get(username="reader"),
        role="reader",
        organisation=Organisation.objects.get(pk="mihon-shi"),
        period=Period(dt.date(2024, 4, 1)),
    )


def asked(kept="mihon-city", gone="mihon-shi", kind=KIND, **values):
    found = kind.model.objects.in_bulk([kept, gone])
    seen = tuple(found[slug].revision if slug in found else 0 for slug in (kept, gone))
    return Merging(kind, kept, gone, seen, values)


def merge(*args, actor=COMMAND_LINE, **values):
    return merge_records(asked(*args, **values), actor=actor, reason="同じ市が二度登録されていた")


def everything():
    """Every row of every table of records and roles, revisions aside."""
    tables = [kind.model for kind in kinds()] + [RoleAssignment, Forward]
    return {
        model._meta.label: sorted(
            str({k: v for k, v in row.items() if k != "revision"}) for row in model.objects.values()
        )
        for model in tables
    }


def test_everything_that_named_the_record_names_the_kept_one_and_the_old_address_leads_to_it(twice):
    act = merge(website="https://mihon.example/")
    assert not Organisation.objects.filter(pk="mihon-shi").exists()
    kept = Organisation.objects.get(pk="mihon-city")
    assert kept.website == "https://mihon.example/"
    assert kept.units.get().pk == "mihon-section"
    assert kept.children.get().pk == "mihon-branch"
    text = kind_of("milestone").model.objects.get(pk="mihon-milestone").text
    assert (text["ja"], text["en"]) == (
        "[[organisation:mihon-city]]が加わる",
        "[[organisation:mihon-city]] joins",
    )
    assert RoleAssignment.objects.get(period__startswith=dt.date(2024, 4, 1)).organisation_id == "mihon-city"
    assert kind_of("duty").model.objects.get(pk="mihon-evaluation").holder == "mihon-city"
    assert (
        kind_of("duty").model.objects.get(pk="mihon-evaluation").shared_with == "mihon-university mihon-city"
    )
    assert forward_of(KIND, "mihon-shi") == "mihon-city"
    said = Context.objects.get(pk=act).metadata
    assert (said["action"], said["kept"], said["gone"]) == ("merge", "mihon-city", "mihon-shi")
    events = Organisation.pgh_event_model.objects.filter(pgh_context_id=act)
    assert set(events.values_list("pgh_obj_id", "pgh_label")) == {
        ("mihon-city", "update"),
        ("mihon-branch", "update"),
        ("mihon-shi", "delete"),
    }


def test_it_is_taken_back_as_one_act_and_nothing_is_left_of_it(twice):
    before = everything()
    act = merge(website="https://mihon.example/")
    assert everything() != before
    undo_act(act, actor=COMMAND_LINE, reason="別の組織だった")
    assert everything() == before
    assert forward_of(KIND, "mihon-shi") == ""
    with pytest.raises(RuleBroken) as refused:
        undo_act(act, actor=COMMAND_LINE, reason="もう一度")
    assert refused.value.code == "undo.done_already"


def test_it_is_not_taken_back_once_a_moved_record_has_changed(twice):
    act = merge()
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of("unit"),
        slug="mihon-section",
        revision=2,
        values={"telephone": "0235-00-0000"},
        reason="直す",
    )
    before = everything()
    with pytest.raises(RuleBroken) as refused:
        undo_act(act, actor=COMMAND_LINE, reason="やめる")
    assert (refused.value.code, refused.value.context["records"]) == (
        "undo.changed_since",
        ("mihon-section",),
    )
    assert everything() == before


def refused(*args, **values):
    before = everything()
    with pytest.raises(RuleBroken) as found:
        merge(*args, **values)
    assert everything() == before
    assert found.value.message.get("ja")
    assert found.value.message.get("en")
    return found.value


def test_what_would_stand_twice_is_named_with_what_to_do_and_nothing_is_written(twice):
    record("laboratory", "mihon-lab", name=both("見本研究室", "Mihon Laboratory"))
    for slug, organisation in (("mihon-lab-city", "mihon-city"), ("mihon-lab-shi", "mihon-shi")):
        record("laboratoryparty", slug, laboratory_id="mihon-lab", organisation_id=organisation, role="host")
    found = Organisation.objects.in_bulk(["mihon-city", "mihon-shi"])
    (told,) = obstacles(KIND, found["mihon-city"], found["mihon-shi"])
    flaw = refused()
    assert flaw.code == told.code == "merge.clash"
    for language in ("ja", "en"):
        said = flaw.message.text(language)
        assert "mihon-lab-city" in said
        assert "mihon-lab-shi" in said
    assert set(LaboratoryParty.objects.values_list("pk", flat=True)) == {"mihon-lab-city", "mihon-lab-shi"}


def test_a_record_never_becomes_part_of_itself(twice):
    flaw = refused("mihon-branch", "mihon-shi")
    assert (flaw.code, flaw.context["field"]) == ("merge.loop", "parent")
    merge("mihon-branch", "mihon-shi", parent_id=None)
    assert Organisation.objects.get(pk="mihon-branch").parent_id is None


def test_rules_over_several_rows_still_hold_after_merging(twice):
    """見本市 above 県 above 市役所: the two cannot be one without going in a circle."""
    record(
        "organisation",
        "mihon-ken",
        name=both("見本県", "Mihon Prefecture"),
        kind="prefecture",
        parent_id="mihon-shi",
    )
    city = Organisation.objects.get(pk="mihon-city")
    change_record(
        actor=COMMAND_LINE,
        kind=KIND,
        slug=city.pk,
        revision=city.revision,
        values={"parent_id": "mihon-ken"},
        reason="直す",
    )
    before = everything()
    with pytest.raises(Exception, match=r"record\.loop"):
        merge()
    assert everything() == before


def test_people_of_different_controllers_stay_apart(mihon):
    person("hanako")
    person("hanako-2", controller="mihon-university")
    assert refused("hanako", "hanako-2", kind=PEOPLE).code == "merge.other_controller"
    assert Person.objects.count() == 2


def test_two_users_do_not_become_one_person(mihon):
    ensure_demo_users()
    for slug, user in (("hanako", "reader"), ("hanako-2", "secretariat")):
        say_who(actor=COMMAND_LINE, user=User.objects.get(username=user), person=person(slug))
    assert refused("hanako", "hanako-2", kind=PEOPLE).code == "merge.clash"


@pytest.mark.parametrize(
    ("kept", "gone", "code"),
    [("mihon-city", "mihon-city", "merge.same_record"), ("mihon-city", "nobody", "merge.not_there")],
)
def test_what_is_no_pair_is_refused(twice, kept, gone, code):
    assert refused(kept, gone).code == code


def test_a_stale_copy_a_missing_reason_and_other_kinds_are_refused(twice, mihon):
    with pytest.raises(RuleBroken) as found:
        merge_records(Merging(KIND, "mihon-city", "mihon-shi", (9, 1)), actor=COMMAND_LINE, reason="同じ")
    assert found.value.code == "record.stale"
    with pytest.raises(RuleBroken) as found:
        merge_records(asked(), actor=COMMAND_LINE, reason=" ")
    assert found.value.code == "merge.reason_missing"
    with pytest.raises(RuleBroken) as found:
        merge("mihon-council-2021", "mihon-council-2022", kind=kind_of("meeting"))
    assert found.value.code == "merge.kind"


def test_who_may_not_change_what_it_touches_may_not_merge(twice, reader, secretariat):
    for actor in (reader, secretariat):  # the secretariat may not move the role of a user
        assert refused(actor=actor).code == "permission.refused"
    assert Organisation.objects.filter(pk="mihon-shi").exists()


def test_forwards_lead_on_and_a_name_in_use_again_leads_to_itself(twice):
    merge()
    record("organisation", "mihon-new", name=both("新見本市", "New Mihon City"), kind="municipality")
    merge("mihon-new", "mihon-city")
    assert forward_of(KIND, "mihon-shi") == "mihon-new"
    assert forward_of(KIND, "mihon-city") == "mihon-new"
    record("organisation", "mihon-city", name=both("見本市", "Mihon City"), kind="municipality")
    merge("mihon-city", "mihon-new")
    assert dict(Forward.objects.values_list("slug", "target")) == {
        "mihon-new": "mihon-city",
        "mihon-shi": "mihon-city",
    }


def test_a_pair_kept_apart_is_remembered_once_with_its_reason(twice, reader):
    for pair in (("mihon-shi", "mihon-city"), ("mihon-city", "mihon-shi")):
        keep_apart(actor=COMMAND_LINE, kind=KIND, pair=pair, reason="市と市役所")
    kept = KeptApart.objects.get()
    assert (kept.one, kept.other, kept.reason) == ("mihon-city", "mihon-shi", "市と市役所")
    for actor, pair, reason, code in (
        (reader, ("mihon-city", "mihon-university"), "別", "permission.refused"),
        (COMMAND_LINE, ("mihon-city", "mihon-university"), " ", "merge.reason_missing"),
        (COMMAND_LINE, ("mihon-city", "mihon-city"), "別", "merge.same_record"),
        (COMMAND_LINE, ("mihon-city", "nobody"), "別", "merge.not_there"),
    ):
        with pytest.raises(RuleBroken) as found:
            keep_apart(actor=actor, kind=KIND, pair=pair, reason=reason)
        assert found.value.code == code
    assert KeptApart.objects.count() == 1


def test_who_does_not_reach_a_record_that_names_it_may_not_merge(twice):
    """A role for one organisation reaches no record of another, seen or not."""
    narrowed = Actor("clerk", grants=(Grant(Role.SECRETARIAT, organisation="mihon-university"),))
    assert refused(actor=narrowed).code == "permission.refused"


def test_an_erasure_looks_for_the_names_of_records_that_were_merged_into_the_persons(mihon):
    person("hanako-mihon")
    person("hanako-second", family_kana="ミホン", given_kana="ハナコ")
    merge("hanako-mihon", "hanako-second", kind=PEOPLE)
    subject = find_subject("person", "hanako-mihon")
    assert "hanako-second" in subject.identifiers
    assert any("ミホン" in each for each in subject.written)
