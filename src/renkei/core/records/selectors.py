"""Reads of the cluster's settings."""

from __future__ import annotations

from renkei.core.records.cluster import Cluster
from renkei.kernel.localised import Localised


def present_cluster() -> Cluster:
    """Return the settings of the cluster, or plain defaults while no package has been loaded."""
    return Cluster.objects.first() or Cluster(slug="empty", name=Localised.both("連携", "Renkei"))


def languages_of(cluster: Cluster) -> tuple[str, ...]:
    return tuple(cluster.languages.split())
