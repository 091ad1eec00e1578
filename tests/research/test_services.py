"""A case becomes joint research in one act: lineage, holding, stage, figure; and the act is taken back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from renkei.core.accounts.actors import Actor, Grant, Role
from renkei.core.figures.service import answer, evidence
from renkei.core.history.journal import journal
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused, change_record
from renkei.directory.models import DatedName, Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period
from renkei.matching.board import Asked, cases_asked
from renkei.matching.models import CaseStage, CaseStep, ClosingReason, Seed
from renkei.matching.services.cases import close_case, move_case
from renkei.research.models import JointProject, JointProjectPartner, ResearchResult
from renkei.research.naming import named_in_title
from renkei.research.selectors import counted_in, known_of
from renkei.research.services import Partner, begin_joint_research, undo_joint_research
from tests.builders import both, make
from tests.matching.casework import AT, AUDITOR, ICHI, NI, SHI, a_case, office, present

if TYPE_CHECKING:
    from renkei.matching.models import Case

pytestmark = pytest.mark.django_db
CODE = "research.joint_projects"
INSTITUTE = Actor("desk", frozenset({Role.STRANGER}), 1, (Grant(Role.INSTITUTE, "institute"),))


@pytest.fixture(autouse=True)
def _office() -> None:
    office()
    make(Organisation, "institute", name=both("架空の研究所", "Fictional institute"), kind="institute")


def values(**changed: Any) -> dict[str, Any]:
    given = {
        "title": both("架空の会社との研究", "Research with a fictional firm"),
        "public_title": both("研究", "Research"),
        "organisation_id": "institute",
        "period": Period(dt.date(2026, 11, 1), dt.date(2027, 3, 31)),
        "state": "running",
    }
    return given | changed


def firm(**place: bool) -> Partner:
    given: dict[str, Any] = {"in_prefecture": True, **place}
    return Partner(Organisation.objects.get(pk="firm"), **given)


def begun(case: Case, actor: Actor = ICHI, **changed: Any) -> JointProject:
    given: dict[str, Any] = {
        "revision": present(case).revision,
        "values": values(),
        "partners": [firm()],
        "at": AT,
        "stage": CaseStage.objects.get(pk="joint"),
    }
    return begin_joint_research(actor=actor, case=case, **given | changed)


def counted() -> Any:
    found = answer(CODE, 2026, actor=AUDITOR, at=AT)
    return found.value if found else None


def test_the_project_the_case_and_the_figure_come_of_one_act() -> None:
    case = a_case()
    assert counted() is None
    project = begun(case)
    assert project.case_id == case.pk
    assert [each.organisation_id for each in project.partners.all()] == ["firm"]
    assert present(case).stage_id == "joint"
    assert counted() == 1
    found = evidence(CODE, 2026, actor=ICHI, at=AT)
    assert found is not None
    assert [line.slug for line in found.lines] == [project.pk]
    project_events: Any = JointProject.pgh_event_model.objects  # type: ignore[attr-defined]
    step_events: Any = CaseStep.pgh_event_model.objects  # type: ignore[attr-defined]
    made = project_events.get(pgh_obj_id=project.pk)
    assert made.pgh_context.metadata["action"] == "begin joint research"
    assert step_events.filter(pgh_context=made.pgh_context, stage="joint").count() == 1


def test_a_company_that_was_in_no_directory_becomes_the_cases() -> None:
    case = a_case(company_id=None, company_name="見知らぬ会社")
    assert case.company_id is None
    assert [each.pk for each in cases_asked(Asked(q="見知らぬ"), actor=ICHI, at=AT)] == [case.pk]
    begun(case)
    assert (present(case).company_id, present(case).stage_id) == ("firm", "joint")


def test_the_project_is_its_cases_holders_and_read_by_the_institution() -> None:
    case = a_case(shared_with="other")
    project = begun(case)
    assert (project.holder, project.shared_with) == ("foundation", "institute other")
    rows = JointProject.objects.all()
    for actor in (ICHI, NI, SHI, INSTITUTE):
        assert visible_to(rows, actor, AT).exists(), actor.name
    lonely = begun(a_case("lonely"))
    assert [visible_to(rows.filter(pk=lonely.pk), each, AT).exists() for each in (SHI, INSTITUTE)] == [
        False,
        True,
    ]


def test_what_is_kept_for_one_person_is_told_to_more_only_where_that_is_meant() -> None:
    case = a_case(holder_person="ichi")
    with pytest.raises(RuleBroken) as refused:
        begun(case)
    assert refused.value.code == "case.kept_private"
    assert not JointProject.objects.exists()
    begun(case, openly=True)
    assert visible_to(JointProject.objects.all(), NI, AT).exists()
    assert present(case).holder_person == "ichi"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"partners": []}, "project.no_partner"),
        ({"revision": 7}, "record.stale"),
    ],
)
def test_a_refusal_writes_nothing(changed: dict[str, Any], code: str) -> None:
    case = a_case()
    with pytest.raises(RuleBroken) as refused:
        begun(case, **changed)
    assert refused.value.code == code
    assert not JointProject.objects.exists()
    assert present(case).stage_id == "first"


def test_a_partner_named_twice_a_closed_case_and_a_stranger_to_it_are_refused() -> None:
    case = a_case()
    with pytest.raises(RuleBroken) as twice:
        begun(case, partners=[firm(), firm(is_local=True)])
    assert twice.value.code == "project.partner_twice"
    for actor in (SHI, AUDITOR):
        with pytest.raises(RuleBroken) as stranger:
            begun(case, actor)
        assert stranger.value.code == "permission.refused", actor.name
    reason = ClosingReason.objects.get(pk="advice")
    close_case(actor=ICHI, case=case, revision=1, why=reason, at=AT)
    with pytest.raises(RuleBroken) as closed:
        begun(case)
    assert closed.value.code == "case.closed"
    assert not JointProject.objects.exists()


def test_taken_back_it_is_as_if_it_had_not_been() -> None:
    case = a_case()
    steps = list(case.steps.values_list("pk", flat=True))
    project = begun(case)
    undo_joint_research(actor=NI, project=project, reason="誤り")
    assert (JointProject.objects.count(), JointProjectPartner.objects.count()) == (0, 0)
    assert present(case).stage_id == "first"
    assert list(case.steps.values_list("pk", flat=True)) == steps
    assert counted() is None


def test_a_case_that_moved_on_stays_where_it_is_and_results_are_not_taken_back() -> None:
    case = a_case()
    project = begun(case)
    meeting = CaseStage.objects.get(pk="meeting")
    move_case(actor=ICHI, case=case, revision=present(case).revision, stage=meeting, at=AT)
    with journal(actor=ICHI, action="test"):
        result = ResearchResult.objects.create(
            slug="paper", project=project, kind="paper", title=both("題"), day="2026"
        )
    with pytest.raises(RuleBroken) as refused:
        undo_joint_research(actor=ICHI, project=project)
    assert refused.value.code == "project.has_results"
    with journal(actor=ICHI, action="test"):
        result.delete()
    undo_joint_research(actor=ICHI, project=project)
    assert present(case).stage_id == "meeting"


def test_a_project_counts_where_the_figures_say_so() -> None:
    project = begun(a_case(), partners=[firm(is_local=True)])
    told = [(family.code.partition(".")[2], year) for family, year in counted_in(project, AT, 4)]
    assert told == [
        ("joint_projects", 2026),
        ("joint_projects_all", 2026),
        ("joint_projects_begun", 2026),
        ("joint_research_local", 2026),
    ]
    planned = begun(a_case("later"), values=values(state="planned", period=Period(dt.date(2027, 4, 1), None)))
    assert counted_in(planned, AT, 4) == []


def test_what_is_known_comes_from_the_case_and_what_stood_before(django_assert_max_num_queries: Any) -> None:
    begun(a_case("before"), values=values(rights=both("折半"), signed_on=AT), partners=[firm(is_local=True)])
    seed = make(Seed, "seed", title=both("種", "Seed"), organisation_id="institute")
    case = a_case("next")
    with journal(actor=ICHI, action="test"):
        case.seed = seed
        case.save()
    with django_assert_max_num_queries(12):
        known = known_of(present(case), ICHI, AT)
    assert known.values["organisation"].pk == "institute"
    assert known.values["seed"] == seed
    assert (known.company and known.company.pk, known.in_prefecture, known.is_local) == ("firm", True, True)
    assert known.earlier is not None
    assert known.earlier.rights.text("ja") == "折半"


@pytest.mark.parametrize("title", ["架空のfirmとの研究", "架 空の・ｆｉｒｍの香り", "研究"])
def test_a_title_for_the_public_that_tells_the_company_is_refused_unless_it_may_be_named(title: str) -> None:
    office_of_all = Actor("office", frozenset({Role.STRANGER, Role.SECRETARIAT}), 1)
    project = begun(a_case(), values=values(public_title=both(title)))
    tells = title != "研究"
    assert bool(named_in_title(project)) == tells

    def publish(kind: str, slug: str, revision: int) -> list[tuple[str, str]]:
        changed = {"publication": "public"}
        try:
            change_record(
                actor=office_of_all,
                kind=kind_of(kind),
                slug=slug,
                revision=revision,
                values=changed,
                reason="公開",
            )
        except RecordRefused as refused:
            return [(name, flaw.code) for name, flaw in refused.flaws]
        return []

    names = [("public_title", "joint_project.names_the_company")] if tells else []
    assert publish("jointproject", project.pk, project.revision) == names
    shared = {"project": project, "day": "2026", "kind": "press", "holder": "foundation"}
    make(ResearchResult, "press", title=both(title), publication="internal", **shared)
    assert [code for _, code in publish("researchresult", "press", 1)] == [code for _, code in names]
    partner = JointProjectPartner.objects.get()
    assert (
        publish("jointprojectpartner", partner.pk, partner.revision) == []
    )  # the company agreed to be named
    present_one = JointProject.objects.get()
    if tells:
        assert publish("jointproject", project.pk, present_one.revision) == []
        partner.refresh_from_db()
        with pytest.raises(RecordRefused):  # and as long as the title names it, its part is not hidden again
            change_record(
                actor=office_of_all, kind=kind_of("jointprojectpartner"), slug=partner.pk,
                revision=partner.revision, values={"publication": "internal"}, reason="戻す",
            )  # fmt: skip


def rename(kind: str, slug: str, **changed: Any) -> list[str]:
    """Change a record as an office that may; return the codes of what refused it."""
    office_of_all = Actor("office", frozenset({Role.STRANGER, Role.SECRETARIAT}), 1)
    model = kind_of(kind).model
    asked: dict[str, Any] = {"kind": kind_of(kind), "slug": slug, "values": changed, "reason": "公開"}
    try:
        change_record(actor=office_of_all, revision=model._default_manager.get(pk=slug).revision, **asked)
    except RecordRefused as refused:
        return [flaw.code for _, flaw in refused.flaws]
    return []


NAMES = ["joint_project.names_the_company"]


@pytest.mark.parametrize(
    ("partner", "company"),
    [
        ({"publication": "internal"}, {}),
        ({}, {"publication": "internal"}),
        ({"public_from": AT + dt.timedelta(days=1)}, {}),
        ({}, {"public_until": AT + dt.timedelta(days=1)}),
    ],
)
def test_a_company_may_be_named_only_while_it_and_its_part_are_public(
    partner: dict[str, Any], company: dict[str, Any]
) -> None:
    project = begun(a_case(), values=values(public_title=both("架空のfirmとの研究")))
    with journal(actor=ICHI, action="test", reason="test"):
        Organisation.objects.filter(pk="firm").update(**({"publication": "public"} | company))
        JointProjectPartner.objects.update(**({"publication": "public"} | partner))
    assert rename("jointproject", project.pk, publication="public") == NAMES
    window = {"public_from": AT + dt.timedelta(days=1), "public_until": AT + dt.timedelta(days=1)}
    inside = [] if partner.get("publication", company.get("publication")) is None else NAMES
    assert rename("jointproject", project.pk, publication="public", **window) == inside


def test_a_company_that_titles_name_is_neither_hidden_nor_renamed_into_them() -> None:
    project = begun(a_case(), values=values(public_title=both("架空のfirmと香りの研究")))
    part = JointProjectPartner.objects.get()
    assert rename("jointprojectpartner", part.pk, publication="public") == []
    assert rename("jointproject", project.pk, publication="public") == []
    assert rename("organisation", "firm", publication="internal") == NAMES
    assert rename("organisation", "firm", public_until=AT) == NAMES
    assert rename("organisation", "firm", name=both("別の会社", "Another firm")) == []
    assert rename("jointprojectpartner", part.pk, publication="internal") == []
    assert rename("organisation", "firm", name=both("firm", "firm")) == NAMES
    make(DatedName, "before", name=both("昔の名"), organisation_id="firm", period=Period(None, AT))
    assert rename("datedname", "before", name=both("firmと香り")) == NAMES
