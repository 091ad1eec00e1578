from django.apps import AppConfig

from renkei.core.ui.text import bi


class ProgrammesConfig(AppConfig):
    name = "renkei.programmes"
    label = "programmes"
    verbose_name = bi("人材育成", "Programmes")
    desk_order = 50

    def ready(self) -> None:
        from renkei.programmes import kinds, privacy  # noqa: F401, PLC0415  (fills the sockets)
