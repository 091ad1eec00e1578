"""An edition from its draft to what is left of it: frozen, verified, corrected, withdrawn."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.blocks.model import Text
from renkei.core.figures.evidence import evidence_behind
from renkei.core.figures.gathering import behind
from renkei.core.history.journal import journal
from renkei.indicators.models import StatedValue
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports import editions, freezing
from renkei.reports.coding import of_plain, to_plain
from renkei.reports.evidence import answers_of, frozen_figures
from renkei.reports.formats import FORMATS
from renkei.reports.models import Edition, EditionPart, PartContent
from renkei.reports.publishing import publish
from renkei.reports.reading import Book
from renkei.reports.service import as_json
from renkei.reports.verifying import note_damage, verify
from tests.reports.editing import DAY, NOON, agreed, correction, draft, published

pytestmark = pytest.mark.django_db


def test_what_is_published_is_what_was_read_and_stays_so(clean_mihon):
    from renkei.reports.service import report

    living = {
        language: as_json(report(2020, "yearly", language=language, actor=STRANGER, at=DAY))
        for language in ("ja", "en")
    }
    edition = published()
    with journal(actor=COMMAND_LINE, action="test"):
        StatedValue.objects.filter(pk="joint-2020").update(value=20)
    book = Book(edition)
    for language, was in living.items():
        assert as_json(book.report(language)) == was
        assert json.loads(book.file(language, "json").content) == was
    assert edition.state == "published"
    assert verify(edition).is_good


def test_figures_keep_value_definition_publisher_lines_and_documents(clean_mihon):
    figures = {each["code"]: each for each in Book(published()).figures("ja") if each["fiscal_year"] == 2020}
    joint = figures["research.joint_projects"]
    assert joint["value"] == {"#decimal": "19.0000"}
    assert joint["printed"] == {"ja": "19件", "en": "19 projects"}
    assert joint["publisher"]["code"] == "mihon-prefecture"
    assert (joint["definition_version"], joint["unit"], joint["state"]) == (1, "project", "exact")
    assert joint["documents"] == [
        {"slug": "annual-report", "title": {"#languages": {"ja": "見本年報", "en": "Mihon annual report"}}}
    ]
    assert [line["slug"] for line in figures["budgets.actual"]["lines"]] == ["first-2020", "second-2020"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reports_partcontent SET content = 'x'",
        "DELETE FROM reports_partcontent",
        "TRUNCATE reports_partcontent",
        "UPDATE reports_editionpart SET sha256 = repeat('0', 64)",
        "DELETE FROM reports_editionpart",
        "UPDATE reports_edition SET manifest = 'x'",
        "UPDATE reports_edition SET manifest_sha256 = repeat('0', 64)",
        'UPDATE reports_edition SET title = \'{"ja": "別"}\'',
        "UPDATE reports_edition SET published_by = 'somebody'",
        "UPDATE reports_edition SET state = 'draft', manifest_sha256 = '', published_at = NULL",
        "DELETE FROM reports_edition",
        (
            "INSERT INTO reports_removal (part_id, cause, removed_at, removed_by, reason, made_in) "
            "SELECT id, 'consent', now(), '', '', '' FROM reports_editionpart WHERE role = 'text'"
        ),
        (
            "INSERT INTO reports_removal (part_id, cause, removed_at, removed_by, reason, made_in) "
            "SELECT id, 'consent', now(), '', '', '' FROM reports_editionpart WHERE role = 'rendering'"
        ),
        (
            "INSERT INTO reports_editionpart (edition_id, position, role, name, media_type, size, sha256, holds) "
            "SELECT slug, 999, 'text', 'fr', '', 0, '', '{}' FROM reports_edition"
        ),
    ],
)
def test_the_database_refuses_every_change_of_what_is_frozen(clean_mihon, sql):
    edition = published()
    act = journal(actor=COMMAND_LINE, action="test")
    with pytest.raises(DatabaseError), transaction.atomic(), act, connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify(Edition.objects.get(pk=edition.pk)).is_good


def damage(sql, *params):
    """What a failing disk does: past every lock."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, params)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize(
    ("sql", "state"),
    [
        ("UPDATE reports_partcontent SET content = content || 'x' WHERE part_id = %s", "damaged"),
        ("UPDATE reports_editionpart SET sha256 = repeat('0', 64) WHERE id = %s", "damaged"),
        ("DELETE FROM reports_partcontent WHERE part_id = %s", "missing"),
    ],
)
def test_what_no_longer_fits_is_named_and_never_read(clean_mihon, sql, state):
    edition = published()
    part = EditionPart.objects.get(edition=edition, role="text", name="en")
    damage(sql, part.pk)
    found = verify(edition)
    assert not found.is_good
    assert [(each.name, each.state) for each in found.damaged] == [("en", state)]
    with pytest.raises(RuleBroken) as refused:
        Book(edition)
    assert refused.value.code == "edition.damaged"
    note_damage(actor=COMMAND_LINE, day=DAY)
    assert Edition.objects.get().damaged_on == DAY


def test_a_manifest_that_was_changed_is_damage(clean_mihon):
    edition = published()
    damage("UPDATE reports_edition SET manifest = convert_to('{}', 'UTF8')")
    assert not verify(Edition.objects.get(pk=edition.pk)).is_good


def test_a_renderer_that_dies_leaves_the_draft_as_it_was(clean_mihon, monkeypatch):
    edition = agreed()

    def dies(found, name, **how):
        raise OSError("typst was killed")

    monkeypatch.setattr(freezing, "render_report", dies)
    with pytest.raises(RuleBroken) as refused:
        publish(actor=COMMAND_LINE, edition=edition, at=NOON)
    assert refused.value.code == "edition.rendering_failed"
    stored = Edition.objects.get(pk=edition.pk)
    assert (stored.state, stored.manifest_sha256, stored.published_at) == ("agreed", "", None)
    assert not EditionPart.objects.exists()
    assert not PartContent.objects.exists()


def test_whoever_publishes_second_is_told(clean_mihon):
    edition = agreed()
    publish(actor=COMMAND_LINE, edition=edition, at=NOON)
    with pytest.raises(RuleBroken) as refused:
        publish(actor=COMMAND_LINE, edition=edition, at=NOON)
    assert refused.value.code == "workflow.no_such_step"
    assert EditionPart.objects.filter(role="about").count() == 1


def test_what_changes_while_files_are_made_is_not_published(clean_mihon):
    edition = agreed()

    def tell(done, total, said):
        with journal(actor=COMMAND_LINE, action="test"):
            StatedValue.objects.filter(pk="joint-2020").update(value=20)

    with pytest.raises(RuleBroken) as refused:
        publish(actor=COMMAND_LINE, edition=edition, at=NOON, tell=tell)
    assert refused.value.code == "edition.changed_meanwhile"
    assert Edition.objects.get(pk=edition.pk).state == "agreed"
    assert not EditionPart.objects.exists()


def test_nothing_is_published_without_a_decision(clean_mihon):
    edition = agreed()
    with journal(actor=COMMAND_LINE, action="test"):
        Edition.objects.update(decision_number="", decided_on=None)
    with pytest.raises(RuleBroken) as refused:
        publish(actor=COMMAND_LINE, edition=edition, at=NOON)
    assert refused.value.code == "edition.undecided"


def test_a_correction_says_what_changed_and_the_older_one_says_so(clean_mihon):
    first = published()
    newer = correction(first)
    assert Edition.objects.get(pk=first.pk).state == "published"
    with journal(actor=COMMAND_LINE, action="test"):
        StatedValue.objects.filter(pk="joint-2020").update(value=20)
    second = published(newer)
    assert Edition.objects.get(pk=first.pk).state == "corrected"
    told = Book(second).plain("changes", "changes", "ja")
    (figure,) = told["differences"]
    assert (figure["code"], figure["sort"], figure["change"]) == ("research.joint_projects", "restated", 1.0)
    assert (figure["before"]["printed"]["ja"], figure["after"]["printed"]["ja"]) == ("19件", "20件")
    (text,) = told["texts"]["ja"]
    assert (text["before"], text["after"]) == ("共同研究19件", "共同研究20件")
    assert Book(Edition.objects.get(pk=first.pk)).figures("ja") != Book(second).figures("ja")


def test_one_edition_in_work_and_one_published(clean_mihon):
    draft()
    with pytest.raises(RuleBroken) as refused:
        draft()
    assert refused.value.code == "edition.in_work"
    edition = published(Edition.objects.get())
    with pytest.raises(RuleBroken) as refused:
        draft()
    assert refused.value.code == "edition.published"
    reason = Localised({"ja": "数の誤り"})
    with pytest.raises(RuleBroken) as refused:
        editions.correct_edition(actor=COMMAND_LINE, edition=edition, reason=reason, at=DAY)
    assert refused.value.code == "edition.no_reason"


def test_what_is_withdrawn_stays_frozen_with_its_reason(clean_mihon):
    reason = Localised.both("誤った資料による", "It rests on a wrong document")
    edition = editions.withdraw_edition(actor=COMMAND_LINE, edition=published(), reason=reason, at=DAY)
    assert (edition.state, edition.withdrawal_reason) == ("withdrawn", reason)
    assert verify(edition).is_good
    assert draft().number == 2


@pytest.mark.parametrize("act", ["reader", "city_office", "stranger"])
def test_editions_are_led_by_the_office_of_the_whole_cluster(clean_mihon, act, request):
    actor = request.getfixturevalue(act)
    edition = agreed()
    acts = [
        lambda: editions.begin_edition(actor=actor, kind="yearly", year=2020, at=DAY),
        lambda: editions.move_edition(actor=actor, edition=edition, verb="take_back", reason="x"),
        lambda: editions.record_decision(actor=actor, edition=edition, number="1", on=DAY, at=DAY),
        lambda: publish(actor=actor, edition=edition, at=NOON),
    ]
    for act_of in acts:
        with pytest.raises(RuleBroken) as refused:
            act_of()
        assert refused.value.code == "permission.refused"


def test_what_could_not_be_read_again_is_not_frozen(clean_mihon):
    @dataclass(frozen=True)
    class Unknown:
        text: str

    with pytest.raises(TypeError):
        to_plain((Unknown("x"),))
    assert of_plain({"#": "Text", "text": "文", "of_a_later_version": 1}) == Text("文")


def test_an_edition_is_kept_in_every_form_with_its_paper_number(clean_mihon):
    edition = published(draft(paper_number="資料3"))
    book = Book(edition)
    kept = {(language, form) for language, form, _ in book.files()}
    assert kept == {(language, form) for language in ("ja", "en") for form in FORMATS}
    assert book.file("ja", "pdf").content.startswith(b"%PDF-")
    assert book.report("ja").paper_number.text("ja") == "資料3"
    assert book.report("ja").figures


def test_evidence_is_gathered_for_all_figures_at_once(clean_mihon):
    def pairs(*codes):
        return [(f"budgets.actual{code}", 2020) for code in codes]

    def taken(pairs_of):
        answers = answers_of(pairs_of, actor=STRANGER, at=DAY)
        with CaptureQueriesContext(connection) as asked:
            figures = frozen_figures(answers.values(), ("ja",), actor=STRANGER, at=DAY)
        return len(asked), {each["code"]: [line["slug"] for line in each["lines"]] for each in figures}

    few, one = taken(pairs(".first"))
    many, lines = taken(pairs("", ".first", ".second"))
    assert one == {"budgets.actual.first": ["first-2020"]}
    assert lines["budgets.actual"] == ["first-2020", "second-2020"]
    assert lines["budgets.actual.second"] == ["second-2020"]
    assert many == few <= 4
    for answer in answers_of(pairs("", ".first"), actor=STRANGER, at=DAY).values():
        told = evidence_behind(answer, actor=STRANGER, at=DAY, page=1, q="")
        found = behind([answer], actor=STRANGER, at=DAY)[answer.code, 2020]
        assert (found.lines, found.not_public, found.documents) == (
            told.lines,
            told.not_public,
            told.documents,
        )
