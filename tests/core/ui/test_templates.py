"""The components hold in both languages, with much, with little and with nothing."""

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from renkei.core.ui import parts
from renkei.core.ui.points import Point
from renkei.core.ui.text import bi
from renkei.desk.views import component_samples, component_tables
from renkei.kernel.localised import Localised

KINDS = {"figure", "date", "ordinal", "contact"}
VOID = {"meta", "link", "input", "br", "img", "hr", "path", "circle", "line", "rect"}


class Balanced(HTMLParser):
    """Refuses an element that is closed in the wrong place, and an id that stands twice."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.identifiers = []

    def handle_starttag(self, tag, attrs):
        identifier = dict(attrs).get("id")
        if identifier:
            assert identifier not in self.identifiers, identifier
            self.identifiers.append(identifier)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag, tag


class Unmarked(HTMLParser):
    """Collects texts with a number that no mark says the kind of."""

    def __init__(self):
        super().__init__()
        self.marks = []
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.marks.append(dict(attrs).get("data-number"))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.marks.pop()

    def handle_data(self, data):
        kinds = [mark for mark in self.marks if mark]
        if re.search(r"[0-9０-９]", data) and (kinds[-1:] or [""])[0] not in KINDS:
            self.found.append(data.strip())


def unmarked(html):
    parser = Unmarked()
    parser.feed(html)
    return parser.found


def balanced(html):
    parser = Balanced()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return html


def shown(template, language="ja", **context):
    with translation.override(language):
        return balanced(Template("{% load renkei %}" + template).render(Context(context)))


@pytest.fixture(params=["ja", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("_state", {"steps": component_samples.steps()}),
        ("_actions", {"links": component_samples.links()}),
        ("_facts", {"facts": component_samples.facts()}),
        ("_timeline", {"events": component_samples.events()}),
        ("_people", {"seats": component_samples.seats()}),
        ("_document", {"documents": component_samples.documents()}),
        ("_comparison", {"changes": component_samples.changes()}),
        ("_deadlines", {"deadlines": component_samples.deadlines()}),
        ("_message", {"message": component_samples.messages()[-1]}),
        ("_table", {"table": component_tables.full_table()}),
        ("_table", {"table": component_tables.empty_table()}),
        ("_empty", {"empty": parts.Empty(bi("なし", "None"))}),
        ("_breadcrumbs", {"crumbs": [parts.Crumb("a", "/"), parts.Crumb("b")]}),
    ],
)
def test_components_are_well_formed_and_have_words_in_the_language(name, context, language):
    html = balanced(render_to_string(f"ui/{name}.html", context))
    assert html.strip()
    assert unmarked(html) == []
    if language == "en" and name in {"_actions", "_comparison", "_deadlines"}:
        assert not any("぀" <= sign <= "ヿ" for sign in html)


@pytest.mark.parametrize("shell", ["ui/portal_base.html", "ui/desk_base.html"])
def test_shells_hold_with_nothing_given(shell, language):
    html = balanced(render_to_string(shell, {"language": language}))
    assert f'<html lang="{language}">' in html
    assert 'href="#content"' in html
    assert 'id="content"' in html


@pytest.mark.parametrize("code", ["400", "403", "404", "500", "503"])
def test_error_pages_speak_both_languages_without_any_context(code, language):
    html = balanced(render_to_string(f"{code}.html"))
    assert '<section lang="ja"><h1>' in html
    assert '<section lang="en"><h2>' in html
    assert f'<html lang="{language}">' in html


def test_two_languages_side_by_side_with_values():
    template = '{% t "全{n}件" "{n} in all" n=n %}'
    assert shown(template, n=3) == "全3件"
    assert shown(template, "en", n="<b>") == "&lt;b&gt; in all"
    assert shown('{% t "いち" "one" as word %}{{ word }}', "en") == "one"


def test_the_cluster_decides_on_eras():
    assert "令和元年度" in shown("{% fiscal_year 2019 %}", cluster={"era_display": "era"})
    assert "2019年度" in shown("{% fiscal_year 2019 %}", cluster={"era_display": "western"})
    assert "令和元年度" in shown("{% fiscal_year 2019 %}")


def test_money_keeps_the_yen_behind_the_thousands():
    html = shown('{% money amount "thousand" "/evidence/" %}', amount=40_373_499)
    assert 'value="40373499"' in html
    assert ">40,373</data>" in html
    assert "千円" in html
    assert 'href="/evidence/"' in html
    assert "△8,991" in shown('{% money amount "thousand" %}', amount=-8_991_000)
    assert "未登録" in shown("{% money amount %}", amount=None)


def test_links_keep_the_query_and_filters_go_back_to_page_one():
    class Request:
        GET = QueryDict("q=a b&page=3&sort=name")

    assert shown('{% query_with sort="-name" %}', request=Request()) == "?q=a+b&amp;sort=-name"
    assert shown("{% query_with page=4 %}", request=Request()) == "?q=a+b&amp;page=4&amp;sort=name"
    assert shown('{% query_with q="" sort=None %}', request=Request()) == "?"
    assert Request.GET["page"] == "3"


def test_a_card_says_what_is_known_and_where_it_comes_from():
    stated, computed, about, _, unknown, nought = component_samples.answers()
    assert "資料による値" in shown("{% figure answer %}", answer=stated)
    assert "記録から計算" in shown("{% figure answer %}", answer=computed)
    assert '<span class="about">約</span><data value="1230"' in shown("{% figure answer %}", answer=about)
    assert 'data-evidence="#evidence"' in shown("{% figure answer %}", answer=stated)
    html = shown("{% figure answer %}", answer=unknown)
    assert "未確定" in html
    assert "<data" not in html
    assert '<data value="0"' in shown("{% figure answer %}", answer=nought)


@pytest.mark.parametrize("answer", component_samples.answers(), ids=lambda answer: answer.label.text("en"))
def test_no_number_of_a_card_or_a_sentence_goes_unmarked(answer, language):
    assert unmarked(shown("{% figure answer %}{% figure_inline answer %}", language, answer=answer)) == []


@pytest.mark.parametrize("view", component_tables.charts(), ids=lambda view: view.identifier)
def test_no_number_of_a_chart_goes_unmarked(view, language):
    assert unmarked(shown("{% chart view %}", language, view=view)) == []


def test_a_card_draws_a_trend_only_where_there_is_one():
    stated, _, about, without, *_ = component_samples.answers()
    assert 'class="trend"' in shown("{% figure answer %}", answer=stated)
    assert 'class="trend"' not in shown("{% figure answer %}", answer=without)
    assert "数え方の違う年" in shown("{% figure answer %}", answer=about)


def test_a_chart_has_its_table_with_evidence_and_gaps_in_words():
    view = parts.ChartView(
        "c",
        "図",
        "人",
        [Point(2020, Decimal(5), evidence_url="/e/"), Point(2021, None), Point(2022, Decimal(0))],
    )
    html = shown("{% chart view %}", view=view)
    assert html.count("<tr>") == 4
    assert '<a class="figure" data-number="figure" href="/e/">' in html
    assert "未登録" in html
    assert "ゼロではありません" in html
    assert "値はまだ登録されていません" in shown(
        "{% chart view %}", view=parts.ChartView("d", "図", "人", [])
    )


def test_an_empty_table_says_what_to_do_next():
    html = render_to_string("ui/_table.html", {"table": component_tables.empty_table()})
    assert "会議を登録する" in html
    assert "<table" not in html


def test_a_table_tells_rows_sort_order_and_missing_cells():
    html = render_to_string("ui/_table.html", {"table": component_tables.full_table()})
    assert 'aria-sort="ascending"' in html
    assert html.count('class="number missing"') == 1
    assert html.count('<th scope="row"') == 4
    assert 'role="region" tabindex="0" aria-labelledby="companies-caption"' in html
    assert 'data-number="ordinal">1,043</span>' in html


def test_rows_of_the_wrong_length_are_refused():
    table = parts.Table("t", "t", [parts.Column("a"), parts.Column("b")], [[parts.Cell("1")]])
    with pytest.raises(ValueError, match="zip"):
        render_to_string("ui/_table.html", {"table": table})


def test_a_form_links_its_errors_to_its_fields():
    class Small(forms.Form):
        name = forms.CharField(label=bi("名称", "Name"), help_text="help")

    with translation.override("en"):
        html = balanced(render_to_string("ui/_form.html", {"form": Small({"name": ""})}))
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert 'id="id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert "Required" in html


def test_states_of_records_are_known_by_their_word():
    class Record:
        state = "published"

        def get_state_display(self):
            return "公開中"

    assert '<span class="state good">' in shown("{% state record %}", record=Record())
    assert '<span class="state late">' in shown('{% state "x" "late" %}')


def test_file_sizes_are_told_in_round_numbers():
    assert shown("{{ n|file_size }}", n=1) == "1 KB"
    assert shown("{{ n|file_size }}", n=48_400) == "48 KB"
    assert shown("{{ n|file_size }}", n=1_240_000) == "1.2 MB"
    assert shown("{{ n|file_size }}", n=None) == ""


def test_a_fact_in_money_bears_its_unit():
    assert "12,000" in shown("{% cell_text cell %}", cell=parts.Cell(12_000, "money"))
    assert "円" in shown("{% cell_text cell %}", cell=parts.Cell(12_000, "money"))


def test_the_first_sign_of_a_name():
    assert shown("{{ name|letter }}", "en", name=Localised.both("見本", "Mihon")) == "M"
