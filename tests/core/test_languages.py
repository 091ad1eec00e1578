"""Which language of a text is older: from the history, however a record was written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.models import Document
from renkei.core.history.journal import journal
from renkei.core.history.languages import _follow, behind, behind_in, missing, text_fields
from renkei.core.records.kinds import kind_of, kinds
from renkei.directory.models import Organisation
from renkei.kernel.localised import Localised
from tests.builders import both, make

pytestmark = pytest.mark.django_db
KIND = kind_of("document")


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
    assert len(caught) == 2
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
        _follow(state, {"title": texts}, {"title": now}, number)
        texts = now
        owed = "" if change in {"both", owed} else {"ja": "en", "en": "ja"}[change]
        assert state.get("title", ("",))[0] == owed
