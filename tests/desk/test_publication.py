"""What is public, at the desk: counted by kind, seen as strangers see it, taken back as one act."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.history.states import events_of
from renkei.governance.models import Body
from tests.builders import both, make
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
KIND = "/desk/publication/body/"


@pytest.fixture
def bodies():
    return [
        make(Body, f"b{n}", name=both(f"見本会{n}", f"Body {n}"), legal_type="committee") for n in range(3)
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_overview_counts_what_strangers_see(bodies, language):
    make(Body, "hidden", name=both("秘匿会", "Hidden"), legal_type="committee", publication="internal")
    desk = signed_in("secretariat", language)
    page = desk.get("/desk/publication/")
    row = next(each for each in page.context["table"].rows if each[0].url == KIND)
    assert row[2].value == "3"
    text = desk.get(KIND).content.decode()
    assert ("見本会1" if language == "ja" else "Body 1") in text
    assert "秘匿会" not in text
    assert f"/{language}/bodies/b1/" in text


def test_chosen_records_are_withdrawn_as_one_act_with_its_reason(desk, bodies):
    chosen = {"chosen": ["b0:1", "b2:1"], "reason": "誤りがあった"}
    assert desk.post(KIND, chosen).status_code == 302
    assert dict(Body.objects.values_list("pk", "publication")) == {
        "b0": "withdrawn",
        "b1": "public",
        "b2": "withdrawn",
    }
    acts = events_of(Body).filter(publication="withdrawn").select_related("pgh_context")
    assert len({each.pgh_context_id for each in acts}) == 1
    assert acts[0].pgh_context.metadata["reason"] == "誤りがあった"


@pytest.mark.parametrize(
    "sent",
    [
        {"chosen": "b0:1", "reason": " "},
        {"reason": "理由"},
        {"chosen": ["b0:1", "b1:9"], "reason": "理由"},
    ],
)
def test_without_choice_reason_or_with_a_stale_copy_nothing_changes(desk, bodies, sent):
    answer = desk.post(KIND, sent)
    assert answer.status_code == 422
    assert "data-error-summary" in answer.content.decode()
    assert set(Body.objects.values_list("publication", flat=True)) == {"public"}


def test_a_reader_looks_and_cannot_withdraw(bodies):
    reader = signed_in("reader")
    text = reader.get(KIND).content.decode()
    assert "見本会1" in text
    assert 'name="chosen"' not in text
    assert reader.post(KIND, {"chosen": "b0:1", "reason": "理由"}).status_code == 422
    assert Body.objects.get(pk="b0").publication == "public"


def test_pages_ask_a_fixed_number_of_questions(desk, bodies):
    def asked(path):
        desk.get(path)
        with CaptureQueriesContext(connection) as caught:
            desk.get(path)
        return len(caught)

    few = {path: asked(path) for path in ("/desk/publication/", KIND)}
    for number in range(3, 40):
        make(Body, f"b{number}", name=both("見本会", "Body"), legal_type="committee")
    assert {path: asked(path) for path in few} == few
    assert max(few.values()) <= 20


def test_a_record_that_was_hidden_in_between_is_public_since_it_came_back(desk, bodies):
    from renkei.core.accounts.actors import COMMAND_LINE
    from renkei.core.history.journal import journal
    from renkei.core.records.kinds import kind_of
    from renkei.desk.publication import since

    first = since(kind_of("body"), ["b0", "b1"])
    for state in ("withdrawn", "public"):
        with journal(actor=COMMAND_LINE, action="test", reason="test"):
            Body.objects.filter(pk="b0").update(publication=state)
    again = since(kind_of("body"), ["b0", "b1"])
    latest = events_of(Body).filter(pgh_obj_id="b0").latest("pgh_id")
    assert again["b0"] == latest.pgh_created_at
    assert again["b1"] == first["b1"]
