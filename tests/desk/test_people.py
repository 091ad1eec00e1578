import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.models import User
from renkei.core.notices.models import Notice
from renkei.directory.models import RoleAssignment
from renkei.directory.services import add_user
from tests.desk.conftest import signed_in
from tests.working import do_jobs

pytestmark = pytest.mark.django_db
PASSWORD = "mihon no nagai aikotoba"
INVITE = {
    "name": "t.mihon",
    "email": "t.mihon@example.jp",
    "role": "finance",
    "first_day": "令和2年4月1日",
    "last_day": "",
    "organisation": "mihon-city",
    "reason": "4月から",
}


@pytest.fixture
def office(mihon):
    return signed_in("administrator")


def invited(office, **changes):
    response = office.post("/desk/users/invite/", INVITE | changes)
    assert response.status_code == 302, response.context["form"].errors
    return response["Location"]


def link_on(page):
    return re.search(r'value="(http://testserver/desk/welcome/[^"]+)"', page).group(1)


def test_somebody_is_invited_comes_in_and_works(office):
    where = invited(office)
    link = link_on(office.get(where).text)
    assert "/desk/welcome/" not in office.get(where).text  # shown once
    do_jobs()
    [sent] = mail.outbox
    assert sent.to == ["t.mihon@example.jp"]
    assert link.removeprefix("http://testserver") in sent.body
    newcomer = Client()
    assert "t.mihon" in newcomer.get(link).text
    differing = newcomer.post(link, {"password": PASSWORD, "again": "x"})
    assert differing.status_code == 422
    assert newcomer.post(link, {"password": "short", "again": "short"}).status_code == 422
    assert newcomer.post(link, {"password": PASSWORD, "again": PASSWORD})["Location"] == "/desk/"
    assert newcomer.get("/desk/").context["actor"]["name"] == "t.mihon"
    assert newcomer.get("/desk/budgets/amount/_new/").status_code == 200
    assert newcomer.get("/desk/users/").status_code == 404
    second = Client().get(link)
    assert second.status_code == 410
    assert "すでに使われました" in second.text
    held = RoleAssignment.objects.get(user__username="t.mihon")
    assert (held.role, held.organisation_id) == (Role.FINANCE, "mihon-city")


def test_what_is_wrong_with_an_invitation_is_said_beside_the_field(office):
    invited(office)
    page = office.post("/desk/users/invite/", INVITE)
    assert page.status_code == 422
    assert "name" in page.context["form"].errors
    page = office.post("/desk/users/invite/", INVITE | {"name": "a b", "last_day": "2019-03-31"})
    assert set(page.context["form"].errors) == {"name", "last_day"}
    assert User.objects.filter(username="t.mihon").count() == 1


def test_an_invitation_goes_out_as_a_mail_with_the_same_link(office):
    page = office.get(invited(office)).text
    assert mail.outbox == []  # a row and a job first: a server that is down undoes nothing
    assert do_jobs() == ["notices.send"]
    [sent] = mail.outbox
    token = link_on(page).rstrip("/").rsplit("/", 1)[-1]
    assert token in sent.body
    assert Client().get(link_on(page)).status_code == 200
    [notice] = Notice.objects.all()
    assert (notice.state, notice.letter, notice.user.username) == ("sent", "invitation", "t.mihon")
    assert token not in notice.text
    assert "…" in notice.text


def test_a_forgotten_password_says_the_same_to_all(office):
    add_user(actor=COMMAND_LINE, name="hanako", role="reader", email="hanako@example.jp", password=PASSWORD)
    stranger = Client()
    known = stranger.post("/desk/forgotten/", {"email": "hanako@example.jp"})
    unknown = stranger.post("/desk/forgotten/", {"email": "nobody@example.jp"})
    plain = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.text) for page in (known, unknown)]
    assert plain[0] == plain[1]
    assert do_jobs() == ["notices.send"]
    [sent] = mail.outbox
    link = re.search(r"http://127.0.0.1:8000(\S+)", sent.body).group(1)
    new = "another long pass phrase"
    assert stranger.post(link, {"password": new, "again": new}).status_code == 302
    assert User.objects.get(username="hanako").check_password(new)


def test_a_role_is_given_and_ended(office):
    where = invited(office)
    role = {"role": "auditor", "first_day": "2020-04-01", "last_day": "2099-03-31", "organisation": ""}
    assert office.post(f"{where}roles/", role)["Location"] == where
    held = RoleAssignment.objects.get(role="auditor", user__username="t.mihon")
    stop = f"{where}roles/{held.pk}/end/"
    assert stop in office.get(where).text
    assert office.post(stop, {"last_day": "2021-03-31", "reason": ""}).status_code == 422
    assert office.post(stop, {"last_day": "2021-03-31", "reason": "異動"})["Location"] == where
    assert stop not in office.get(where).text
    assert Client().get(where).status_code == 302


def test_ending_a_user_ends_their_sessions_and_keeps_their_name(office):
    user = add_user(actor=COMMAND_LINE, name="hanako", role="reader", password=PASSWORD)
    hers = Client()
    hers.post("/desk/sign-in/", {"login": "hanako", "password": PASSWORD})
    assert hers.get("/desk/").status_code == 200
    where = f"/desk/users/{user.pk}/"
    assert office.post(f"{where}end/", {"reason": "退職"})["Location"] == where
    assert hers.get("/desk/").status_code == 302
    page = office.get(where).text
    assert "終了" in page
    assert "hanako" in office.get("/desk/users/").text


def test_the_last_administrator_is_told_why_not(office, settings):
    settings.DEMO = False
    user = User.objects.get(username="administrator")
    page = office.post(f"/desk/users/{user.pk}/end/", {"reason": "退職"})
    assert page.status_code == 422
    assert "管理者が一人もいなくなる" in page.text


def test_sessions_are_listed_and_ended(office):
    user = add_user(actor=COMMAND_LINE, name="hanako", role="reader", password=PASSWORD)
    here, there = Client(), Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/604"})
    for client in (here, there):
        client.post("/desk/sign-in/", {"login": "hanako", "password": PASSWORD})
    page = here.get("/desk/settings/")
    assert len(page.context["sessions"].rows) == 2
    assert "Safari · iPhone" in page.text
    here.post("/desk/settings/sessions/end/")
    assert here.get("/desk/").status_code == 200
    assert there.get("/desk/").status_code == 302
    before = Session.objects.count()
    office.post(f"/desk/users/{user.pk}/sessions/end/")
    assert here.get("/desk/").status_code == 302
    assert Session.objects.count() < before


def test_the_auditor_reads_users_and_changes_none(office):
    where = invited(office)
    auditor = signed_in("auditor", "en")
    assert "t.mihon" in auditor.get("/desk/users/").text
    assert "What can be done next" not in auditor.get(where).text
    assert auditor.get("/desk/users/invite/").status_code == 404
    assert auditor.post(f"{where}end/", {"reason": "x"}).status_code == 404
