"""The settings are one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.records.cluster import Cluster
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws

_ONE = Localised.both("クラスターの設定は1行だけ", "one row of cluster settings only")


def more_than_one_cluster(rows: QuerySet[Any]) -> SetFlaws:
    slugs = sorted(Cluster._default_manager.values_list("pk", flat=True)[:2])
    if len(slugs) > 1:
        for slug in rows.values_list("pk", flat=True)[:2]:
            yield slug, "slug", RuleBroken("cluster.more_than_one", _ONE, found=slug)
