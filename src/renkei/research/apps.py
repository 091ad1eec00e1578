from django.apps import AppConfig

from renkei.core.ui.text import bi


class ResearchConfig(AppConfig):
    name = "renkei.research"
    label = "research"
    verbose_name = bi("共同研究", "Joint research")
    desk_order = 15

    def ready(self) -> None:
        from renkei.research import figures, kinds, privacy  # noqa: F401, PLC0415  (sockets)
