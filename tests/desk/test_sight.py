"""What the page says a person sees is what that person is shown."""

import pytest

from renkei.core.accounts.models import User
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db


def counted(page):
    return {
        row[0].url.rstrip("/").rpartition("/")[2]: row[3].value
        for row in page.context["table"].rows
        if row[0].url
    }


def test_the_page_tells_what_each_role_sees(mihon):
    auditor = signed_in("auditor")
    signed_in("reader")
    reader = User.objects.get(username="reader")
    page = auditor.get(f"/desk/users/{reader.pk}/sees/")
    assert "閲覧者" in page.text
    assert counted(page)["meeting"] == "2（2）"
    listed = auditor.get(f"/desk/users/{reader.pk}/sees/governance/meeting/")
    theirs = signed_in("reader").get("/desk/governance/meeting/")
    assert len(listed.context["table"].rows) == len(theirs.context["table"].rows) == 2


def test_one_without_a_role_sees_only_what_is_public(mihon):
    office = signed_in("administrator")
    reader = User.objects.get(username="reader")
    office.post(f"/desk/users/{reader.pk}/end/", {"reason": "見本"})
    page = office.get(f"/desk/users/{reader.pk}/sees/")
    assert "公開されたものだけが見え" in page.text
    assert counted(page)["organisation"] == "1（2）"
    assert counted(page)["meeting"] == "0（2）"
    listed = office.get(f"/desk/users/{reader.pk}/sees/directory/organisation/")
    assert [row[0].url for row in listed.context["table"].rows] == [
        "/desk/directory/organisation/mihon-city/"
    ]


@pytest.mark.parametrize("role", ["secretariat", "reader", "finance"])
def test_nobody_else_looks_through_others_eyes(mihon, role):
    client = signed_in(role)
    user = User.objects.get(username="administrator")
    assert client.get(f"/desk/users/{user.pk}/sees/").status_code == 404


@pytest.mark.parametrize("role", ["secretariat", "reader", "finance", "administrator"])
def test_everybody_sees_what_they_see(mihon, role):
    client = signed_in(role)
    page = client.get("/desk/settings/sight/")
    assert page.context["shown"].username == role
    assert "自分に見えるもの" in page.text
    assert "この人に見えるもの" not in page.text
    count = counted(page)["meeting"]
    listed = client.get("/desk/settings/sight/governance/meeting/")
    assert count == f"{len(listed.context['table'].rows)}（2）"
    assert "/desk/settings/sight/governance/meeting/" in page.text
    assert "/desk/settings/sight/" in client.get("/desk/settings/").text
    assert client.get("/desk/settings/sight/governance/nothing/").status_code == 404
