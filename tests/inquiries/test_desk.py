"""The office at work: its list, the page of an inquiry, answers by template, who may and who is written down."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.services import create_user
from renkei.core.history.journal import journal
from renkei.directory.services import assign_role
from renkei.inquiries.models import Inquiry, InquiryFile
from renkei.inquiries.services import answering
from renkei.privacy.models import Reading
from tests.cast import signed_in_as
from tests.inquiries.conftest import MORNING, ask, of_unit, user_of

pytestmark = pytest.mark.django_db
LIST = "/desk/inquiries/inquiry/"


@pytest.fixture(autouse=True)
def _morning(time_machine, db):
    time_machine.move_to(MORNING, tick=False)


def address(inquiry, step=""):
    return f"{LIST}{inquiry.pk}/{f'act/{step}/' if step else ''}"


@pytest.fixture
def near(office):
    return signed_in_as(user_of("near", office["desk"]))


def test_an_answer_starts_from_a_template_and_is_sent_as_it_was_edited(near, asked):
    page = near.get(address(asked))
    assert "見学できますか" in page.content.decode()
    form = near.get(address(asked, "answer"), {"template": "welcome"}).content.decode()
    assert "架空 花子 様、2026-0001 の件、{x} お待ちします。" in form
    answer = near.post(address(asked, "answer"), {"text": "どうぞお越しください", "settled": "on", "seen": 1})
    assert (answer.status_code, answer["Location"]) == (302, address(asked))
    found = Inquiry.objects.get()
    assert (found.state, found.closing_reason) == ("closed", "settled")
    assert "どうぞお越しください" in near.get(address(asked)).content.decode()


@pytest.mark.parametrize(
    ("step", "values", "field"),
    [
        ("answer", {"text": " "}, "text"),
        ("answer", {"text": "x" * 4001}, "text"),
        ("note", {}, "text"),
        ("hand_over", {}, "unit"),
        ("hand_over", {"unit": "nowhere", "text": "申し送り"}, "unit"),
        ("hand_over", {"unit": "desk"}, "unit"),
        ("close", {}, "reason"),
        ("close", {"reason": "by_asker"}, "reason"),
    ],
)
def test_what_is_refused_says_why_at_its_field_and_keeps_what_was_typed(near, asked, step, values, field):
    answer = near.post(address(asked, step), values | {"seen": 1})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f'id="id_{field}_error"' in text
    assert str(values.get("text", "")).strip() in text
    assert (Inquiry.objects.get().revision, asked.messages.count()) == (1, 0)


def test_an_answer_written_over_something_new_is_kept_and_asked_for_again(near, asked):
    answering.note(actor=of_unit("desk"), inquiry=asked, revision=1, text="待って", at=MORNING)
    stale = near.post(address(asked, "answer"), {"text": "長い回答", "seen": 1})
    assert stale.status_code == 422
    assert "長い回答" in stale.content.decode()
    assert "待って" in stale.content.decode()
    assert near.post(address(asked, "answer"), {"text": "長い回答", "seen": 2}).status_code == 302


def test_a_closed_inquiry_is_opened_again_by_whoever_saw_what_is_there(near, asked):
    answering.close(actor=of_unit("desk"), inquiry=asked, revision=1, reason="settled", why="", at=MORNING)
    assert '<input type="hidden" name="seen" value="2">' in near.get(address(asked)).content.decode()
    answering.note(actor=of_unit("desk"), inquiry=asked, revision=2, text="開けないで", at=MORNING)
    for seen in ({"seen": "2"}, {"seen": "x"}, {}):
        stale = near.post(address(asked, "reopen"), seen, follow=True)
        assert "ほかの人か問い合わせた人が書きました" in stale.content.decode()
        assert Inquiry.objects.get().state == "closed"
    near.post(address(asked, "reopen"), {"seen": "3"})
    assert Inquiry.objects.get().state == "open"


def test_what_is_handed_over_is_no_longer_ones_own(near, office, asked):
    answer = near.post(address(asked, "hand_over"), {"unit": "far", "text": "お願いします", "seen": 1})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert near.get(address(asked)).status_code == 404
    far = signed_in_as(user_of("far", office["far"]))
    assert "お願いします" in far.get(address(asked)).content.decode()


def test_only_its_unit_those_above_and_auditors_see_it_and_auditors_only_look(office, asked):
    with journal(actor=COMMAND_LINE, action="test"):
        file = InquiryFile.objects.create(inquiry=asked, name="x", sha256="0" * 64, media_type="x", size=1)
    people = {
        "near": user_of("near", office["desk"]),
        "lab": user_of("lab", office["lab"]),
        "far": user_of("far", office["far"]),
        "above": user_of("above", None),
    }
    for role in (Role.READER, Role.AUDITOR, Role.FINANCE, Role.REVIEWER):
        people[role] = create_user(actor=COMMAND_LINE, name=role)
        assign_role(actor=COMMAND_LINE, user=people[role], role=role)
    seen = {}
    for name, user in people.items():
        client = signed_in_as(user)
        seen[name] = (
            client.get(address(asked)).status_code,
            client.get(address(asked, "answer")).status_code,
            "2026-0001" in client.get(LIST).content.decode(),
        )
        assert client.get(f"{address(asked)}files/{file.pk}/").status_code == 404  # its content is nowhere
        assert client.get(f"{address(asked)}edit/").status_code == 404  # there is no form for all fields
        assert client.post(f"{address(asked)}withdraw/", {"reason": "x"}).status_code == 404
    works, nothing = (200, 200, True), (404, 404, False)
    assert seen == {"near": works, "above": works, Role.AUDITOR: (200, 404, True)} | dict.fromkeys(
        ("lab", "far", Role.READER, Role.FINANCE, Role.REVIEWER), nothing
    )
    readings = Reading.objects.filter(actor=Role.AUDITOR, kind="inquiry").values_list("way", "slug")
    assert set(readings) >= {("page", asked.pk), ("list", "")}


def test_the_list_is_narrowed_to_what_is_overdue_and_to_a_topic(office, topic, asked, time_machine):
    ask(topic, email="b@firm.example.jp", at=MORNING + dt.timedelta(days=5))
    time_machine.move_to(MORNING + dt.timedelta(days=6), tick=False)
    near = signed_in_as(user_of("near", office["desk"]))
    for query, numbers in (
        ("", {"2026-0001", "2026-0002"}),
        ("?overdue=true", {"2026-0001"}),
        ("?overdue=true&state=answered", set()),
        ("?overdue=nonsense", {"2026-0001", "2026-0002"}),
        ("?topic=visits&unit=desk", {"2026-0001", "2026-0002"}),
        ("?unit=lab", set()),
    ):
        text = near.get(f"{LIST}{query}").content.decode()
        assert {each for each in ("2026-0001", "2026-0002") if each in text} == numbers, query
    assert "期限を過ぎた" in near.get(f"{LIST}?overdue=true").content.decode()
    file = near.get(f"{LIST}_download/csv/?overdue=true")
    content = b"".join(file.streaming_content).decode() if file.streaming else file.content.decode()
    assert "2026-0001" in content
    assert "2026-0002" not in content


def test_the_page_asks_the_database_the_same_for_one_message_and_for_many(near, asked):
    answering.note(actor=of_unit("desk"), inquiry=asked, revision=1, text="一", at=MORNING)

    def count():
        near.get(address(asked))
        with CaptureQueriesContext(connection) as queries:
            assert near.get(address(asked)).status_code == 200
        return len(queries)

    few = count()
    for number in range(2, 6):
        answering.note(actor=of_unit("desk"), inquiry=asked, revision=number, text="多", at=MORNING)
    assert count() <= few + 1  # the history says that there is more
