from django.apps import AppConfig

from renkei.core.ui.text import bi


class ReportsConfig(AppConfig):
    name = "renkei.reports"
    label = "reports"
    verbose_name = bi("報告書", "Reports")
    desk_order = 65

    def ready(self) -> None:
        from renkei.reports import inbox, kinds, next_year, privacy, tasks  # noqa: F401, PLC0415  (sockets)
