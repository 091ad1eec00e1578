from django.apps import AppConfig

from renkei.core.ui.text import bi


class RoundsConfig(AppConfig):
    name = "renkei.rounds"
    label = "rounds"
    verbose_name = bi("照会", "Collection rounds")
    desk_order = 55

    def ready(self) -> None:
        from renkei.rounds import inbox, privacy, tasks  # noqa: F401, PLC0415  (sockets)
