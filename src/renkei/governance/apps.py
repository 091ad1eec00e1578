from django.apps import AppConfig

from renkei.core.ui.text import bi


class GovernanceConfig(AppConfig):
    name = "renkei.governance"
    label = "governance"
    verbose_name = bi("会議・体制", "Meetings and structure")
    desk_order = 20

    def ready(self) -> None:
        from renkei.governance import blocks, figures, inbox, kinds, privacy  # noqa: F401, PLC0415  (sockets)
