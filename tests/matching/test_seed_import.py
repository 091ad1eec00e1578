"""Taking over from KAKEN and researchmap: as drafts or works, once for each identifier, by who may."""

from __future__ import annotations

import pytest

from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.matching.models import Seed, SeedWork
from renkei.matching.services.seed_import import take_as_drafts, take_as_works
from renkei.matching.sheets import shown_seeds
from renkei.matching.sources.reading import read_source
from tests.matching.seeding import INSTITUTE, OTHER, READER, TODAY, a_seed, institute
from tests.matching.test_sources import AWARD, PAPER, RIGHT, awards, lines

pytestmark = pytest.mark.django_db
NUMBER = "KAKENHI-PROJECT-99K90001"


@pytest.fixture
def seed():
    institute()
    return a_seed()


def host():
    return Organisation.objects.get(pk="institute")


def drafts(actor=INSTITUTE, content=None, chosen=(NUMBER,)):
    found = read_source(content or awards(AWARD).encode())
    return take_as_drafts(actor=actor, found=found, chosen=chosen, organisation=host(), name="kaken.xml")


def works(seed, *items, actor=INSTITUTE, chosen=("90000001", "90000002")):
    found = read_source(lines(*(items or (PAPER, RIGHT))).encode())
    return take_as_works(actor=actor, found=found, chosen=chosen, seed=seed, name="rm.jsonl")


def test_a_project_becomes_a_draft_that_nobody_outside_sees(seed):
    taken = drafts()
    assert (taken.added, taken.known) == (1, 0)
    draft = Seed.objects.get(source_identifier=NUMBER)
    assert draft.pk == "seed-kakenhi-project-99k90001"
    assert draft.title.text("en") == "Trace allergens in baked food"
    assert (draft.publication, draft.organisation_id, draft.holder) == ("internal", "institute", "institute")
    assert draft not in shown_seeds(TODAY)


def test_the_same_file_again_adds_and_changes_nothing(seed):
    drafts()
    before = list(Seed.objects.order_by("pk").values_list("pk", "revision"))
    taken = drafts()
    assert (taken.added, taken.known) == (0, 1)
    assert list(Seed.objects.order_by("pk").values_list("pk", "revision")) == before


def test_works_come_to_a_seed_with_their_identifiers_once(seed):
    assert works(seed).added == 2
    paper = SeedWork.objects.get(source_identifier="90000001")
    assert (paper.source, paper.kind, paper.identifier, paper.appeared) == (
        "researchmap", "paper", "10.99999/mihon.2024.1107", "2024-11",
    )  # fmt: skip
    assert (paper.holder, paper.publication) == ("institute", "internal")
    again = works(seed)
    assert (again.added, again.changed, again.known) == (0, 0, 2)
    renamed = PAPER | {"similar_merge": PAPER["similar_merge"] | {"paper_title": {"ja": "改題"}}}
    later = works(seed, renamed, RIGHT)
    assert (later.added, later.changed, later.known) == (0, 1, 1)
    paper.refresh_from_db()
    assert (paper.title.to_dict(), paper.revision) == ({"ja": "改題"}, 2)


def test_the_same_work_may_stand_behind_two_seeds(seed):
    works(seed)
    works(a_seed("second"))
    assert SeedWork.objects.filter(source_identifier="90000001").count() == 2


def test_only_what_is_chosen_comes_in(seed):
    works(seed, chosen=("90000002", "unknown"))
    assert [row.source_identifier for row in SeedWork.objects.all()] == ["90000002"]
    for refusing in (
        lambda: works(seed, chosen=()),
        lambda: drafts(content=lines(PAPER).encode(), chosen=("90000001",)),
    ):
        with pytest.raises(RuleBroken) as refused:
            refusing()
        assert refused.value.code == "source.nothing_chosen"


@pytest.mark.parametrize("actor", [OTHER, READER])
def test_nobody_else_takes_works_over(seed, actor):
    with pytest.raises(RuleBroken) as refused:
        works(seed, actor=actor)
    assert refused.value.code == "permission.refused"
    assert not SeedWork.objects.exists()


def test_a_reader_takes_no_drafts_over(seed):
    with pytest.raises(RuleBroken) as refused:
        drafts(actor=READER)
    assert refused.value.code == "permission.refused"
    assert Seed.objects.count() == 1


def test_texts_that_look_like_orders_stay_texts(seed):
    odd = {
        "insert": {"type": "misc", "id": "7"},
        "merge": {"paper_title": {"ja": "=HYPERLINK(1) <b>#set</b> $x$"}},
    }
    works(seed, odd, chosen=("7",))
    assert SeedWork.objects.get().title.text("ja") == "=HYPERLINK(1) <b>#set</b> $x$"
