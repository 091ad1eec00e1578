"""Reports as data: read from the cluster's records, or the starters; what is wrong is told with its place."""

from __future__ import annotations

import pytest

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused, add_record
from renkei.kernel.localised import Localised
from renkei.reports.definitions import STARTERS, definition_of, definitions, starters
from renkei.reports.models import ReportKind, ReportSection
from renkei.reports.rules import settings, settings_flaw, title_flaw, totals, totals_flaw
from renkei.reports.service import available, report
from tests.builders import both, make
from tests.reports.mihon import DAY

pytestmark = pytest.mark.usefixtures("mihon")


def of_our_own(**values):
    make(
        ReportKind,
        "ours",
        name=both("私たちの報告", "Ours"),
        title=both("[[year:this]]", "[[year:this]]"),
        **values,
    )


def text_of(kind, language="ja", actor=STRANGER):
    found = report(2020, kind, language=language, actor=actor, at=DAY)
    return {section.id: section.html(language) for section in found.sections}


def test_a_cluster_without_definitions_has_the_starters():
    assert [each.kind for each in definitions(actor=STRANGER, at=DAY)] == [kind.pk for kind in starters()[0]]


def test_every_starter_keeps_the_rules_of_its_kind():
    for record in (*starters()[0], *starters()[1]):
        record.full_clean(exclude=["report"], validate_unique=False, validate_constraints=False)
        assert list(record.row_flaws()) == []
    assert {piece.report_id for piece in starters()[1]} == {kind.pk for kind in starters()[0]}


def test_definitions_of_the_clusters_own_take_the_place_of_the_starters():
    of_our_own(years="budgets.pillars", totals="spent=budgets.actual@this")
    assert [entry.kind for entry in available(actor=STRANGER, at=DAY)] == ["ours"]
    assert definition_of("ours", actor=STRANGER, at=DAY).totals == {"spent": ("budgets.actual", 0)}
    assert definition_of("yearly", actor=STRANGER, at=DAY) is None


def test_pieces_without_an_anchor_go_on_in_the_section_before():
    of_our_own(years="budgets.pillars")
    title = both("[[year:next]]のこと", "Of [[year:next]]")
    make(
        ReportSection,
        "b",
        report_id="ours",
        position=1,
        anchor="words",
        title=title,
        text=both("一行目", "First"),
    )
    make(
        ReportSection,
        "a",
        report_id="ours",
        position=2,
        title=both("その続き", "More"),
        text=both("・二行目", "- Second"),
    )
    found = report(2020, "ours", language="ja", actor=STRANGER, at=DAY)
    (section,) = found.sections
    assert section.title.text("ja") == "令和3年度のこと"
    html = section.html("ja")
    assert html.index("一行目") < html.index("その続き") < html.index("二行目")
    assert "<li" in html


def test_what_is_not_public_is_in_no_report_of_a_stranger():
    of_our_own(years="budgets.pillars")
    make(ReportSection, "seen", report_id="ours", anchor="seen", text=both("見える", "seen"))
    make(
        ReportSection,
        "inside",
        report_id="ours",
        anchor="inside",
        text=both("内輪", "inside"),
        publication="internal",
    )
    assert set(text_of("ours")) == {"seen"}
    assert set(text_of("ours", actor=COMMAND_LINE)) == {"seen", "inside"}


def test_a_piece_tells_of_its_own_year():
    of_our_own(years="budgets.pillars")
    make(
        ReportSection,
        "later",
        report_id="ours",
        anchor="later",
        year="next",
        text=both("[[year:this]]", "[[year:this]]"),
    )
    assert "令和3年度" in text_of("ours")["later"]


def test_markup_in_sentences_is_text():
    of_our_own(years="budgets.pillars")
    hostile = "<script>alert(1)</script>{{ x }}{% y %}"
    make(ReportSection, "hostile", report_id="ours", anchor="hostile", text=both(hostile, hostile))
    assert "<script>" not in text_of("ours")["hostile"]
    assert "&lt;script&gt;" in text_of("ours")["hostile"]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"title": both("[[figure:budgets.actual]]", "x")}, "title", "report.title"),
        ({"title": both("[[year", "x")}, "title", "placeholder.malformed"),
        ({"text": both("前[[figure:no.such]]", "x")}, "text@ja", "placeholder.unknown_figure"),
        ({"block": "no.such"}, "block", "field.invalid"),
        ({"settings": "side=plan"}, "settings", "report.settings"),
        ({"block": "budgets.pillars", "settings": "side"}, "settings", "report.settings"),
        ({"caption": both("写真", "Photograph")}, "picture", "report.picture"),
        ({"anchor": "節 1"}, "anchor", "field.invalid"),
    ],
)
def test_what_is_wrong_is_refused_at_its_place(values, field, code):
    of_our_own(years="budgets.pillars")
    kind = kind_of("reportsection")
    given = {"slug": "wrong", "report_id": "ours", **values}
    with pytest.raises(RecordRefused) as refused:
        add_record(actor=COMMAND_LINE, kind=kind, values=given, reason="test")
    assert (field.partition("@")[0], code) in {
        (name.partition("@")[0], flaw.code) for name, flaw in refused.value.flaws
    }
    assert not ReportSection.objects.exists()


@pytest.mark.parametrize("said", ["actual", "a=budgets.actual", "a=b@2017", "a=b@this a=c@this", "A=b@this"])
def test_figures_at_the_head_are_understood_or_refused(said):
    assert totals_flaw(said).code == "report.totals"
    assert totals_flaw("a=budgets.actual@last b=x.y@next") is None
    assert totals("a=budgets.actual@last") == {"a": ("budgets.actual", -1)}


def test_settings_are_names_and_values():
    assert settings("side=results; codes=a b@2017") == {"side": "results", "codes": "a b@2017"}
    assert settings_flaw("", block="") is None
    assert settings_flaw("a=1;a=2", block="x").code == "report.settings"


def test_a_title_says_years_in_every_language_it_has():
    assert title_flaw(Localised({"ja": "[[year:last]]と[[year:2017]]"})) is None


def test_the_starters_are_tables_like_those_of_a_package():
    assert {path.name for path in STARTERS.iterdir()} == {"report_kinds.csv", "report_sections.csv"}


def test_the_number_of_queries_does_not_grow_with_the_pieces(django_assert_max_num_queries):
    of_our_own(years="budgets.pillars")
    make(
        ReportSection,
        "first",
        report_id="ours",
        anchor="first",
        text=both("[[figure:budgets.actual@this]]", "x"),
    )
    with django_assert_max_num_queries(40) as first:
        text_of("ours")
    for number in range(12):
        said = both(f"[[figure:budgets.actual@this]]{number}", "x")
        make(ReportSection, f"more-{number}", report_id="ours", anchor=f"more-{number}", text=said)
    with django_assert_max_num_queries(len(first.captured_queries)):
        text_of("ours")
