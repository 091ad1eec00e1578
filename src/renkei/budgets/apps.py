from django.apps import AppConfig

from renkei.core.ui.text import bi


class BudgetsConfig(AppConfig):
    name = "renkei.budgets"
    label = "budgets"
    verbose_name = bi("予算・実績", "Budgets and results")
    desk_order = 40

    def ready(self) -> None:
        from renkei.budgets import (  # noqa: F401, PLC0415  (fills the sockets)
            blocks,
            figures,
            kinds,
            privacy,
            report_blocks,
        )
