"""Joint research counts itself: by year, by place of the partner, each project once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from renkei.core.figures.asking import ask, years_with_values
from renkei.core.figures.registry import families
from renkei.core.figures.service import answer, evidence, history, known_years
from renkei.directory.models import Organisation
from renkei.kernel.periods import Period
from renkei.research.models import JointProject, JointProjectPartner, Presentation, ResearchResult
from tests.builders import both, make

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

pytestmark = pytest.mark.django_db
AT = dt.date(2026, 11, 25)


def project(slug: str, start: dt.date, end: dt.date | None, **values: object) -> JointProject:
    return make(
        JointProject,
        slug,
        title=both(f"題目 {slug}"),
        public_title=both(f"公開 {slug}"),
        organisation_id="institute",
        period=Period(start, end),
        state=values.pop("state", "running"),
        **values,
    )


def partner(slug: str, of: JointProject, organisation: str, **place: bool) -> None:
    make(JointProjectPartner, slug, project=of, organisation_id=organisation, **place)


@pytest.fixture(autouse=True)
def organisations() -> None:
    make(Organisation, "institute", name=both("見本研究所"), kind="institute")
    for number in (1, 2):
        make(Organisation, f"firm-{number}", name=both(f"見本会社{number}"), kind="company")


def value(code: str, year: int, actor: Actor) -> object:
    found = answer(code, year, actor=actor, at=AT)
    return found.value if found else None


def test_a_project_counts_in_each_year_it_touches_and_once(secretariat: Actor) -> None:
    long = project("long", dt.date(2025, 3, 31), dt.date(2026, 4, 1))
    partner("long-1", long, "firm-1", in_prefecture=True)
    partner("long-2", long, "firm-2", in_prefecture=True)
    code = "research.joint_projects"
    assert [value(code, year, secretariat) for year in (2023, 2024, 2025, 2026, 2027)] == [
        None,
        1,
        1,
        1,
        None,
    ]


def test_planned_projects_and_partners_from_elsewhere_do_not_count(secretariat: Actor) -> None:
    planned = project("planned", dt.date(2026, 6, 1), None, state="planned")
    partner("planned-1", planned, "firm-1", in_prefecture=True)
    away = project("away", dt.date(2026, 6, 1), None)
    partner("away-1", away, "firm-2")
    assert value("research.joint_projects", 2026, secretariat) is None
    assert value("research.joint_projects_all", 2026, secretariat) == 1
    assert value("research.joint_projects_begun", 2026, secretariat) == 1


def test_a_stranger_reads_the_title_that_names_no_company(stranger: Actor) -> None:
    one = project("one", dt.date(2026, 6, 1), None)
    partner("one-1", one, "firm-1", in_prefecture=True)
    found = evidence("research.joint_projects", 2026, actor=stranger, at=AT)
    assert found is not None
    assert [line.label.text("ja") for line in found.lines] == ["公開 one"]


def test_a_fee_without_a_day_of_signature_tells_no_year(secretariat: Actor) -> None:
    unsigned = project("unsigned", dt.date(2026, 6, 1), None, fee=100)
    partner("unsigned-1", unsigned, "firm-1", in_prefecture=True)
    signed = project("signed", dt.date(2026, 6, 1), None, fee=20, signed_on=dt.date(2026, 5, 1))
    partner("signed-1", signed, "firm-1", in_prefecture=True)
    assert value("research.joint_research_fees", 2026, secretariat) == 20
    assert known_years(secretariat, AT) == [2026]


def test_results_count_by_day_by_month_and_by_year(secretariat: Actor) -> None:
    found = project("p", dt.date(2015, 4, 1), None)
    days = ("2016-03-31", "2016-04", "2016-04-01", "2016", "2017-03", "2017-04", "2017")
    for day in days:
        make(ResearchResult, f"r-{day}", project=found, kind="paper", title=both(day), day=day)
    code = "research.results.paper"
    past = history([code], actor=secretariat, at=AT)[code]
    found_values = {each.fiscal_year: int(each.value or 0) for each in past}
    assert found_values == {2015: 1, 2016: 4, 2017: 2}
    assert known_years(secretariat, AT) == [2015, 2016, 2017]


def test_the_years_of_a_figures_own_rows_are_all_that_is_asked(secretariat: Actor) -> None:
    """Nothing is lost by it: what lasts over years is asked in all of them."""
    long = project("long", dt.date(2025, 3, 31), dt.date(2026, 4, 1))
    partner("long-1", long, "firm-1")
    make(Presentation, "shown", title=both("発表"), held_on=dt.date(2020, 5, 1))
    make(ResearchResult, "r", project=long, kind="paper", title=both("論文"), day="2021-05")
    ways: dict[str, Any] = {"actor": secretariat, "at": AT}
    assert years_with_values(**ways) == [2020, 2021]
    assert years_with_values(**ways, codes=frozenset({"research.presentations"})) == [2020]
    assert years_with_values(**ways, codes=frozenset({"research.presentations", "no.such"})) == [2020]
    assert years_with_values(**ways, codes=frozenset({"research.joint_projects_all"})) == [2020, 2021]
    codes = frozenset(family.code for family in families())
    wide = ask(years_with_values(**ways), codes, **ways)
    for code in codes:
        kept = [each.fiscal_year for each in history([code], **ways)[code]]
        assert kept == [year for year in sorted(wide) if code in wide[year]]
