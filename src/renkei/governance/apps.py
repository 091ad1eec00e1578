from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "renkei.governance"
    label = "governance"

    def ready(self) -> None:
        from renkei.governance import blocks, figures, kinds  # noqa: F401, PLC0415  (fills the sockets)
