from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "renkei.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from renkei.catalogue import blocks, figures, kinds  # noqa: F401, PLC0415  (fills the sockets)
