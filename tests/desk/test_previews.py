"""A section of a report beside its form: shown as it is typed, and nothing stored."""

from __future__ import annotations

import io

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.files.services import attach_file
from renkei.reports.models import ReportKind, ReportSection
from tests.builders import both, make
from tests.desk.conftest import signed_in
from tests.reports import mihon as mihon_cluster
from tests.reports.sample import JPEG

pytestmark = pytest.mark.django_db
EDIT = "/desk/reports/reportsection/ours-words/edit/"


@pytest.fixture
def editor(db):
    mihon_cluster.everything()
    make(
        ReportKind,
        "ours",
        name=both("私たちの報告", "Ours"),
        title=both("[[year:this]]", "[[year:this]]"),
        years="budgets.pillars",
    )
    make(
        ReportSection,
        "ours-words",
        report_id="ours",
        anchor="words",
        title=both("あらまし", "In short"),
        text=both("書いてある文", "As written"),
    )
    return signed_in("secretariat")


def typed(page, **changes):
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


def test_what_is_stored_is_shown_beside_its_form(editor):
    page = editor.get(EDIT)
    assert "書いてある文" in page.context["preview"].html
    assert [name for name, *_ in page.context["preview"].choices] == ["preview_year", "preview_language"]


def test_what_is_typed_is_shown_and_not_stored(editor):
    page = editor.get(EDIT)
    seen = editor.post(
        EDIT, typed(page, preview="1", **{"text@ja": "[[year:this]]の新しい文\n・項目"}, reason="試し")
    )
    assert seen.status_code == 200
    assert "の新しい文" in seen.context["preview"].html
    assert "[[year" not in seen.context["preview"].html
    assert ReportSection.objects.get().text.text("ja") == "書いてある文"


def test_a_placeholder_that_names_nothing_is_told_with_its_place(editor):
    page = editor.get(EDIT)
    seen = editor.post(
        EDIT, typed(page, preview="1", **{"text@ja": "ここに[[figure:no.such]]"}, reason="試し")
    )
    assert "[[figure:no.such]]" in str(seen.context["preview"].problem)
    assert "4文字目" in str(seen.context["preview"].problem)
    refused = editor.post(EDIT, typed(page, **{"text@ja": "ここに[[figure:no.such]]"}, reason="試し"))
    assert refused.status_code == 422
    assert ReportSection.objects.get().revision == 1


def test_another_language_is_shown_where_it_is_asked_for(editor):
    page = editor.get(EDIT, {"preview_language": "en"})
    assert "As written" in page.context["preview"].html


def test_a_photograph_is_shown_from_its_document(editor):
    document = Document.objects.get(pk="annual-report")
    held = {"actor": COMMAND_LINE, "slug": document.pk, "revision": document.revision, "reason": "写真"}
    attach_file(stream=io.BytesIO(JPEG), name="p.jpg", **held)
    page = editor.get(EDIT)
    words = {"picture": "annual-report", "caption@ja": "会議", "alternative@ja": "集まる人", "reason": "写真"}
    seen = editor.post(EDIT, typed(page, preview="1", **words))
    address = "/desk/core/document/annual-report/file/content/"
    assert f'<img src="{address}" alt="集まる人"' in seen.context["preview"].html
    assert b"".join(editor.get(address).streaming_content) == JPEG


def test_two_editors_do_not_overwrite_each_other(editor):
    page = editor.get(EDIT)
    first = typed(page, **{"text@ja": "一人目"}, reason="一人目の直し")
    second = typed(page, **{"text@ja": "二人目"}, reason="二人目の直し")
    assert editor.post(EDIT, first).status_code == 302
    told = editor.post(EDIT, second)
    assert told.context["stale"]
    assert ReportSection.objects.get().text.text("ja") == "一人目"


def test_kinds_without_a_preview_have_none(editor):
    assert editor.get("/desk/budgets/pillar/_new/").context["preview"] is None
