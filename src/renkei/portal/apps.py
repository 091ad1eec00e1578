from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "renkei.portal"
    label = "portal"

    def ready(self) -> None:
        from renkei.portal import addresses, inquiry_letters, letters, menu, seed_letters  # noqa: F401, PLC0415  (models are loaded)
