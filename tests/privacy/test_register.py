"""Every text field of every table is declared: personal, or not, and why."""

from django.apps import apps
from django.db import models

from renkei.core.privacy.registry import is_declared, personal_data
from renkei.core.ui.text import both

TEXTS = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField, models.FileField)
# words of which a field must be declared personal, whatever its table says
TELLING = (
    "email",
    "telephone",
    "family",
    "given",
    "username",
    "contact",
    "ip_address",
    "user_agent",
    "phone",
)


def fields():
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "pgh_tracked_model") or not model._meta.managed or model._meta.proxy:
            continue
        for item in model._meta.concrete_fields:
            if isinstance(item, TEXTS) and not item.choices:
                yield model, item


def test_every_text_field_is_declared():
    missing = [
        f"{model._meta.label}.{item.name}" for model, item in fields() if not is_declared(model, item.name)
    ]
    assert missing == []


def test_what_is_plainly_personal_is_declared_so():
    named = {(each.model, name) for each in personal_data() for name in each.fields}
    missing = [
        f"{model._meta.label}.{item.name}"
        for model, item in fields()
        if any(word in item.name for word in TELLING) and (model, item.name) not in named
    ]
    assert missing == []


def test_what_is_declared_exists_and_is_said_in_both_languages():
    for each in personal_data():
        for name in each.fields:
            assert each.model._meta.get_field(name)
        for text in (each.purpose, each.basis, each.keep.after, *each.copies):
            said = both(text)
            assert said.text("ja") != said.text("en"), (each.model, text)
