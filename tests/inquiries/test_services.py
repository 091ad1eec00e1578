"""An inquiry from its draft to its end: numbers, clock, people, mails, and what is never kept."""

from __future__ import annotations

import datetime as dt
import re
import threading
import time

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import STRANGER, Actor, Role
from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.history.acts import acts_so_far
from renkei.core.history.journal import journal
from renkei.core.inbox.registry import waiting_for
from renkei.core.jobs.queue import WORKER
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import withdraw_record
from renkei.inquiries import selectors
from renkei.inquiries.models import Inquiry, InquiryDraft, InquiryLink
from renkei.inquiries.services import answering, asking, keeping
from renkei.inquiries.services.links import read_link
from renkei.kernel.errors import RuleBroken
from tests.inquiries.conftest import MORNING, TYPED, ask, of_unit, user_of
from tests.working import do_jobs

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
DESK = of_unit("desk")
EVERYWHERE = Actor("secretariat", frozenset({Role.SECRETARIAT}))


def again(inquiry):
    return Inquiry.objects.get(pk=inquiry.pk)


def test_what_is_typed_is_no_inquiry_until_it_is_sent_and_is_sent_once(topic):
    token = asking.keep_draft(values=TYPED, unit=topic.unit, topic=topic, language="ja", at=MORNING)
    assert Inquiry.objects.count() == 0
    inquiry, follow = asking.send(token=token, at=MORNING)
    assert (inquiry.number, inquiry.title, inquiry.state) == ("2026-0001", "見学できますか。", "open")
    assert (inquiry.holder, inquiry.holder_unit, inquiry.publication) == ("office", "desk", "internal")
    assert (inquiry.received_on, inquiry.answer_due) == (dt.date(2026, 11, 25), dt.date(2026, 11, 30))
    assert read_link(follow, MORNING).inquiry == inquiry
    assert InquiryDraft.objects.count() == 0
    with pytest.raises(RuleBroken, match=r"link\.unknown"):
        asking.send(token=token, at=MORNING)
    assert Inquiry.objects.count() == 1


def test_numbers_follow_each_other_and_begin_anew_with_the_fiscal_year(topic):
    march = dt.datetime(2027, 3, 31, 3, 0, tzinfo=dt.UTC)
    numbers = [
        ask(topic, at=at, email=f"n{count}@firm.example.jp").number
        for count, at in enumerate((MORNING, march, march + DAY))
    ]
    assert numbers == ["2026-0001", "2026-0002", "2027-0001"]


def test_the_number_of_a_withdrawn_inquiry_is_not_given_again(topic, asked):
    admin = Actor("admin", frozenset({Role.ADMINISTRATOR}))
    kind = kind_of("inquiry")
    withdraw_record(actor=admin, kind=kind, slug=asked.pk, revision=1, reason="誤り")
    assert not Inquiry.objects.exists()
    later = ask(topic, email="other@firm.example.jp")
    assert (later.number, later.slug) == ("2026-0002", "inquiry-2026-0002")


@pytest.mark.parametrize("twice", [False, True], ids=["two people", "one token"])
def test_two_at_the_same_moment_get_two_numbers_and_one_token_is_sent_once(
    transactional_db, topic, monkeypatch, twice
):
    given = {"unit": topic.unit, "topic": topic, "language": "ja", "at": MORNING}
    tokens = [
        asking.keep_draft(values=TYPED | {"email": f"{name}@firm.example.jp"}, **given) for name in ("a", "b")
    ]
    start, told, made = threading.Barrier(2), [], asking._made

    def slowly(*given):
        found = made(*given)
        time.sleep(0.2)  # in which the other would read the same number, or the same draft
        return found

    def send(token):
        try:
            start.wait(10)
            told.append(asking.send(token=token, at=MORNING)[0].number)
        except RuleBroken as broken:
            told.append(broken.code)
        finally:
            connection.close()

    monkeypatch.setattr(asking, "_made", slowly)
    threads = [threading.Thread(target=send, args=[tokens[0 if twice else n]]) for n in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == ["2026-0001", "link.unknown" if twice else "2026-0002"]
    assert Inquiry.objects.count() == (1 if twice else 2)


def test_one_address_is_held_back_to_one_a_minute_and_five_a_day(topic):
    for count in range(5):
        ask(topic, at=MORNING + count * dt.timedelta(minutes=2))
        with pytest.raises(RuleBroken, match=r"inquiry\.too_often"):
            ask(topic, at=MORNING + count * dt.timedelta(minutes=2, seconds=10))
    with pytest.raises(RuleBroken, match=r"inquiry\.too_often"):
        ask(topic, at=MORNING + dt.timedelta(hours=1))
    ask(topic, at=MORNING + dt.timedelta(hours=1), email="other@firm.example.jp")
    assert Inquiry.objects.count() == 6


def test_an_address_in_large_letters_is_the_same_address(topic):
    asking.send(
        token=asking.keep_draft(
            values=TYPED | {"email": "Hanako@Firm.example.JP"},
            unit=topic.unit,
            topic=topic,
            language="ja",
            at=MORNING,
        ),
        at=MORNING,
    )
    assert Inquiry.objects.get().contact_email == TYPED["email"]
    with pytest.raises(RuleBroken, match=r"inquiry\.too_often"):
        ask(topic, at=MORNING + dt.timedelta(seconds=10))
    assert Inquiry.objects.filter(contact_email="HANAKO@firm.example.jp").exists()


def test_who_asks_too_often_does_not_keep_others_waiting(topic, asked):
    token = asking.keep_draft(values=TYPED, unit=topic.unit, topic=topic, language="ja", at=MORNING)
    with CaptureQueriesContext(connection) as queries, pytest.raises(RuleBroken, match=r"inquiry\.too_often"):
        asking.send(token=token, at=MORNING)
    assert not [each["sql"] for each in queries if "advisory" in each["sql"]]


def test_the_database_keeps_digests_of_links_and_a_new_one_ends_the_one_before(topic, asked):
    with pytest.raises(RuleBroken, match=r"link\.unknown"):
        read_link(InquiryLink.objects.get().digest, MORNING)
    later = MORNING + dt.timedelta(hours=2)
    assert asking.send_links_again(email=TYPED["email"].upper(), at=later) == 1
    assert asking.send_links_again(email=TYPED["email"], at=later + dt.timedelta(minutes=30)) == 0
    assert asking.send_links_again(email="nobody@firm.example.jp", at=later) == 0
    assert InquiryLink.objects.filter(revoked_at=None).count() == 1


def test_who_asked_hears_the_number_and_the_unit_that_something_is_there(office, topic):
    user_of("near", office["desk"])
    user_of("far", office["far"])
    user_of("above", None)
    inquiry = ask(topic)
    do_jobs()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {TYPED["email"], "near@office.example.jp"}
    told = letters[TYPED["email"]]
    assert inquiry.number in told.subject
    assert "/ja/inquiries/follow/" in told.body
    assert "令和8年11月30日" in told.body
    office_letter = letters["near@office.example.jp"]
    assert f"/desk/inquiries/inquiry/{inquiry.pk}/" in office_letter.body
    for word in ("見学できますか", "架空 花子", TYPED["email"]):
        assert word not in office_letter.body + office_letter.subject


def test_a_unit_without_users_is_told_by_its_own_address_while_it_answers(office, topic):
    for name in ("desk", "far"):
        with journal(actor=WORKER, action="test"):
            office[name].email = f"{name}@office.example.jp"
            office[name].save()
    user_of("above", None)
    inquiry = ask(topic)
    do_jobs()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {TYPED["email"], "desk@office.example.jp"}
    assert f"/desk/inquiries/inquiry/{inquiry.pk}/" in letters["desk@office.example.jp"].body
    assert keeping.remind(actor=WORKER, at=MORNING + 5 * DAY) == 1
    answering.hand_over(
        actor=DESK, inquiry=inquiry, revision=1, unit=office["far"], why="", at=MORNING + 5 * DAY
    )
    mail.outbox.clear()
    do_jobs()  # the reminder waited, and is no longer the desk's
    assert {letter.to[0] for letter in mail.outbox} == {TYPED["email"], "far@office.example.jp"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_that_somebody_typed_is_mailed_to_an_address_that_nobody_confirmed(topic, language):
    typed = {"name": "当選\nhttps://evil.example/ www.evil.example", "organisation": "evil.example\r\nx"}
    inquiry = ask(topic, language=language, text="evil.example を開け", **typed)
    assert "\n" not in inquiry.contact_name + inquiry.organisation_name
    asking.send_links_again(email=TYPED["email"], at=MORNING + 2 * dt.timedelta(hours=1))
    answering.answer(actor=DESK, inquiry=inquiry, revision=1, text="evil.example", at=MORNING, settled=True)
    do_jobs()
    letters = [letter for letter in mail.outbox if letter.to == [TYPED["email"]]]
    assert len(letters) == 3
    for letter in letters:
        assert "evil.example" not in letter.subject + letter.body
        assert "当選" not in letter.subject + letter.body


def test_a_unit_without_users_is_told_by_its_own_address_and_else_those_above(office, topic):
    user_of("above", None)
    ask(topic)
    do_jobs()
    assert {letter.to[0] for letter in mail.outbox} == {TYPED["email"], "above@office.example.jp"}


def test_an_answer_is_written_by_its_unit_alone_and_starts_no_second_clock(asked):
    for actor in (of_unit("lab"), of_unit("far", "other"), STRANGER, of_unit("desk", role=Role.READER)):
        with pytest.raises(RuleBroken, match="permission"):
            answering.answer(actor=actor, inquiry=asked, revision=1, text="はい", at=MORNING + DAY)
    answering.answer(actor=DESK, inquiry=asked, revision=1, text="はい、どうぞ", at=MORNING + DAY)
    found = again(asked)
    assert (found.state, found.answered_on, found.revision) == ("answered", dt.date(2026, 11, 26), 2)
    assert [(each.sender, each.author, each.text) for each in found.messages.all()] == [
        ("office", DESK.name, "はい、どうぞ")
    ]
    with pytest.raises(RuleBroken, match=r"record\.stale"):
        answering.answer(actor=DESK, inquiry=asked, revision=1, text="もう一度", at=MORNING + DAY)
    assert found.messages.count() == 1


def test_a_word_after_the_answer_starts_the_clock_anew_and_before_it_does_not(asked):
    asking.write(inquiry=asked, text="15名になりました", at=MORNING + DAY)
    assert again(asked).answer_due == dt.date(2026, 11, 30)
    answering.answer(actor=DESK, inquiry=asked, revision=2, text="はい", at=MORNING + DAY)
    asking.write(inquiry=asked, text="何時ですか", at=MORNING + 2 * DAY)
    found = again(asked)
    assert (found.state, found.answer_due, found.answered_on) == (
        "open",
        dt.date(2026, 12, 2),
        dt.date(2026, 11, 26),
    )


def test_handed_over_it_is_the_other_units_own_and_the_day_of_the_answer_stays(office, asked):
    with pytest.raises(RuleBroken, match=r"inquiry\.same_unit"):
        answering.hand_over(actor=DESK, inquiry=asked, revision=1, unit=office["desk"], why="", at=MORNING)
    assert again(asked).revision == 1
    answering.hand_over(
        actor=DESK, inquiry=asked, revision=1, unit=office["far"], why="そちらの件", at=MORNING
    )
    found = again(asked)
    assert (found.holder, found.holder_unit, found.unit_id) == ("other", "far", "far")
    assert found.answer_due == dt.date(2026, 11, 30)
    for actor, sees in ((DESK, False), (of_unit("far", "other"), True)):
        assert visible_to(Inquiry.objects.all(), actor, MORNING.date()).exists() == sees
        assert may_on(actor, Verb.ANSWER, "inquiry", found.holding()) == sees


def test_handed_over_after_the_answer_the_clock_starts_anew_by_what_is_there_and_not_by_what_was_seen(
    office, asked
):
    seen = again(asked)
    answering.answer(actor=DESK, inquiry=asked, revision=1, text="はい", at=MORNING)
    seen.revision = 2  # as it was before the answer; what counts is what the lock finds
    later = MORNING + 5 * DAY
    answering.hand_over(actor=DESK, inquiry=seen, revision=2, unit=office["lab"], why="", at=later)
    assert (again(asked).state, again(asked).answer_due) == ("open", dt.date(2026, 12, 3))


def test_closing_needs_a_reason_and_no_inquiry_is_told_nothing(topic, asked):
    do_jobs()
    mail.outbox.clear()
    for reason in ("", "by_asker", "because"):
        with pytest.raises(RuleBroken, match=r"inquiry\.reason"):
            answering.close(actor=DESK, inquiry=asked, revision=1, reason=reason, why="", at=MORNING)
    answering.close(actor=DESK, inquiry=asked, revision=1, reason="no_inquiry", why="広告", at=MORNING)
    do_jobs()
    assert mail.outbox == []
    with pytest.raises(RuleBroken, match=r"workflow\.no_such_step"):
        asking.write(inquiry=asked, text="まだあります", at=MORNING)
    answering.reopen(actor=DESK, inquiry=asked, revision=2, at=MORNING + DAY)
    found = again(asked)
    assert (found.state, found.closed_on, found.closing_reason) == ("open", None, "")
    assert found.answer_due == dt.date(2026, 12, 1)


def test_what_waits_is_told_to_those_who_may_answer(office, asked):
    def told(actor):
        return [
            (each.slug, each.day) for each in waiting_for(actor, MORNING.date()) if each.kind == "inquiry"
        ]

    assert told(DESK) == told(EVERYWHERE) == [(asked.pk, dt.date(2026, 11, 30))]
    for other in (of_unit("lab"), of_unit("far", "other"), Actor("reader", frozenset({Role.READER})),
                  Actor("auditor", frozenset({Role.AUDITOR}))):  # fmt: skip
        assert told(other) == []
    answering.answer(actor=DESK, inquiry=asked, revision=1, text="はい", at=MORNING)
    assert told(DESK) == []


def test_the_unit_is_reminded_on_the_day_and_those_above_hear_when_it_has_passed(office, asked):
    user_of("near", office["desk"])
    user_of("above", None)
    due = dt.datetime(2026, 11, 30, 0, 0, tzinfo=dt.UTC)
    told = [keeping.remind(actor=WORKER, at=due + n * DAY) for n in (-1, 0, 0, 1, 1, 2)]
    assert told == [0, 1, 0, 2, 0, 0]
    do_jobs()
    late = {letter.to[0] for letter in mail.outbox if "過ぎました" in letter.subject}
    assert late == {"near@office.example.jp", "above@office.example.jp"}
    answering.answer(actor=DESK, inquiry=asked, revision=1, text="はい", at=due + 3 * DAY)
    assert keeping.remind(actor=WORKER, at=due + 4 * DAY) == 0


def test_a_round_of_reminders_asks_the_same_for_one_late_inquiry_and_for_five(office, topic, asked):
    user_of("near", office["desk"])
    user_of("above", None)
    late = MORNING + 10 * DAY

    def questions():
        keeping.remind(actor=WORKER, at=late)
        with CaptureQueriesContext(connection) as queries:
            assert keeping.remind(actor=WORKER, at=late) == 0
        return len(queries)

    one = questions()
    for count in range(4):
        ask(topic, email=f"n{count}@firm.example.jp")
    assert questions() == one
    assert one <= 10


def test_of_very_much_that_was_said_the_newest_is_shown(asked, monkeypatch):
    monkeypatch.setattr(selectors, "MOST_SAID", 2)
    for count, text in enumerate("一二三", 1):
        answering.note(actor=DESK, inquiry=asked, revision=2 * count - 1, text=text, at=MORNING + count * DAY)
        answering.answer(
            actor=DESK, inquiry=asked, revision=2 * count, text=f"{text}番", at=MORNING + count * DAY
        )
    assert [each.text for each in selectors.said_about(asked, notes=True)] == ["三", "三番"]
    assert [each.text for each in selectors.said_about(asked, notes=False)] == ["二番", "三番"]


def test_an_answer_after_the_link_has_ended_carries_one_that_works(asked):
    do_jobs()
    mail.outbox.clear()
    late = MORNING + 181 * DAY
    answering.answer(actor=DESK, inquiry=asked, revision=1, text="はい", at=late)
    with time_machine.travel(late, tick=False):
        do_jobs()
    (letter,) = mail.outbox
    token = re.search(r"/ja/inquiries/follow/([^/\s]+)/", letter.body).group(1)
    assert read_link(token, late + DAY).inquiry == asked


def test_an_answer_while_the_link_works_leaves_it(asked):
    link = InquiryLink.objects.get()
    answering.answer(actor=DESK, inquiry=asked, revision=1, text="はい", at=MORNING + 90 * DAY)
    assert InquiryLink.objects.get() == link


def test_a_reminder_that_was_queued_before_the_answer_is_not_sent(office, asked):
    user_of("near", office["desk"])
    due = dt.datetime(2026, 11, 30, 0, 0, tzinfo=dt.UTC)
    keeping.remind(actor=WORKER, at=due)
    answering.answer(actor=DESK, inquiry=asked, revision=1, text="はい", at=due)
    do_jobs()
    assert not [letter for letter in mail.outbox if letter.to == ["near@office.example.jp"]]


def test_thirty_quiet_days_after_the_answer_close_it_and_not_one_less(asked):
    answering.answer(actor=DESK, inquiry=asked, revision=1, text="はい", at=MORNING)
    assert keeping.close_quiet(actor=WORKER, at=MORNING + 30 * DAY) == 0
    assert keeping.close_quiet(actor=WORKER, at=MORNING + 31 * DAY) == 1
    assert (again(asked).state, again(asked).closing_reason) == ("closed", "quiet")


def test_a_strangers_draft_leaves_the_kept_pages_as_they_are(topic):
    before = acts_so_far()
    asking.keep_draft(values=TYPED, unit=topic.unit, topic=topic, language="ja", at=MORNING)
    assert acts_so_far() == before
