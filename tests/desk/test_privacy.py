"""The desk's pages of personal data: who may open them, what they do, and that reading is written down."""

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.directory.models import Person
from renkei.privacy.models import Breach, Erasure, LegalHold, PrivacyCase, Reading
from renkei.privacy.services.cases import hold
from tests.desk.conftest import record, signed_in

pytestmark = pytest.mark.django_db
CASE = {
    "kind": "erasure",
    "subject_kind": "person",
    "subject": "fujieda-mizuki",
    "controller": "mihon-city",
    "received_on": "2026-05-11",
    "asked": "",
}


@pytest.fixture
def person(mihon, settings, tmp_path):
    settings.HOME = tmp_path
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    names = {"family_name": "藤枝", "given_name": "みずき"}
    return record("person", "fujieda-mizuki", **names, controller_id="mihon-city", purpose="名簿")


def opened(office, **changes):
    response = office.post("/desk/privacy/cases/_new/", CASE | changes)
    assert response.status_code == 302, response.context["form"].errors
    office.post(response["Location"] + "move/", {"verb": "identify", "identity": "photo"})
    return response["Location"]


def test_an_erasure_from_request_to_record(person, desk):
    where = opened(desk)
    page = desk.get(f"{where}erase/")
    assert "元に戻せません" in page.text
    refused = desk.post(f"{where}erase/", {"typed": "wrong"})
    assert refused.status_code == 422
    assert Person.objects.filter(pk="fujieda-mizuki").exists()
    assert desk.post(f"{where}erase/", {"typed": "fujieda-mizuki"}).status_code == 302
    made = Erasure.objects.get()
    assert made.case_number == "2026-001"
    assert PrivacyCase.objects.get().subject == made.alias
    rows = desk.get("/desk/privacy/erasures/").context["table"].rows
    assert [row[3].value for row in rows] == [made.alias]
    assert desk.get(where).status_code == 200


def test_what_hinders_is_said_and_the_button_is_not_there(person, desk):
    hold(actor=COMMAND_LINE, subject_kind="person", subject="fujieda-mizuki", why="係争中")
    page = desk.get(f"{opened(desk)}erase/")
    assert "係争中" in page.text
    assert 'name="typed"' not in page.text


def test_a_hold_is_set_and_lifted_with_its_reason(person, desk):
    said = {"subject_kind": "person", "subject": "nobody", "why": "係争中", "until": ""}
    refused = desk.post("/desk/privacy/holds/_new/", said)
    assert (refused.status_code, LegalHold.objects.count()) == (422, 0)
    assert desk.post("/desk/privacy/holds/_new/", said | {"subject": "fujieda-mizuki"}).status_code == 302
    held = LegalHold.objects.get()
    assert 'name="typed"' not in desk.get(f"{opened(desk)}erase/").text
    lifted = f"/desk/privacy/holds/{held.pk}/"
    assert desk.post(lifted, {"reason": ""}).status_code == 422
    assert signed_in("auditor").get(lifted).status_code == 404
    assert desk.post(lifted, {"reason": "和解した"}).status_code == 302
    assert not LegalHold.objects.exists()
    events = LegalHold.pgh_event_model.objects.order_by("pgh_id")
    assert events.last().pgh_context.metadata["reason"] == "和解した"
    assert desk.get(lifted).status_code == 404


def test_a_disclosure_needs_the_identity_and_is_logged(person, desk):
    response = desk.post("/desk/privacy/cases/_new/", CASE | {"kind": "disclosure"})
    where = response["Location"]
    assert desk.get(f"{where}disclosure/").status_code == 302
    assert not Reading.objects.filter(way="disclosure").exists()
    desk.post(f"{where}move/", {"verb": "identify", "identity": "photo"})
    page = desk.get(f"{where}disclosure/")
    assert "藤枝" in page.text
    assert desk.get(f"{where}disclosure.json").json()["person"] == "fujieda-mizuki"
    assert Reading.objects.filter(way="disclosure", purpose="2026-001").count() == 2


def test_a_breach_is_recorded_and_moves_on(person, desk):
    said = {"known_on": "2026-05-11", "happened": "誤送信", "items": "氏名", "persons:mihon-city": "101"}
    where = desk.post("/desk/privacy/breaches/_new/", said)["Location"]
    page = desk.get(where).text
    assert "報告が要る" in page
    assert "藤枝 みずき" in page
    desk.post(f"{where}move/", {"verb": "report_preliminary"})
    assert Breach.objects.get().state == "preliminary"


@pytest.mark.parametrize(
    ("address", "way", "count"),
    [
        ("/desk/directory/person/", "list", 1),
        ("/desk/directory/person/?q=藤枝", "list", 1),
        ("/desk/directory/person/fujieda-mizuki/", "page", None),
        ("/desk/directory/person/fujieda-mizuki/history/", "history", None),
        ("/desk/directory/person/fujieda-mizuki/edit/", "form", None),
        ("/desk/directory/person/_download/xlsx/", "download", 1),
        ("/desk/lookup/person/", "search", 1),
        ("/desk/search/?q=藤枝", "search", 1),
    ],
)
def test_each_way_of_reading_leaves_one_row(person, desk, address, way, count):
    assert desk.get(address).status_code == 200
    assert [(each.kind, each.way, each.count, each.actor) for each in Reading.objects.all()] == [
        ("person", way, count, "secretariat")
    ]


def test_what_is_not_personal_is_not_logged(person, desk):
    desk.get("/desk/governance/meeting/")
    assert not Reading.objects.exists()


def test_a_list_of_many_people_costs_one_insert(person, desk, django_assert_max_num_queries):
    for number in range(4):
        record("person", f"more-{number}", family_name="見本", controller_id="mihon-city", purpose="名簿")
    with django_assert_max_num_queries(14):
        desk.get("/desk/directory/person/")
    assert Reading.objects.get().count == 5


def test_the_log_is_for_auditors_and_administrators(person):
    signed_in("administrator").get("/desk/directory/person/fujieda-mizuki/")
    page = signed_in("auditor").get("/desk/privacy/readings/?record=fujieda-mizuki&way=page")
    assert "fujieda-mizuki" in page.text
    assert "異常はありません" in page.text
    assert signed_in("auditor").get("/desk/privacy/readings/?who=nobody").text.count("当たる記録") == 1
    assert signed_in("secretariat").get("/desk/privacy/readings/").status_code == 404
    assert signed_in("auditor").get("/desk/privacy/cases/").status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "name", ["", "cases/", "cases/_new/", "breaches/_new/", "readings/", "erasures/", "holds/"]
)
def test_every_page_opens_with_nothing_to_show(db, language, name):
    assert signed_in("administrator", language).get(f"/desk/privacy/{name}").status_code == 200


def test_the_register_of_one_holder_is_a_table(person, desk):
    response = desk.get("/desk/privacy/register.csv?controller=mihon-city")
    text = response.content.decode("utf-8-sig")
    assert text.startswith("個人情報ファイルの名称,保有する機関,利用目的")
    line = next(each for each in text.splitlines() if each.startswith("人,"))
    assert "見本市" in line
    assert line.endswith(",1")
