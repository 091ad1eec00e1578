"""From a case to joint research on the desk: the form, what counts the project, lineage, the step back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renkei.core.accounts.actors import Role
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.directory.models import Organisation
from renkei.matching.models import ExternalFund, Introduction, Seed
from renkei.research.models import JointProject, JointProjectPartner, Presentation, ResearchResult
from tests.builders import both, make
from tests.desk.test_casework import signed
from tests.matching.casework import AT, ICHI, SHI, a_case, office, present

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from renkei.matching.models import Case

pytestmark = pytest.mark.django_db
EVIDENCE = "/desk/figures/research.joint_projects/2026/"


@pytest.fixture(autouse=True)
def _november(db: None) -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC), tick=False):
        office()
        make(Organisation, "institute", name=both("架空の研究所", "Fictional institute"), kind="institute")
        make(Seed, "seed", title=both("種の題", "Seed"), organisation_id="institute")
        yield


def a_case_introduced(slug: str = "need", **values: Any) -> Case:
    case = a_case(slug, **values)
    held = {"holder": case.holder, "holder_person": case.holder_person}
    days = {"company_agreed_on": AT, "researcher_agreed_on": AT, "introduced_on": AT, "state": "made"}
    make(Introduction, f"intro-{slug}", publication="internal", case=case, seed_id="seed", **days, **held)
    return case


def sent(client: Client, case: Case, **changed: Any) -> dict[str, Any]:
    """What the form holds when it is opened, as a browser would send it back."""
    page = client.get(reverse("desk:case_becomes", args=[case.pk]))
    assert page.status_code == 200
    found: dict[str, Any] = {"revision": present(case).revision}
    for form in (page.context["form"], page.context["becomes"], *page.context["partners"]):
        for field in form:
            value = field.value()
            if value not in (None, False):
                found[field.html_name] = "on" if value is True else getattr(value, "pk", value)
    return found | changed


def test_the_form_knows_what_the_case_knows_and_makes_it_joint_research() -> None:
    client, case = signed("ichi", "foundation"), a_case_introduced()
    asked = sent(client, case, **{"partner-1-in_prefecture": "on"})
    known = ("organisation", "seed", "partner-1-organisation", "period_from", "stage", "title@ja")
    assert [asked[name] for name in known] == ["institute", "seed", "firm", "2026-11-25", "joint", "件名"]
    done = client.post(reverse("desk:case_becomes", args=[case.pk]), asked, follow=True)
    project = JointProject.objects.get()
    assert done.redirect_chain[-1][0] == kind_of(project).desk_address(project.pk)
    assert (project.seed_id, project.case_id, present(case).stage_id) == ("seed", case.pk, "joint")
    assert EVIDENCE in done.text
    lines = client.get(EVIDENCE)
    assert kind_of(project).desk_address(project.pk) in lines.text
    assert project.pk in client.get(reverse("desk:casework", args=[case.pk])).text


def test_a_title_for_the_public_that_tells_the_company_is_warned_about() -> None:
    client, case = signed("ichi", "foundation"), a_case_introduced()
    asked = sent(client, case, **{"public_title@ja": "架空のfirmの臭い"})
    told = client.post(reverse("desk:case_becomes", args=[case.pk]), asked, follow=True)
    assert "公開用の題目から企業が分かります：架空のfirm" in told.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_written(language: str) -> None:
    client, case = signed("ichi", "foundation", language), a_case_introduced(holder_person="ichi")
    asked = sent(client, case)
    page = reverse("desk:case_becomes", args=[case.pk])
    for changed, form, field in (
        ({"period_from": "きのう"}, "form", "period_from"),
        ({"organisation": "nobody"}, "form", "organisation"),
        ({"fee": "たくさん"}, "form", "fee"),
        ({"period_from": "", "openly": "on"}, "form", "period_from"),
        ({"partner-1-organisation": "", "openly": "on"}, "partners", "organisation"),
        ({}, "becomes", "openly"),
    ):
        answer = client.post(page, asked | changed)
        assert answer.status_code == 422, changed
        found = answer.context[form]
        assert field in (found[0] if isinstance(found, list) else found).errors, changed
        assert asked["title@ja"] in answer.text
    assert client.post(page, asked | {"openly": "on", "revision": 9}).status_code == 409
    assert not JointProject.objects.exists()
    assert present(case).stage_id == "first"


def test_only_who_may_write_the_case_is_asked() -> None:
    case = a_case_introduced()
    page = reverse("desk:case_becomes", args=[case.pk])
    assert signed("shi", "other").get(page).status_code == 404
    assert signed("ni", "foundation", role=Role.AUDITOR).get(page).status_code == 404
    assert not JointProject.objects.exists()


def test_the_step_is_taken_back_from_the_projects_page_until_something_came_of_it() -> None:
    client, case = signed("ichi", "foundation"), a_case_introduced()
    client.post(reverse("desk:case_becomes", args=[case.pk]), sent(client, case))
    project = JointProject.objects.get()
    undo = reverse("desk:undo_becomes", args=[project.pk])
    page = kind_of(project).desk_address(project.pk)
    with journal(actor=ICHI, action="test"):
        result = ResearchResult.objects.create(
            slug="paper", project=project, kind="paper", title=both("題", "Paper"), day="2026-11"
        )
    assert undo not in client.get(page).text
    assert client.post(undo).status_code == 404
    with journal(actor=ICHI, action="test"):
        result.delete()
    assert undo in client.get(page).text
    assert signed("shi", "other").post(undo).status_code == 404
    back = client.post(undo, {"reason": "早すぎた"})
    assert back["Location"] == reverse("desk:casework", args=[case.pk])
    assert not JointProject.objects.exists()
    assert present(case).stage_id == "first"


def test_lineage_leads_both_ways_and_shows_no_more_than_one_may_see() -> None:
    """The institution sees the project and what came of it, and neither the case nor the need it came from."""
    client, case = signed("ichi", "foundation"), a_case_introduced(title=both("秘密の件名", "Secret"))
    client.post(reverse("desk:case_becomes", args=[case.pk]), sent(client, case, **{"title@ja": "研究の題"}))
    project = JointProject.objects.get()
    shared = {"holder": "foundation", "shared_with": "institute"}
    with journal(actor=ICHI, action="test"):
        ResearchResult.objects.create(
            slug="paper", project=project, kind="paper", title=both("論文の題"), day="2026", **shared
        )
        Presentation.objects.create(
            slug="talk", project=project, title=both("発表の題"), held_on=AT, **shared
        )
    whole = ["秘密の件名", "種の題", "研究の題", "論文の題", "発表の題"]
    starts = [
        ("need", "need"),
        ("seed", "seed"),
        ("case", case.pk),
        ("jointproject", project.pk),
        ("researchresult", "paper"),
        ("presentation", "talk"),
    ]
    for kind, slug in starts:
        text = client.get(reverse("desk:lineage", args=[kind, slug])).text
        assert [each for each in whole if each in text] == whole, kind
    institute = signed("shi", "institute", role=Role.INSTITUTE)
    for kind, slug in starts[3:]:
        answer = institute.get(reverse("desk:lineage", args=[kind, slug]))
        assert [each for each in whole if each in answer.text] == whole[1:], kind
        assert case.pk not in answer.text
        assert len(answer.context["rungs"]) == 4
    for kind, slug in (starts[0], starts[2]):
        assert institute.get(reverse("desk:lineage", args=[kind, slug])).status_code == 404
    seed = institute.get(reverse("desk:lineage", args=["seed", "seed"]))
    assert [rung.rows[0][0].text("ja") for rung in seed.context["rungs"]] == whole[1:]


def test_a_projects_page_asks_no_more_for_many_partners_than_for_one() -> None:
    client, case = signed("ichi", "foundation"), a_case_introduced()
    client.post(
        reverse("desk:case_becomes", args=[case.pk]), sent(client, case, **{"partner-1-in_prefecture": "on"})
    )
    project = JointProject.objects.get()
    page = kind_of(project).desk_address(project.pk)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for number in range(4):
        firm = make(Organisation, f"more-{number}", name=both(f"ほか{number}"), kind="company")
        make(JointProjectPartner, f"more-{number}", project=project, organisation=firm, in_prefecture=True)
    with CaptureQueriesContext(connection) as many:
        told = client.get(page)
    assert told.text.count("ほか") == 4
    assert len(many) <= len(few)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_by_one_who_sees_half_holds_the_other_half_only(form: str) -> None:
    """Cases, needs, funds and projects of the own office go out; those of another are no row and no number."""
    client, case = signed("ichi", "foundation"), a_case_introduced("mine", title=both("見える件"))
    client.post(
        reverse("desk:case_becomes", args=[case.pk]), sent(client, case, **{"title@ja": "見える研究"})
    )
    theirs = a_case("secret", actor=SHI, title=both("kakuretaの件"), holder="other", coordinator_id="shi")
    held = {"holder": "other", "publication": "internal"}
    secret = {"title": both("kakuretaの研究"), "organisation_id": "institute", "case": theirs, **held}
    make(JointProject, "secret-project", **secret)
    fund = {"call": both("公募"), "lead_id": "centre", "publication": "internal"}
    make(ExternalFund, "mine-fund", title=both("見える資金"), holder="foundation", **fund)
    make(ExternalFund, "secret-fund", title=both("kakuretaの資金"), holder="other", **fund)
    for kind, own in (
        ("need", "mine"),
        ("case", case.pk),
        ("jointproject", JointProject.objects.get(case=case).pk),
        ("externalfund", "mine-fund"),
    ):
        context = kind_of(kind).context
        answer = client.get(reverse("desk:download", args=[context, kind, form]))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if form == "xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = b"".join(book.read(name) for name in book.namelist())
        text = content.decode("utf-8", "replace")
        assert own in text, kind
        assert "kakureta" not in text, kind
        assert theirs.pk not in text, kind
        assert "secret" not in text, kind
