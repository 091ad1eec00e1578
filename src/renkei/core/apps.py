from django.apps import AppConfig

from renkei.core.history.migrating import render_no_models_for_triggers
from renkei.core.ui.text import bi


class CoreConfig(AppConfig):
    name = "renkei.core"
    label = "core"
    verbose_name = bi("資料・設定", "Documents and settings")
    desk_order = 90

    def ready(self) -> None:
        from renkei.core import kinds  # noqa: F401, PLC0415  (fills the registry once models are loaded)
        from renkei.core.privacy import own  # noqa: F401, PLC0415  (likewise)

        render_no_models_for_triggers()
