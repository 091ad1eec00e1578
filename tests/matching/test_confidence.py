"""What a company confides: who sees it, at each level, in SQL and in Python alike."""

from __future__ import annotations

import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER, Actor, Grant, Role
from renkei.core.accounts.permissions import CONFIDENTIAL, Verb, may_on
from renkei.core.accounts.reach import Holding
from renkei.core.publication.selectors import is_visible, visible_to
from renkei.core.records.kinds import kind_of, kinds
from renkei.directory.models import Organisation, Person
from renkei.matching.models import Need
from tests.builders import both, make

AT = dt.date(2026, 11, 25)


def narrowed(name: str, role: Role, organisation: str, person: str = "") -> Actor:
    return Actor(
        name, frozenset({Role.STRANGER}), 1, (Grant(role, organisation, person=person),), person=person
    )


PEOPLE = {
    "its coordinator": narrowed("a", Role.COORDINATOR, "foundation", "ichi"),
    "a colleague": narrowed("b", Role.COORDINATOR, "foundation", "ni"),
    "its deputy": Actor(
        "c",
        frozenset({Role.STRANGER}),
        1,
        (Grant(Role.COORDINATOR, "foundation", lender="a", person="ichi"),),
        person="san",
    ),
    "another's coordinator": narrowed("d", Role.COORDINATOR, "other", "shi"),
    "the named institute": narrowed("e", Role.INSTITUTE, "institute"),
    "a reader of the holder": narrowed("f", Role.READER, "foundation"),
    "the joint secretariat": Actor("g", frozenset({Role.STRANGER, Role.SECRETARIAT}), 1),
    "an administrator": Actor("h", frozenset({Role.STRANGER, Role.ADMINISTRATOR}), 1),
    "a coordinator everywhere": Actor("i", frozenset({Role.STRANGER, Role.COORDINATOR}), 1, person="go"),
    "an auditor": Actor("j", frozenset({Role.STRANGER, Role.AUDITOR}), 1),
    "an auditor of the other": narrowed("k", Role.AUDITOR, "other"),
    "a stranger": STRANGER,
    "the command line": COMMAND_LINE,
}
LEVELS = {
    "private": {"holder_person": "ichi"},
    "of the holder": {},
    "named": {"shared_with": "institute"},
    "all": {"shared_with": "*"},
}
ALWAYS = {"its coordinator", "its deputy", "an auditor", "the command line"}
OF_THE_HOLDER = ALWAYS | {"a colleague"}
STAFF = {"another's coordinator", "the joint secretariat", "an administrator", "a coordinator everywhere"}
SEES = {
    "private": ALWAYS,
    "of the holder": OF_THE_HOLDER,
    "named": OF_THE_HOLDER | {"the named institute"},
    "all": OF_THE_HOLDER | STAFF | {"the named institute", "an auditor of the other"},
}


def need(slug: str, **values: str) -> Need:
    return make(
        Need,
        slug,
        publication="internal",
        title=both("件名"),
        problem=both("課題"),
        company_name="見本会社",
        received_on=AT,
        channel="visit",
        kind="advice",
        holder="foundation",
        **values,
    )


@pytest.fixture
def needs(db: None) -> dict[str, Need]:
    for slug in ("foundation", "other", "institute"):
        make(Organisation, slug, name=both(slug), kind="foundation")
    return {level: need(f"need-{number}", **values) for number, (level, values) in enumerate(LEVELS.items())}


@pytest.mark.parametrize("who", PEOPLE)
def test_each_level_is_seen_by_those_it_is_for_and_nobody_else(needs: dict[str, Need], who: str) -> None:
    actor = PEOPLE[who]
    expected = {level for level, seen in SEES.items() if who in seen}
    by_slug = {record.pk: level for level, record in needs.items()}
    in_sql = {
        by_slug[slug] for slug in visible_to(Need.objects.all(), actor, AT).values_list("pk", flat=True)
    }
    in_python = {level for level, record in needs.items() if is_visible(record, actor, AT)}
    assert in_sql == expected
    assert in_python == expected


# Who writes and reads histories at each level. What is shared is read by others, and neither written nor traced back.
HELD = {
    "private": Holding("foundation", person="ichi"),
    "of the holder": Holding("foundation"),
    "named": Holding("foundation", shared_with=frozenset({"institute"})),
    "all": Holding("foundation", shared_with=frozenset({"*"})),
}
WRITES = {"its coordinator", "its deputy", "the command line"}
LOADED = {"need", "needfield"}  # kinds that coordinators load as tables


def expected(verb: Verb, level: str, kind: str) -> set[str]:
    """Say in plain words of this file's own who may do what."""
    colleague = set() if level == "private" else {"a colleague"}
    if verb is Verb.VIEW:
        return SEES[level]
    if verb is Verb.HISTORY:
        return ALWAYS | colleague
    if verb in {Verb.ADD, Verb.CHANGE, Verb.WITHDRAW} or (verb is Verb.LOAD and kind in LOADED):
        return WRITES | colleague
    return set() if verb is Verb.PUBLISH else {"the command line"}


@pytest.mark.parametrize("kind", sorted(CONFIDENTIAL))
def test_the_table_has_no_hole_for_any_kind_verb_level_and_person(kind: str) -> None:
    wrong = [
        (level, verb, who)
        for level, held in HELD.items()
        for verb in Verb
        for who, actor in PEOPLE.items()
        if may_on(actor, verb, kind, held) != (who in expected(verb, level, kind))
    ]
    assert wrong == []


def test_no_role_of_the_holder_publishes_what_a_company_confided() -> None:
    """Not even whoever administers it there: only the anonymised profile is public, after a second pair of eyes."""
    for role in Role:
        actor = narrowed("l", role, "foundation")
        assert not any(may_on(actor, Verb.PUBLISH, kind, HELD["all"]) for kind in CONFIDENTIAL), role


def test_every_kind_of_casework_can_be_kept_for_one_person_and_has_a_holder() -> None:
    kept = {kind.slug for kind in kinds() if hasattr(kind.model, "holder_person")}
    assert kept == set(CONFIDENTIAL)
    from renkei.directory.holders import HAS_A_HOLDER

    assert all(HAS_A_HOLDER in kind_of(name).rules for name in CONFIDENTIAL)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"holder": ""}, "holder", "holder.needed"),
        ({"holder_person": "nobody"}, "holder_person", "holder.person_unknown"),
        ({"holder_person": "ichi", "shared_with": "other"}, "shared_with", "holder.kept_and_shared"),
        ({"publication": "public"}, "publication", "holder.never_public"),
        ({"publication": "withdrawn"}, "publication", "holder.never_public"),
    ],
)
def test_a_confidence_that_cannot_be_kept_is_refused(
    needs: dict[str, Need], values: dict[str, str], field: str, code: str
) -> None:
    from renkei.directory.holders import confided_to_nobody

    make(
        Person,
        "ichi",
        publication="internal",
        family_name="架空",
        controller_id="foundation",
        purpose="産学連携の業務",
    )
    found = make(
        Need,
        "odd",
        title=both("件名"),
        problem=both("課題"),
        company_name="見本会社",
        received_on=AT,
        channel="visit",
        kind="advice",
        **({"holder": "foundation", "publication": "internal"} | values),
    )
    flaws = [(name, flaw.code) for _, name, flaw in confided_to_nobody(Need.objects.filter(pk=found.pk))]
    assert flaws == [(field, code)]
