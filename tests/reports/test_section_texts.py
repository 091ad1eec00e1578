"""Sentences of a report's own sections: a year typed into one is told, one that last year's edition said is marked."""

from __future__ import annotations

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.blocks.model import Text
from renkei.core.history.journal import journal
from renkei.indicators.models import StatedValue
from renkei.reports.checks import check_edition
from renkei.reports.editions import begin_edition
from renkei.reports.models import ReportKind, ReportSection
from renkei.reports.section_texts import key_of, unchanged_since
from renkei.reports.sentences import sentences
from tests.builders import both, make
from tests.reports.editing import DAY, draft, published

pytestmark = pytest.mark.django_db
OLD = both(
    "[[year:this]]の共同研究は[[figure:research.joint_projects]]件。\n・見本県の文\n・平成29年度に始めた。",
    "Projects in [[year:this]]: [[figure:research.joint_projects]].\n- Words of the prefecture\n- Begun in FY2017.",
)


@pytest.fixture
def defined(clean_mihon):
    make(ReportKind, "yearly", name=both("年次報告", "Yearly"), title=both("[[year:this]]の実績", "[[year:this]]"),
         years="budgets.pillars")  # fmt: skip
    make(ReportSection, "results", report_id="yearly", position=1, anchor="results", text=OLD,
         title=both("実績", "Results"), block="budgets.pillars", settings="side=results")  # fmt: skip


def typed(edition):
    return [each for each in check_edition(edition, DAY).findings if each.rule == "typed_year"]


def test_a_year_typed_into_a_section_is_a_warning_with_its_place(defined):
    edition = draft()
    japanese, english = sorted(typed(edition), key=lambda each: each.language != "ja")
    assert (japanese.detail, english.detail) == ("text 平成29年度", "text FY2017")
    assert japanese.record == ("reportsection", "results")
    assert japanese.section == "results"
    assert japanese.quote == "・平成29年度に始めた。"
    (place,) = (
        each for each in sentences(check_edition(edition, DAY).reports["ja"]) if "始めた" in each.text
    )
    assert japanese.anchor == place.anchor
    assert not japanese.is_error
    with journal(actor=COMMAND_LINE, action="test"):
        ReportSection.objects.update(text=both("[[year:last]]に始めた。", "Begun in [[year:last]]."))
    assert typed(edition) == []


def test_a_typed_year_in_a_title_is_told_too(defined):
    with journal(actor=COMMAND_LINE, action="test"):
        ReportKind.objects.update(title=both("2020年度の報告", "Report"))
        ReportSection.objects.update(text=both("文", "Text"))
    (found,) = typed(draft())
    assert found.record == ("reportkind", "yearly")


def test_what_last_years_edition_said_is_marked_and_only_that(defined, django_assert_max_num_queries):
    with journal(actor=COMMAND_LINE, action="test"):
        ReportSection.objects.update(text=both(OLD["ja"].rpartition("\n")[0], OLD["en"].rpartition("\n")[0]))
    published()
    make(StatedValue, "joint-2021", indicator_id="research.joint_projects", fiscal_year=2021, state="exact", value=20,
         publisher_id="mihon-prefecture", document_id="annual-report")  # fmt: skip
    from tests.reports.mihon import item

    item("next", both("次の実績", "Next results"), fiscal_year=2021)
    with journal(actor=COMMAND_LINE, action="test"):
        changed = OLD["ja"].rpartition("\n")[0].replace("見本県の文", "新しい文")
        ReportSection.objects.update(text=both(changed, OLD["en"].rpartition("\n")[0]))
    edition = begin_edition(actor=COMMAND_LINE, kind="yearly", year=2021, at=DAY)
    reports = check_edition(edition, DAY).reports

    def marked(language):
        with django_assert_max_num_queries(12):
            same = unchanged_since(edition, reports[language], language, DAY)
        return [each.text for each in sentences(reports[language]) if (each.section, each.anchor) in same]

    assert marked("ja") == ["令和3年度の共同研究は20件。"]
    assert marked("en") == ["Projects in FY2021: 20.", "Words of the prefecture"]


def test_without_an_edition_before_nothing_is_marked(defined):
    edition = draft()
    found = check_edition(edition, DAY).reports["ja"]
    assert unchanged_since(edition, found, "ja", DAY) == frozenset()
    assert key_of((Text("文"),), 2020) == ("文",)
