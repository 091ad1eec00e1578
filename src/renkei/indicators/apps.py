from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "renkei.indicators"
    label = "indicators"

    def ready(self) -> None:
        from renkei.indicators import blocks, figures, kinds  # noqa: F401, PLC0415  (sockets are filled once models are loaded)
