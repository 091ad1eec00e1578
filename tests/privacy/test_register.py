"""Every text field of every table is declared: personal, or not, and why."""

from django.apps import apps
from django.db import connection, models

from renkei.core.privacy.registry import is_declared, personal_data
from renkei.core.privacy.subject import Subject
from renkei.core.ui.text import both
from renkei.privacy.services.treating import _sets, events_model

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


def test_what_an_erasure_writes_fits_every_column_it_is_declared_for(db):
    """Seen by PostgreSQL, which reads a value by the type of its column before it looks for rows."""
    subject = Subject(alias="erased-1", person="somebody", user=1, username="somebody")
    written = 0
    for declared in personal_data():
        tables = [(declared.model, False)]
        events = events_model(declared.model)
        tables += [(events, True)] if events is not None else []
        for model, of_history in tables:
            for expression, values in _sets(declared, subject, of_history=of_history):
                with connection.cursor() as cursor:
                    cursor.execute(
                        f'UPDATE "{model._meta.db_table}" SET {expression} WHERE false',  # noqa: S608
                        values,
                    )
                written += 1
    assert written > 40
