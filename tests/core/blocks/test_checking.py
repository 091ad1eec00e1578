"""Texts that name what is not there: refused by loads, services and forms; a gap on public pages."""

from __future__ import annotations

import pytest
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.blocks.checking import NAMES_SOMETHING
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import kind_of, rules_of
from renkei.core.records.services import RecordRefused, add_record, change_record, withdraw_record
from renkei.core.tables.service import load_package
from renkei.governance.models import Body
from renkei.indicators.models import Milestone
from renkei.kernel.errors import RuleBroken
from tests.builders import both, make, make_many
from tests.core.tables.packages import CLUSTER, folder
from tests.core.tables.refusals import refused
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
ROW = {
    "slug": "start",
    "happened": "2020-04-01",
    "year_kind": "calendar",
    "title@ja": "発足",
    "title@en": "Start",
}
BODY = {"slug": "council", "name@ja": "見本会議", "name@en": "Council", "legal_type": "committee"}
INDICATOR = {
    "slug": "events.visits",
    "label@ja": "視察",
    "label@en": "Visits",
    "definition@ja": "定義",
    "definition@en": "Definition",
    "unit": "visit",
    "kind": "flow",
}
GOOD = (
    "[[body:council]]、[[figure:events.visits@2020]]、[[figure:governance.bodies]]、"
    "[[figure:governance.meetings_held.council]]、[[date:2020-04]]、[[ordinal:2]]、[[contact:a@example.org]]"
)
BROKEN = {
    "[[body:council": "placeholder.malformed",
    "council]]": "placeholder.malformed",
    "[[date:2020-02-30]]": "placeholder.malformed",
    "[[council]]": "placeholder.malformed",
    "[[bodies:council]]": "placeholder.unknown_name",
    "[[body:committee]]": "placeholder.unknown_record",
    "[[figure:events.visit]]": "placeholder.unknown_figure",
    "[[figure:governance.meetings_held.nobody]]": "placeholder.unknown_figure",
    "[[figure:governance.bodies.council]]": "placeholder.unknown_figure",
}


def package(path, text, **more):
    return folder(
        path,
        bodies=[BODY],
        indicators=[INDICATOR],
        milestones=[ROW | {"text@ja": "見本の文", "text@en": text}],
        **more,
    )


def milestone(text):
    return make(Milestone, "start", year_kind="calendar", title=both("発足", "Start"), text=text)


def test_a_text_names_records_and_figures_of_its_own_package(tmp_path):
    assert load_package(package(tmp_path / "p", GOOD), actor=COMMAND_LINE).written


@pytest.mark.parametrize("text", BROKEN)
def test_a_load_says_where_a_text_names_nothing(tmp_path, text):
    (flaw,) = refused(package(tmp_path / "p", f"In {text}"))
    assert (flaw.code, flaw.file, flaw.row, flaw.column) == (BROKEN[text], "milestones.csv", 2, "text@en")
    assert flaw.found in text
    assert "character 4" in flaw.expected["en"] or text == "council]]"


def test_every_gap_of_a_text_is_told(tmp_path):
    flaws = refused(package(tmp_path / "p", "[[body:a]] and [[figure:b.c]] and [[d:e]]"))
    assert [flaw.found for flaw in flaws] == ["[[body:a]]", "[[figure:b.c]]", "[[d:e]]"]


def test_texts_of_many_rows_are_read_in_a_bounded_number_of_questions(
    tmp_path, django_assert_max_num_queries
):
    make(Body, "council", name=both("見本会議"), legal_type="committee")
    rows = [
        {"slug": f"m-{n}", "happened": "2020", "title": both("事"), "text": both("[[body:council]]")}
        for n in range(600)
    ]
    rows[-1]["text"] = both("[[body:none]]")
    make_many(Milestone, rows)
    assert NAMES_SOMETHING in rules_of(kind_of("milestone"))
    with django_assert_max_num_queries(4):
        found = list(NAMES_SOMETHING.check(Milestone.objects.all()))
    assert [slug for slug, _, _ in found] == ["m-599"]


@pytest.mark.parametrize("named", ["nothing@2020", "governance.bodies", "governance.bodies@20", "@2020"])
def test_the_home_page_shows_known_figures_of_a_year(tmp_path, named):
    row = CLUSTER | {"home_figures": f"governance.bodies@2020 {named}"}
    (flaw,) = refused(folder(tmp_path / "p", cluster=[row]))
    assert (flaw.code, flaw.column, flaw.found) == ("cluster.home_figures", "home_figures", named)


def test_the_services_refuse_such_a_text_and_keep_what_was():
    milestone(both("初めの文"))
    for text in BROKEN:
        with pytest.raises(RecordRefused) as error:
            change_record(
                actor=COMMAND_LINE,
                kind=kind_of("milestone"),
                slug="start",
                revision=1,
                values={"text": both(text)},
                reason="試す",
            )
        ((name, _),) = error.value.flaws
        assert name == "text@ja"
    assert Milestone.objects.get().text == both("初めの文")


def test_a_form_says_it_beside_the_text(tmp_path):
    make(Cluster, "cluster", name=both("見本クラスター", "Mihon"))
    make(
        Milestone,
        "start",
        happened="2020",
        year_kind="calendar",
        title=both("発足", "Start"),
        text=both("文", "Text"),
    )
    desk = signed_in("secretariat", "en")
    address = "/desk/indicators/milestone/start/edit/"
    form = desk.get(address).context["form"]
    typed = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    response = desk.post(address, typed | {"text@en": "See [[body:none]]", "reason": "try"})
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "text@en": ["Found “[[body:none]]”; expected a record that exists (character 5)."]
    }


@pytest.mark.parametrize(
    ("kind", "slug", "text"),
    [
        ("body", "council", "[[body:council]]"),
        ("body", "council", "[[figure:governance.meetings_held.council]]"),
        ("indicator", "events.visits", "[[figure:events.visits@2020]]"),
    ],
)
def test_what_a_text_names_is_not_withdrawn_from_under_it(tmp_path, kind, slug, text):
    load_package(package(tmp_path / "p", text), actor=COMMAND_LINE)
    with pytest.raises(RuleBroken) as error:
        withdraw_record(actor=COMMAND_LINE, kind=kind_of(kind), slug=slug, revision=1, reason="試す")
    assert error.value.code == "record.in_use"
    assert "milestone:start text@en" in error.value.message["en"]
    assert kind_of(kind).model._default_manager.filter(pk=slug).exists()


def test_an_old_gap_elsewhere_keeps_nobody_from_withdrawing():
    make(Body, "council", name=both("見本会議"), legal_type="committee")
    make(
        Milestone,
        "start",
        happened="2020",
        year_kind="calendar",
        title=both("発足"),
        text=both("council の [[body:none]]"),
    )
    withdraw_record(actor=COMMAND_LINE, kind=kind_of("body"), slug="council", revision=1, reason="試す")
    assert not Body.objects.exists()


def test_public_pages_go_on_and_the_desk_says_where(caplog):
    make(
        Cluster,
        "cluster",
        name=both("見本クラスター"),
        access=both("駅から[[figure:no.such]]分"),
        inquiries=both("[[壊れた文"),
        description=both("[[body:none]]のあらまし"),
    )
    make(
        Milestone,
        "start",
        happened="2020",
        year_kind="calendar",
        title=both("発足"),
        text=both("[[body:none]]で決めた"),
    )
    stranger = Client()
    for page in ("", "access/", "inquiries/", "milestones/", "milestones/start/"):
        response = stranger.get(f"/ja/{page}")
        assert response.status_code == 200, page
        assert "（記載なし）" in response.content.decode(), page
        assert "cluster" in caplog.text or "milestone:start" in caplog.text
        caplog.clear()
    page = signed_in("secretariat", "en").get("/desk/indicators/milestone/start/").content.decode()
    assert "“[[body:none]]”" in page
    assert "Description (Japanese)" in page


def test_a_record_that_names_nothing_wrong_says_nothing():
    make(
        Milestone,
        "start",
        happened="2020",
        year_kind="calendar",
        title=both("発足"),
        text=both("[[date:2020-04-01]]に発足"),
    )
    page = signed_in("secretariat", "en").get("/desk/indicators/milestone/start/").content.decode()
    assert "names what is not there" not in page


def test_a_new_record_is_refused_as_a_changed_one_is():
    with pytest.raises(RecordRefused):
        add_record(
            actor=COMMAND_LINE,
            kind=kind_of("milestone"),
            values={
                "slug": "new",
                "happened": "2020",
                "year_kind": "calendar",
                "title": both("新"),
                "text": both("[[figure:none]]"),
            },
            reason="試す",
        )
    assert not Milestone.objects.exists()
