from django.apps import AppConfig

from renkei.core.ui.text import bi


class AgreementsConfig(AppConfig):
    name = "renkei.agreements"
    label = "agreements"
    verbose_name = bi("協定", "Agreements")
    desk_order = 30

    def ready(self) -> None:
        from renkei.agreements import blocks, figures, inbox, kinds, privacy  # noqa: F401, PLC0415  (sockets)
