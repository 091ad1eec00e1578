"""The count of acts: it changes with every commit that readers may see, in whatever order, and with nothing else."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import OperationalError, connection, transaction

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.acts import ActCount, acts_so_far
from renkei.core.history.journal import journal
from renkei.core.jobs.long import Work, start
from renkei.core.jobs.models import LongJob
from renkei.core.notices.models import Notice
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.directory.models import Organisation
from tests.builders import both, make


def act(**more):
    return journal(actor=COMMAND_LINE, action="test", reason="test", **more)


@pytest.fixture
def city(db):
    return make(Organisation, "mihon-city", name=both("見本市", "Mihon City"), kind="municipality")


def test_every_act_is_counted_once_with_what_is_inside_it(city):
    before = acts_so_far()
    with act(), act(), act(for_readers=False):
        Organisation.objects.filter(pk=city.pk).update(kind="company")
    assert acts_so_far() == (before.table, before.number + 1)


def test_what_readers_do_not_see_is_not_counted_unless_something_inside_is_seen(city):
    before = acts_so_far()
    with act(for_readers=False), act(for_readers=False):
        Notice.objects.all().delete()
    assert acts_so_far() == before
    with act(for_readers=False), act():
        Organisation.objects.filter(pk=city.pk).update(kind="company")
    assert acts_so_far().number == before.number + 1


def test_an_edit_is_counted_and_what_is_taken_back_is_not(city):
    def taken_back():
        with transaction.atomic():
            with act():
                Organisation.objects.filter(pk=city.pk).update(kind="company")
            raise ZeroDivisionError

    before = acts_so_far()
    with pytest.raises(ZeroDivisionError):
        taken_back()
    assert acts_so_far() == before
    change_record(
        actor=COMMAND_LINE,
        kind=kind_of(city),
        slug=city.pk,
        revision=city.revision,
        values={"name": both("見本町", "Mihon Town")},
        reason="test",
    )
    assert acts_so_far().number == before.number + 1


@pytest.mark.django_db
def test_how_far_a_long_job_is_is_nothing_for_readers():
    at = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    before = acts_so_far()
    job = start(actor=COMMAND_LINE, task="mihon", at=at)
    Work(job.pk, "", None).tell(1, 3)
    assert LongJob.objects.get(pk=job.pk).done == 1
    assert acts_so_far() == before


@pytest.mark.django_db
def test_without_its_table_the_database_is_not_there_yet():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_actcount RENAME TO elsewhere")
    with pytest.raises(OperationalError):
        acts_so_far()


@pytest.mark.django_db
def test_a_restored_table_that_counts_to_the_same_number_is_another_one(city):
    before = acts_so_far()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_actcount RENAME TO before_the_restore")
        cursor.execute("CREATE TABLE core_actcount (LIKE before_the_restore INCLUDING ALL)")
        cursor.execute("INSERT INTO core_actcount SELECT * FROM before_the_restore")
    after = acts_so_far()
    assert after.number == before.number
    assert after.table != before.table


class Beside(threading.Thread):
    """An act on a connection of its own that goes on until it is told to end."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.shall_end = threading.Event(), threading.Event()
        self.start()
        assert self.begun.wait(10)

    def run(self) -> None:
        try:
            with transaction.atomic():
                with act():
                    make(Organisation, "beside", name=both("見本社", "Mihon Inc."), kind="company")
                self.begun.set()
                assert self.shall_end.wait(10)
        finally:
            connection.close()

    def end(self) -> None:
        self.shall_end.set()
        self.join(10)
        assert not self.is_alive()


@pytest.mark.django_db(transaction=True)
def test_acts_side_by_side_do_not_wait_and_each_commit_changes_the_sum():
    make(Organisation, "first", name=both("見本市", "Mihon City"), kind="municipality")
    seen = [acts_so_far().number]
    beside = Beside()  # counted in the only row there is, and not committed
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        make(Organisation, "second", name=both("見本町", "Mihon Town"), kind="municipality")
        seen.append(acts_so_far().number)
    finally:
        beside.end()
        connection.cursor().execute("RESET lock_timeout")
    seen.append(acts_so_far().number)
    assert seen == [seen[0], seen[0] + 1, seen[0] + 2]
    assert ActCount.objects.count() == 2
