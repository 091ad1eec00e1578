from django.apps import AppConfig

from renkei.core.ui.text import bi


class EventsConfig(AppConfig):
    name = "renkei.events"
    label = "events"
    verbose_name = bi("行事", "Events")
    desk_order = 55

    def ready(self) -> None:
        from renkei.events import kinds, privacy  # noqa: F401, PLC0415  (fills the sockets)
