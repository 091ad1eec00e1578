from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "renkei.agreements"
    label = "agreements"

    def ready(self) -> None:
        from renkei.agreements import blocks, figures, kinds  # noqa: F401, PLC0415  (fills the sockets)
