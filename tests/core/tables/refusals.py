"""What a refused load leaves behind: flaws, and nothing else."""

from __future__ import annotations

import pytest

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.records.cluster import Cluster
from renkei.core.tables.service import PackageRefused, load_package
from renkei.directory.models import Organisation


def refused(path, actor=COMMAND_LINE, **options):
    """Return the flaws of a load that must not write anything."""
    with pytest.raises(PackageRefused) as error:
        load_package(path, actor=actor, **options)
    assert not Organisation.objects.exists()
    assert not Cluster.objects.exists()
    for flaw in error.value.flaws:
        assert flaw.message("ja") != flaw.message("en")
    return error.value.flaws


def only(flaws, code):
    assert [flaw.code for flaw in flaws] == [code], [flaw.message("ja") for flaw in flaws]
    return flaws[0]


def places(flaws):
    return [(flaw.code, flaw.file, flaw.row, flaw.column) for flaw in flaws]
