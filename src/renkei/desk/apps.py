from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "renkei.desk"
    label = "desk"

    def ready(self) -> None:
        from renkei.desk import (  # noqa: PLC0415  (models are loaded)
            addresses,  # noqa: F401
            case_panels,  # noqa: F401
            drawing_panels,  # noqa: F401
            fund_panels,  # noqa: F401
            inquiry_panels,  # noqa: F401
            letters,  # noqa: F401
            need_panels,  # noqa: F401
            project_panels,  # noqa: F401
            report_previews,  # noqa: F401
            seed_panels,  # noqa: F401
            suggestion_panels,  # noqa: F401
            tasks,  # noqa: F401
        )
