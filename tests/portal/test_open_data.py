"""Every public table as a file: complete, checked by other people's validators, and nothing that is not open."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.privacy.registry import personal_of
from renkei.core.records.kinds import kind_of, kinds
from renkei.directory.models import Person
from renkei.governance.models import Body, Meeting, Seat
from renkei.indicators.models import Milestone
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period
from renkei.portal.open_data.declared import NOT_OPEN, OPEN
from renkei.research.models import JointProject, JointProjectPartner
from tests.builders import both, make
from tests.portal.questions import body_of

pytestmark = pytest.mark.django_db


def rows_of(client, table):
    text = body_of(client.get(f"/open-data/{table}.csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_kind_is_declared_open_or_says_why_not():
    assert set(OPEN) | set(NOT_OPEN) == {kind.slug for kind in kinds()}
    assert not set(OPEN) & set(NOT_OPEN)
    assert all(NOT_OPEN.values())


@pytest.mark.parametrize("slug", sorted(OPEN))
def test_open_columns_are_fields_hold_no_personal_data_and_point_to_open_tables(slug):
    model = kind_of(slug).model
    named = OPEN[slug].split()
    fields = {item.name: item for item in model._meta.concrete_fields}
    assert set(named) <= set(fields)
    personal = personal_of(model)
    assert not set(named) & (set(personal.fields) if personal else set())
    targets = {kind_of(fields[name].related_model).slug for name in named if fields[name].is_relation}
    assert targets <= set(OPEN)


def test_a_row_without_its_owner_is_in_no_table_and_points_to_nothing_hidden(client):
    make(Body, "shown", name=both("見本会", "Shown"), legal_type="committee")
    make(Body, "hidden", name=both("秘匿会", "Hidden"), legal_type="committee", publication="internal")
    make(Body, "below", name=both("見本部会", "Below"), legal_type="committee", parent_id="hidden")
    city = make(kind_of("organisation").model, "mihon-city", name=both("見本市", "Mihon"), kind="city")
    for body in ("shown", "hidden"):
        make(Seat, f"seat-{body}", body_id=body, role="member", organisation=city)
    assert [each["slug"] for each in rows_of(client, "seats")] == ["seat-shown"]
    assert [(each["slug"], each["parent"]) for each in rows_of(client, "bodies")] == [
        ("below", ""),
        ("shown", ""),
    ]
    text = body_of(client.get("/open-data/bodies.json")).decode()
    assert "hidden" not in text
    assert "秘匿" not in text


def test_people_are_in_no_file_not_even_those_who_agreed_to_be_named(client):
    city = make(kind_of("organisation").model, "mihon-city", name=both("見本市", "Mihon"), kind="city")
    person = make(Person, "mihon-hanako", family_name="見本花子", controller=city, purpose="名簿")
    body = make(Body, "shown", name=both("見本会", "Shown"), legal_type="committee")
    make(Seat, "seat", body=body, role="chair", person=person)
    talk = both("[[person:mihon-hanako]]が話した", "[[person:mihon-hanako]] spoke")
    make(Milestone, "talk", title=both("見本の講演", "Talk"), text=talk, happened="2023-07")
    assert "見本花子が話した" in client.get("/ja/milestones/").text  # a page may name her
    assert client.get("/open-data/people.csv").status_code == 404
    assert len(rows_of(client, "seats")) == 1
    everything = b"".join(
        body_of(client.get(f"/open-data/{table}.{form}"))
        for table in ("seats", "bodies", "organisations", "milestones")
        for form in ("csv", "json")
    )
    assert b"hanako" not in everything
    assert "花子" not in everything.decode("utf-8-sig")
    assert [each["text@ja"] for each in rows_of(client, "milestones")] == ["（非公開）が話した"]


def test_joint_research_without_a_title_for_the_public_is_in_no_table(client):
    city = make(kind_of("organisation").model, "mihon-firm", name=both("見本社", "Firm"), kind="company")
    for slug, title in (("told", both("見本の研究", "Research")), ("kept", Localised({}))):
        given = {"title": both("内部の題", "Inner"), "public_title": title, "organisation": city}
        project = make(JointProject, slug, period=Period(dt.date(2023, 4, 1), None), **given)
        make(JointProjectPartner, f"partner-{slug}", project=project, organisation=city, role="company")
    assert [each["slug"] for each in rows_of(client, "joint_projects")] == ["told"]
    assert [each["slug"] for each in rows_of(client, "joint_project_partners")] == ["partner-told"]


@pytest.mark.parametrize(
    ("header", "count", "needed"),
    [
        ("gif", 50, {"NO", "名称", "説明", "イベント種類", "URL", "状態", "開始日", "終了日", "主催団体"}),
        ("recommended", 32, {"イベント名", "開始日", "終了日", "説明", "場所名称", "主催者", "URL"}),
    ],
)
def test_lists_of_events_bear_the_headers_that_others_read(client, header, count, needed):
    body = make(Body, "mihon", name=both("見本会", "Mihon"), legal_type="committee")
    day = {"held_on": "2023-07-10", "state": "held", "venue": both("県庁", "Office")}
    make(Meeting, "one", body=body, title=both("第1回\n見本会", "First"), **day)
    make(Meeting, "hidden", body=body, publication="internal", **day)
    text = body_of(client.get(f"/open-data/event-list-{header}.csv"))
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").splitlines()
    reader = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert [len(each) for each in reader] == [count, count]
    assert all(dict(zip(*reader, strict=True))[name] for name in needed), lines
    assert dict(zip(*reader, strict=True))["URL"].endswith("/ja/meetings/one/")


def test_unknown_tables_forms_and_headers_are_not_found(client):
    make(Body, "mihon", name=both("見本会", "Mihon"), legal_type="committee")
    for path in ("bodies.pdf", "nothing.csv", "cases.csv", "people.json", "event-list-other.csv"):
        assert client.get(f"/open-data/{path}").status_code == 404, path
    assert client.get("/open-data/bodies.csv").status_code == 200
    assert client.get("/ja/open-data/people/").status_code == 404


def test_the_page_lists_what_has_rows_and_nothing_else(client):
    assert "/open-data/bodies.csv" not in client.get("/ja/open-data/").content.decode()
    make(Body, "mihon", name=both("見本会", "Mihon"), legal_type="committee")
    page = client.get("/en/open-data/").content.decode()
    assert "/open-data/bodies.csv" in page
    assert "/open-data/meetings.csv" not in page
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Body.objects.filter(pk="mihon").update(publication="withdrawn")
    assert "/open-data/bodies.csv" not in client.get("/en/open-data/").content.decode()
    assert rows_of(client, "bodies") == []  # the address stays
