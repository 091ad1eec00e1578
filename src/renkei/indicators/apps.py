from django.apps import AppConfig

from renkei.core.ui.text import bi


class IndicatorsConfig(AppConfig):
    name = "renkei.indicators"
    label = "indicators"
    verbose_name = bi("指標", "Indicators")
    desk_order = 50

    def ready(self) -> None:
        from renkei.indicators import (  # noqa: PLC0415  (sockets)
            blocks,  # noqa: F401
            figures,  # noqa: F401
            inbox,  # noqa: F401
            kinds,  # noqa: F401
            privacy,  # noqa: F401
            trend_blocks,  # noqa: F401
        )
