from django.apps import AppConfig

from renkei.core.ui.text import bi


class CatalogueConfig(AppConfig):
    name = "renkei.catalogue"
    label = "catalogue"
    verbose_name = bi("連携の公開", "Public catalogue")
    desk_order = 60

    def ready(self) -> None:
        from renkei.catalogue import blocks, figures, kinds, privacy  # noqa: F401, PLC0415  (fills the sockets)
