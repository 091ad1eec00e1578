"""Records that an owner checks: handed out as a workbook, proposals back, taken as one load."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.desk.sheeting import workbook_file
from renkei.indicators.models import Milestone
from renkei.kernel.errors import RuleBroken
from renkei.rounds.answers import by_link
from renkei.rounds.links import token_of
from renkei.rounds.models import Sheet
from renkei.rounds.selectors import sheet_rows
from renkei.rounds.services import ask, move_round
from renkei.rounds.sheets import (
    ProposalsRefused,
    confirm_unchanged,
    preview,
    propose,
    return_sheet,
    take_sheet,
)
from tests.core.figures import rows
from tests.desk.conftest import signed_in
from tests.rounds.conftest import BEFORE_DUE

SOURCE = "見本年報 5頁"


@pytest.fixture(autouse=True)
def before_due():
    with time_machine.travel(dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def sheet(owner):
    given = {"year_kind": "exact", "document_id": "report", **rows.PUBLIC}
    rows.store(
        Milestone(
            slug="m-own", title=rows.both("own"), happened="2022-05-01", publisher_id="mihon-city", **given
        ),
        Milestone(
            slug="m-old", title=rows.both("old"), happened="2019-05-01", publisher_id="mihon-city", **given
        ),
        Milestone(
            slug="m-other",
            title=rows.both("other"),
            happened="2022-06-01",
            publisher_id="mihon-works",
            **given,
        ),
    )
    ask(actor=COMMAND_LINE, asked=owner.round, organisation="mihon-city", indicators=[], kinds=["milestone"])
    return Sheet.objects.select_related("owner__round", "owner__organisation").get()


def book_of(sheet, change=None):
    book = openpyxl.load_workbook(io.BytesIO(workbook_file(sheet).getvalue()))
    table = book["milestones"]
    heads = {cell.value: cell.column for row in table.iter_rows(max_row=5) for cell in row if cell.value}
    if change:
        change(book, table, heads)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column(heads, name):
    return next(place for text, place in heads.items() if name in str(text))


def row_of(table, slug):
    return next(cell.row for row in table.iter_rows() for cell in row if cell.value == slug)


def rename(book, table, heads):
    table.cell(row_of(table, "m-own"), column(heads, "title@ja")).value = "見本の式典"


def add(book, table, heads):
    """A new row, named by nothing but its values."""
    line = table.max_row + 1
    for name, text in {"title@ja": "見本の開所", "happened": "2023-07-01", "year_kind": "exact"}.items():
        table.cell(line, column(heads, name)).value = text
    table.cell(line, column(heads, "publisher")).value = "mihon-city"


def send(sheet, content, source=SOURCE, name="rows.xlsx"):
    return propose(
        actor=by_link(sheet.owner),
        sheet=sheet,
        stream=io.BytesIO(content),
        name=name,
        source=source,
        at=BEFORE_DUE,
    )


def test_an_owner_is_handed_its_own_records_of_the_year_before(sheet):
    assert list(sheet_rows(sheet).values_list("pk", flat=True)) == ["m-own"]


def test_changed_and_added_rows_are_proposals_until_they_are_taken_as_one_act(sheet):
    def both(*given):
        rename(*given)
        add(*given)

    send(sheet, book_of(sheet, both))
    assert Milestone.objects.get(pk="m-own").title["ja"] == "見本のown"
    present = Sheet.objects.select_related("owner__round").get()
    found = preview(actor=COMMAND_LINE, sheet=present)
    assert (found.result.added, found.result.changed) == (1, 1)
    taken = take_sheet(actor=COMMAND_LINE, sheet=present, reason="照合した")
    assert Milestone.objects.get(pk="m-own").title["ja"] == "見本の式典"
    assert Milestone.objects.filter(title__ja="見本の開所", publication="internal").count() == 1
    acts = {
        str(event.pgh_context_id)
        for event in Milestone.pgh_event_model.objects.filter(pgh_context__metadata__action="load")
    }
    assert acts == {str(taken.act)}


def foreign(book, table, heads):
    table.cell(row_of(table, "m-own"), column(heads, "slug")).value = "m-other"


def give_away(book, table, heads):
    rename(book, table, heads)
    table.cell(row_of(table, "m-own"), column(heads, "publisher")).value = "mihon-works"


def broken(book, table, heads):
    table.cell(row_of(table, "m-own"), column(heads, "happened")).value = "きのう"


@pytest.mark.parametrize(("change", "code"), [(foreign, "sheet.others"), (give_away, "sheet.another_owner")])
def test_rows_of_others_are_refused_by_row(sheet, change, code):
    with pytest.raises(ProposalsRefused) as refused:
        send(sheet, book_of(sheet, change))
    assert {flaw.code for flaw in refused.value.flaws} == {code}
    assert all(flaw.row for flaw in refused.value.flaws)
    assert Sheet.objects.get().state == "asked"


def test_a_row_that_breaks_a_rule_is_refused_with_its_place(sheet):
    with pytest.raises(ProposalsRefused) as refused:
        send(sheet, book_of(sheet, broken))
    [flaw] = refused.value.flaws
    assert (flaw.found, bool(flaw.row), bool(flaw.column)) == ("きのう", True, True)


def hide(book, table, heads):
    table.row_dimensions[row_of(table, "m-own")].hidden = True


def without_versions(book, table, heads):
    table.delete_cols(column(heads, "revision"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (None, "sheet.nothing"),
        (hide, "load.hidden_rows"),
        (without_versions, "load.changed_structure"),
    ],
)
def test_a_workbook_that_was_changed_in_structure_or_not_at_all_is_refused(sheet, change, code):
    with pytest.raises(RuleBroken) as refused:
        send(sheet, book_of(sheet, change))
    assert refused.value.code == code


def test_nothing_comes_in_without_a_source_or_as_another_file(sheet):
    with pytest.raises(RuleBroken, match=r"sheet\.no_source"):
        send(sheet, book_of(sheet, rename), source=" ")
    with pytest.raises(RuleBroken, match=r"workbook\.changed"):
        send(sheet, b"a,b\n", name="rows.csv")
    with pytest.raises(RuleBroken, match=r"sheet\.no_source"):
        confirm_unchanged(actor=by_link(sheet.owner), sheet=sheet, source="", at=BEFORE_DUE)


def test_a_return_and_nothing_to_change(sheet):
    send(sheet, book_of(sheet, rename))
    present = Sheet.objects.select_related("owner__round").get()
    with pytest.raises(RuleBroken, match=r"answer\.no_reason"):
        return_sheet(actor=COMMAND_LINE, sheet=present, reason="")
    return_sheet(actor=COMMAND_LINE, sheet=present, reason="日付を確かめてください")
    confirm_unchanged(actor=by_link(sheet.owner), sheet=present, source=SOURCE, at=BEFORE_DUE)
    present = Sheet.objects.select_related("owner__round").get()
    assert preview(actor=COMMAND_LINE, sheet=present) is None
    assert take_sheet(actor=COMMAND_LINE, sheet=present, reason="見本").act is None
    assert Milestone.objects.get(pk="m-own").title["ja"] == "見本のown"
    move_round(actor=COMMAND_LINE, asked=sheet.owner.round, verb="close")
    with pytest.raises(RuleBroken, match=r"round\.not_open"):
        confirm_unchanged(actor=by_link(sheet.owner), sheet=present, source=SOURCE, at=BEFORE_DUE)


def test_a_row_that_someone_changed_meanwhile_is_not_overwritten(sheet):
    from renkei.core.records.kinds import kind_of
    from renkei.core.records.services import change_record

    send(sheet, book_of(sheet, rename))
    kind, values = kind_of("milestone"), {"title": rows.both("newer")}
    change_record(actor=COMMAND_LINE, kind=kind, slug="m-own", revision=1, values=values, reason="見本")
    with pytest.raises(ProposalsRefused):
        take_sheet(
            actor=COMMAND_LINE, sheet=Sheet.objects.select_related("owner__round").get(), reason="見本"
        )
    assert Milestone.objects.get(pk="m-own").title["ja"] == "見本のnewer"
    assert Sheet.objects.get().state == "answered"


def test_kinds_that_are_not_offered_are_not_asked_for(owner):
    with pytest.raises(RuleBroken, match=r"round\.kind"):
        ask(actor=COMMAND_LINE, asked=owner.round, organisation="mihon-city", indicators=[], kinds=["user"])


def test_the_whole_way_through_the_pages(sheet):
    link = f"/ja/answers/{token_of(sheet.owner)}/"
    client, desk = Client(), signed_in("secretariat")
    assert "見本のown" in client.get(link).content.decode()
    content = client.get(f"{link}records/milestone/")
    assert content["Content-Type"].endswith("spreadsheetml.sheet")
    refused = client.post(f"{link}records/milestone/", {"source": SOURCE})
    assert refused.status_code == 422
    file = SimpleUploadedFile("rows.xlsx", book_of(sheet, rename))
    assert client.post(f"{link}records/milestone/", {"source": SOURCE, "file": file}).status_code == 302
    home = "/desk/rounds/mihon-2023/mihon-city/"
    assert "見本の式典" in desk.get(home).content.decode()
    desk.post(f"{home}decide/", {"kind": "milestone", "verb": "approve"})
    assert Milestone.objects.get(pk="m-own").title["ja"] == "見本の式典"
    assert client.get(f"{link}records/meeting/").status_code == 404
