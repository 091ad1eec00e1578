from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "renkei.desk"
    label = "desk"

    def ready(self) -> None:
        from renkei.desk import (  # noqa: F401, PLC0415  (models are loaded)
            addresses,
            case_panels,
            letters,
            need_panels,
            suggestion_panels,
            tasks,
        )
