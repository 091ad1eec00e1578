from django.apps import AppConfig

from renkei.core.ui.text import bi


class VenturesConfig(AppConfig):
    name = "renkei.ventures"
    label = "ventures"
    verbose_name = bi("ベンチャー", "Ventures")
    desk_order = 58

    def ready(self) -> None:
        from renkei.ventures import kinds, privacy  # noqa: F401, PLC0415  (fills the sockets)
