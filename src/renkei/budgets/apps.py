from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "renkei.budgets"
    label = "budgets"

    def ready(self) -> None:
        from renkei.budgets import blocks, figures, kinds  # noqa: F401, PLC0415  (fills the sockets)
