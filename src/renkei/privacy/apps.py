from django.apps import AppConfig
from django.db.models.signals import post_migrate

from renkei.core.ui.text import bi


class PrivacyConfig(AppConfig):
    name = "renkei.privacy"
    label = "privacy"
    verbose_name = bi("個人情報", "Personal data")
    desk_order = 80

    def ready(self) -> None:
        from renkei.privacy import inbox, privacy, tasks  # noqa: F401, PLC0415  (sockets)
        from renkei.privacy.guard import guard_history  # noqa: PLC0415
        from renkei.privacy.services import files  # noqa: F401, PLC0415  (copies outside the tables)

        post_migrate.connect(guard_history, dispatch_uid="renkei.privacy.guard_history")
