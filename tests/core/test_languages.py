"""Which language of a text is older: from the history, however a record was written."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.history.agreed import TextAgreed, agree_on_text
from renkei.core.history.journal import journal
from renkei.core.history.languages import Step, _follow, behind, behind_in, missing, text_fields
from renkei.core.records.kinds import kind_of, kinds
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from tests.builders import both, make

pytestmark = pytest.mark.django_db
KIND = kind_of("document")
DAY = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def write(record, **values):
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def lagging(slug="paper"):
    return {each.field: each.language for each in behind_in(KIND, slug)}


@pytest.fixture
def paper():
    return make(Document, "paper", title=both("題", "Title"), description=both("説明", "Text"))


def test_what_was_written_in_both_languages_at_once_is_in_step(paper):
    assert lagging() == {}
    write(paper, title=both("新しい題", "New title"))
    assert lagging() == {}


def test_a_text_changed_in_one_language_leaves_the_other_behind_until_it_follows(paper):
    write(paper, title=both("新しい題", "Title"))
    assert lagging() == {"title": "en"}
    write(paper, language="ja")
    assert lagging() == {"title": "en"}
    write(paper, title=both("もっと新しい題", "Title"))
    assert lagging() == {"title": "en"}
    write(paper, title=both("もっと新しい題", "Newer title"))
    assert lagging() == {}
    write(paper, title=both("もっと新しい題", "Newest title"))
    assert lagging() == {"title": "ja"}


def test_a_translation_that_was_missing_is_no_newer_text(paper):
    write(paper, publisher=Localised({"ja": "発行者"}))
    write(paper, publisher=both("発行者", "Publisher"))
    assert lagging() == {}
    write(paper, title=Localised({"ja": "題だけ"}))
    assert lagging() == {}  # missing, not older


def test_several_writes_of_one_act_count_as_one(paper):
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        write(paper, title=both("新しい題", "Title"))
        write(paper, title=both("新しい題", "New title"))
    assert lagging() == {}


def number_of(field):
    return next(each.number for each in behind_in(KIND, "paper") if each.field == field)


def agree(actor=COMMAND_LINE, field="title", number=None):
    agree_on_text(actor=actor, kind=KIND, slug="paper", field=field, number=number or number_of("title"))


def test_a_translation_found_still_right_is_not_owed_until_the_next_change(paper):
    write(paper, title=both("題。", "Title"))
    agree()
    assert lagging() == {}
    write(paper, title=both("別の題", "Title"))
    assert lagging() == {"title": "en"}
    agree()
    write(paper, title=both("別の題", "Other title"))
    assert lagging() == {"title": "ja"}  # after it was found right, this is a change of its own
    assert TextAgreed.objects.count() == 1


def test_agreeing_needs_the_right_to_change_and_the_text_as_it_is(paper, reader, secretariat):
    write(paper, title=both("題。", "Title"))
    seen = number_of("title")
    with pytest.raises(RuleBroken) as refused:
        agree(reader)
    assert refused.value.code == "permission.refused"
    write(paper, title=both("別の題", "Title"))
    for field, number in (("title", seen), ("description", seen)):
        with pytest.raises(RuleBroken) as refused:
            agree(secretariat, field, number)
        assert refused.value.code == "text.changed"
    assert not TextAgreed.objects.exists()
    agree(secretariat)
    assert lagging() == {}


def test_many_kinds_and_records_are_one_question(paper):
    make(Organisation, "mihon-city", name=Localised({"ja": "見本市"}), kind="municipality")
    for number in range(3):
        record = make(
            Document, f"paper-{number}", title=both("題", "Title"), publisher=Localised({"en": "P"})
        )
        write(record, title=both("新しい題", "Title"))
    asked = [(kind, kind.model._default_manager.all()) for kind in kinds()]
    with CaptureQueriesContext(connection) as caught:
        old, lacking = behind(asked), missing(asked)
    assert len(caught) == 3
    assert {(each.slug, each.field, each.language) for each in old} == {
        (f"paper-{number}", "title", "en") for number in range(3)
    }
    assert all(each.since for each in old)
    assert {(each.slug, each.field, each.language) for each in lacking} == {
        ("mihon-city", "name", "en"), *((f"paper-{number}", "publisher", "ja") for number in range(3)),
    }  # fmt: skip
    only = [(KIND, Document.objects.filter(pk="paper-1"))]
    assert [each.slug for each in behind(only)] == ["paper-1"]
    assert sum(bool(text_fields(kind)) for kind in kinds()) > 20


@given(st.lists(st.sampled_from(["ja", "en", "both"]), max_size=8))
def test_the_language_behind_is_the_one_that_owes_a_change(changes):
    """Told once more in plain words: who is owed a change, after each act."""
    state, texts, owed = {}, {"ja": "0", "en": "0"}, ""
    for number, change in enumerate(changes, 1):
        languages = ["ja", "en"] if change == "both" else [change]
        now = texts | dict.fromkeys(languages, str(number))
        _follow(state, {"title": texts}, Step("document", "paper", number, number, DAY, {}, {"title": now}))
        texts = now
        owed = "" if change in {"both", owed} else {"ja": "en", "en": "ja"}[change]
        assert (state["title"].language if "title" in state else "") == owed
