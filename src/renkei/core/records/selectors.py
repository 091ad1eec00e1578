"""Reads of the cluster's settings."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from renkei.core.records.cluster import Cluster
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

# What was read within `one_reading_of_settings`: empty before the first read, None outside.
_read: ContextVar[list[Cluster | None] | None] = ContextVar("_read", default=None)


@contextmanager
def one_reading_of_settings() -> Iterator[None]:
    """Read the settings once, however often they are asked for inside: for one answer to one reader."""
    token = _read.set([])
    try:
        yield
    finally:
        _read.reset(token)


def stored_cluster() -> Cluster | None:
    """Return the settings of the cluster, None while no package has been loaded."""
    known = _read.get()
    if known is None:
        return _first()
    if not known:
        known.append(_first())
    return known[0]


@contextmanager
def settings_read_as(cluster: Cluster) -> Iterator[None]:
    """Answer with these settings, stored or not, whenever they are asked for inside: to show what would be."""
    token = _read.set([cluster])
    try:
        yield
    finally:
        _read.reset(token)


def _first() -> Cluster | None:
    return Cluster.objects.select_related("logo").order_by("slug").first()


def present_cluster() -> Cluster:
    """Return the settings of the cluster, or plain defaults while no package has been loaded."""
    return stored_cluster() or Cluster(slug="empty", name=Localised.both("連携", "Renkei"))


def languages_of(cluster: Cluster) -> tuple[str, ...]:
    return tuple(cluster.languages.split())
