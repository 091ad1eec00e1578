from django.apps import AppConfig

from renkei.core.history.migrating import render_no_models_for_triggers


class CoreConfig(AppConfig):
    name = "renkei.core"
    label = "core"

    def ready(self) -> None:
        from renkei.core import kinds  # noqa: F401, PLC0415  (fills the registry once models are loaded)

        render_no_models_for_triggers()
