from django.apps import AppConfig

from renkei.core.ui.text import bi


class IndicatorsConfig(AppConfig):
    name = "renkei.indicators"
    label = "indicators"
    verbose_name = bi("指標", "Indicators")
    desk_order = 50

    def ready(self) -> None:
        from renkei.indicators import blocks, figures, inbox, kinds, privacy  # noqa: F401, PLC0415  (sockets)
