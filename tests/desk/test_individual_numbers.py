"""Nobody may keep an Individual Number (マイナンバー): not in a reason or note that is written on the desk either."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
from django import forms

import renkei.desk.forms
import renkei.desk.views
from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.ui.fields import TextField
from renkei.governance.models import Meeting
from renkei.kernel.errors import RuleBroken
from tests.desk.conftest import signed_in

NUMBER = "123456789018"  # invented, with a valid check digit
SAID = {"ja": "個人番号（マイナンバー）とみられる番号", "en": "what looks like an Individual Number"}
# Own words go nowhere there: a password, a hidden mark, filters, samples of the components.
OTHER = {"password", "again", "draft", "who", "record", "note", "name", "held_on", "amount"}


def declared():
    for package in (renkei.desk.forms, renkei.desk.views):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for _, form in inspect.getmembers(module, inspect.isclass):
                if issubclass(form, forms.BaseForm) and form.__module__ == module.__name__:
                    yield from ((form, name, field) for name, field in form.base_fields.items())


def test_own_words_are_asked_for_by_a_field_that_refuses_the_number():
    plain = [
        (form.__name__, name)
        for form, name, field in declared()
        if type(field) is forms.CharField and name not in OTHER
    ]
    assert plain == []
    assert sum(isinstance(field, TextField) for _, _, field in declared()) > 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reason", [NUMBER, f"見本（マイナンバー {NUMBER}）", "個人番号１２３４ ５６７８ ９０１８"]
)
def test_no_act_has_the_number_for_its_reason(reason):
    with pytest.raises(RuleBroken) as broken, journal(actor=COMMAND_LINE, action="test", reason=reason):
        pytest.fail("the act was begun")
    assert broken.value.code == "identifier.individual_number"
    assert "9018" not in str(broken.value.message)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_reason_with_the_number_is_refused_in_words_and_changes_nothing(mihon, language):
    client = signed_in("secretariat")
    client.post("/desk/language/", {"language": language, "next": "/desk/"})
    meeting = Meeting.objects.first()
    address = f"/desk/governance/meeting/{meeting.pk}/edit/"
    page = client.get(address)
    values = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    answer = client.post(address, values | {"revision": meeting.revision, "reason": NUMBER})
    assert answer.status_code == 422
    assert SAID[language] in answer.text
    assert Meeting.objects.get(pk=meeting.pk).revision == meeting.revision
