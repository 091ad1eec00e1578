"""The page of a long job: progress without a script, ending it, nobody else's job."""

import datetime as dt

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.jobs.models import LongJob
from tests.cast import narrowed, signed_in_as
from tests.desk.conftest import signed_in
from tests.working import do_jobs

pytestmark = pytest.mark.django_db


def test_a_check_of_files_from_the_button_to_its_end(db):
    office = signed_in("administrator")
    assert "すべてのファイルの内容を確かめる" in office.get("/desk/jobs/").text
    address = office.post("/desk/jobs/files/")["Location"]
    page = office.get(address).text
    assert "順番を待っている" in page
    assert "<progress" in page
    assert "worker" in page  # none is alive
    assert "Refresh" not in office.get(address)
    assert office.get(f"{address}?follow=1")["Refresh"] == "5"
    do_jobs()
    response = office.get(f"{address}?follow=1")
    page = response.text
    assert "どのファイルも揃っています" in page
    assert "Refresh" not in response
    assert "途中で止める" not in page
    assert address in office.get("/desk/jobs/").text


def test_the_bar_says_how_far_and_the_button_ends_it(db):
    office = signed_in("administrator", "en")
    address = office.post("/desk/jobs/files/")["Location"]
    with journal(actor=COMMAND_LINE, action="begin"):
        LongJob.objects.update(state="running", done=1, total=4)
    assert 'max="4" value="1"' in (page := office.get(address).text)
    assert "done (25%)" in page
    assert office.post(f"{address}end/").status_code == 302
    assert LongJob.objects.get().shall_end
    assert "It is about to end." in office.get(address).text


def test_it_is_its_askers_and_the_administrators(mihon):
    asker = signed_in("secretariat")
    with journal(actor=COMMAND_LINE, action="ask"):
        user = asker.get("/desk/").wsgi_request.user
        job = LongJob.objects.create(
            task="files.check", asked_by_id=user.pk, asked_at=dt.datetime(2022, 8, 1, tzinfo=dt.UTC)
        )
    address = f"/desk/jobs/long/{job.pk}/"
    assert asker.get(address).status_code == 200
    assert signed_in("administrator").get(address).status_code == 200
    for other in (signed_in("reader"), signed_in_as(narrowed("administrator"))):
        assert other.get(address).status_code == 404
        assert other.post(f"{address}end/").status_code == 404
    for other in (asker, signed_in_as(narrowed("administrator"))):
        assert other.post("/desk/jobs/files/").status_code == 404
        assert other.get("/desk/jobs/").status_code == 404
