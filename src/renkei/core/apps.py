from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from renkei.core.history.migrating import render_few_models_in_migrations
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Sequence


class CoreConfig(AppConfig):
    name = "renkei.core"
    label = "core"
    verbose_name = bi("資料・設定", "Documents and settings")
    desk_order = 90

    def ready(self) -> None:
        from renkei.core import kinds  # noqa: F401, PLC0415  (fills the registry once models are loaded)
        from renkei.core.accounts import receivers  # noqa: F401, PLC0415  (listens once models are loaded)
        from renkei.core.files import checking  # noqa: F401, PLC0415
        from renkei.core.inbox import publication  # noqa: F401, PLC0415
        from renkei.core.jobs import tasks  # noqa: F401, PLC0415
        from renkei.core.notices import privacy  # noqa: F401, PLC0415
        from renkei.core.privacy import own  # noqa: F401, PLC0415  (likewise)

        render_few_models_in_migrations()
        pre_migrate.connect(_before_migrations, sender=self)
        post_migrate.connect(_after_migrations, sender=self)


def _before_migrations(plan: Sequence[Any] = (), **_: Any) -> None:
    """Take the index's triggers off: a migration may change the columns that they read."""
    from renkei.core.search.index import uninstall  # noqa: PLC0415  (needs the models)

    if plan:
        uninstall()


def _after_migrations(**_: Any) -> None:
    """Make the index anew where the kinds, or what makes it, are not what they were."""
    from renkei.core.search.index import install  # noqa: PLC0415  (needs the models)

    install()
