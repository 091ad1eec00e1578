import datetime as dt
import itertools
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from renkei.budgets.models import Item, Measure
from renkei.catalogue.models import Partnership
from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.governance.models import Body, Mandate, Meeting, Seat
from renkei.indicators.models import Indicator, StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.reports.service import available, render, report
from tests.builders import both, make_many
from tests.reports.mihon import DAY, item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]


def made(kind="yearly", language="ja", actor=STRANGER):
    found = report(2020, kind, language=language, actor=actor, at=DAY)
    assert found is not None
    return found


def as_data(kind="yearly", language="ja", actor=STRANGER):
    return json.loads(render(2020, kind, language, "json", actor=actor, at=DAY).content)


def test_the_yearly_report_has_its_sections():
    found = made()
    assert [(section.id, section.title.text("ja")) for section in found.sections] == [
        ("structure", "推進体制"),
        ("results", "令和2年度の実績"),
        ("plan", "令和3年度の取組"),
        ("amounts", "金額"),
        ("sources", "資料"),
    ]
    assert found.title.text("en") == "Results of FY2020 and undertakings of FY2021"


def test_json_has_a_stable_shape_and_exact_totals():
    found = as_data(language="en")
    assert set(found) == {
        "title",
        "year",
        "kind",
        "language",
        "sections",
        "totals",
        "missing_translations",
    }
    assert (found["totals"]["actual"]["value"], found["totals"]["budget"]["value"]) == (2800, 3000)
    assert found["totals"]["actual"]["fiscal_year"] == 2020
    assert found["totals"]["budget"]["basis"] == "budget_stage_not_stated"
    results = next(section for section in found["sections"] if section["id"] == "results")
    spans = [span for block in results["blocks"] for span in block.get("aside", [])]
    figure = next(span for span in spans if span["type"] == "figure")
    assert (figure["code"], figure["fiscal_year"], figure["value"]) == ("budgets.actual.first", 2020, 1400)


def test_the_page_is_whole_and_needs_nothing_inline():
    page = render(2020, "yearly", "en", "html", actor=STRANGER, at=DAY).content.decode()
    assert page.startswith("<!doctype html>")
    assert '<html lang="en">' in page
    assert not re.search(r"<script|<link|style=|onclick", page)
    assert re.findall(r"<h1>", page) == ["<h1>"]
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert ".block-heading" in style
    assert "body.report" in style


def test_the_partnership_report_is_of_an_academic_year():
    found = made("partnership", "en")
    assert found.title.text("en") == "Partnership in AY2020"
    assert [section.id for section in found.sections] == ["partnership"]
    assert found.sections[0].title.text("en") == "Mihon partnership"
    assert "Mihon partnership" not in found.sections[0].html("en")


def test_a_title_in_another_language_says_so():
    with journal(actor=COMMAND_LINE, action="test"):
        Partnership.objects.update(title=both("見本の連携"))
    found = made("partnership", "en", COMMAND_LINE)
    assert [(place.slug, place.field) for place in found.missing] == [("mihon-entry", "title")]
    (section,) = found.sections
    assert section.title.to_dict() == {"ja": "見本の連携"}


def test_missing_translations_are_shown_to_staff_and_fall_back_for_readers():
    staff, reader = as_data(language="en", actor=COMMAND_LINE), as_data(language="en")
    assert staff["missing_translations"] == [
        {"kind": "item", "record": "japanese-only", "field": "text", "language": "en"}
    ]
    assert reader["missing_translations"] == []
    page = render(2020, "yearly", "en", "html", actor=STRANGER, at=DAY).content.decode()
    assert '<span lang="ja" class="fallback">訳のない文</span>' in page


def test_sources_are_those_that_the_reader_may_see():
    assert made().sections[-1].id == "sources"
    with journal(actor=COMMAND_LINE, action="test"):
        Document.objects.update(publication="internal")
    assert made().sections[-1].id != "sources"


def test_strangers_read_only_what_is_published():
    item("secret", both("まだ公開しない", "not yet"), publication="internal")
    assert "まだ公開しない" not in json.dumps(as_data(), ensure_ascii=False)
    assert "まだ公開しない" in json.dumps(as_data(actor=COMMAND_LINE), ensure_ascii=False)


def test_which_reports_there_are():
    found = [(entry.kind, entry.year) for entry in available(actor=STRANGER, at=DAY)]
    kinds = ["yearly", "partnership", "brief", "achievements", "money", "profile"]
    assert found == [(kind, 2020) for kind in kinds]
    with journal(actor=COMMAND_LINE, action="test"):
        Partnership.objects.update(publication="internal")
    assert "partnership" not in [entry.kind for entry in available(actor=STRANGER, at=DAY)]
    assert report(2020, "partnership", language="ja", actor=STRANGER, at=DAY) is None


@pytest.mark.parametrize(("year", "kind"), [(1999, "yearly"), (2020, "none"), (2021, "partnership")])
def test_a_report_that_does_not_exist(year, kind):
    assert report(year, kind, language="ja", actor=STRANGER, at=DAY) is None
    with pytest.raises(RuleBroken) as refused:
        render(year, kind, "ja", "json", actor=STRANGER, at=DAY)
    assert refused.value.code == "report.not_found"


def test_an_unknown_format_is_refused():
    with pytest.raises(RuleBroken) as refused:
        render(2020, "yearly", "ja", "odt", actor=STRANGER, at=DAY)
    assert refused.value.code == "report.unknown_format"


def test_a_broken_placeholder_names_its_place():
    item("broken", both("[[figure:no.such]]", "[[figure:no.such]]"))
    with pytest.raises(RuleBroken) as refused:
        made(actor=COMMAND_LINE)
    assert refused.value.code == "placeholder.unknown_figure"
    assert refused.value.context["place"].slug == "broken"


@pytest.mark.parametrize(("language", "gap"), [("ja", "（記載なし）"), ("en", "(not given)")])
def test_strangers_read_a_report_with_a_gap(language, gap):
    item("broken", both("前[[figure:no.such]]後", "before [[figure:no.such]] after"))
    item("malformed", both("[[", "[["))
    assert _page(language).count(gap) == len(["broken", "malformed"])


def _page(language):
    return render(2020, "yearly", language, "html", actor=STRANGER, at=DAY).content.decode()


def _queries():
    with CaptureQueriesContext(connection) as captured:
        render(2020, "yearly", "ja", "json", actor=STRANGER, at=DAY)
    return len(captured)


def test_queries_do_not_grow_with_the_records():
    before = _queries()
    _a_hundred_times()
    assert _queries() == before


MANY = range(100)
OF_YEAR = {"pillar_id": "first", "fiscal_year": 2020, "side": "results"}


def _a_hundred_times():
    _many_bodies()
    _many_figures()
    measure = OF_YEAR | {"title": both("施策", "Measure")}
    make_many(Measure, [{"slug": f"measure-{n}", "number": n} | measure for n in MANY])
    item_of_measure = OF_YEAR | {"kind": "indicator", "state": "done"}
    make_many(
        Item,
        [
            {
                "slug": f"item-{n}",
                "measure_id": f"measure-{n}",
                "text": both(f"[[meeting:meeting-{n}]]に[[figure:tests.count.n{n}]]件", "x"),
            }
            | item_of_measure
            for n in MANY
        ],
    )


def _many_bodies():
    body = {"name": both("会議", "Body"), "legal_type": "committee"}
    make_many(Body, [{"slug": f"body-{n}"} | body for n in MANY])
    make_many(
        Mandate, [{"slug": f"m-{n}0", "body_id": f"body-{n}", "text": both("任務", "Task")} for n in MANY]
    )
    seat = {"role": "chair", "unit_id": "division"}
    make_many(Seat, [{"slug": f"seat-{n}", "body_id": f"body-{n}"} | seat for n in MANY])
    held = {"held_on": dt.date(2020, 5, 1)}
    make_many(Meeting, [{"slug": f"meeting-{n}", "body_id": f"body-{n}"} | held for n in MANY])


def _many_figures():
    words = {"label": both("数", "Count"), "definition": both("数", "Count")}
    indicator = words | {"unit": "project", "kind": "flow"}
    make_many(Indicator, [{"slug": f"tests.count.n{n}"} | indicator for n in MANY])
    stated = {
        "fiscal_year": 2020,
        "state": "exact",
        "publisher_id": "mihon-prefecture",
        "document_id": "annual-report",
        "place": both("表", "table"),
    }
    make_many(
        StatedValue,
        [{"slug": f"value-{n}", "indicator_id": f"tests.count.n{n}", "value": n} | stated for n in MANY],
    )
