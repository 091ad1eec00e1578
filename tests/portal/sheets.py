"""What the tests of public seeds share: a page as it is answered, and a change of a seed."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.matching.models import Seed
from tests.matching.seeding import NOW


def change(seed, **values):
    now = Seed.objects.get(pk=seed.pk)
    return change_record(
        actor=COMMAND_LINE,
        kind=kind_of("seed"),
        slug=seed.pk,
        revision=now.revision,
        values=values,
        reason="x",
    )


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.fixture
def fresh(time_machine, settings, tmp_path):
    """The day of the tests, nothing kept of pages before, and files in a folder of the test."""
    cache.clear()
    time_machine.move_to(NOW)
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
