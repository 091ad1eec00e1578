from django.apps import AppConfig

from renkei.core.ui.text import bi


class DirectoryConfig(AppConfig):
    name = "renkei.directory"
    label = "directory"
    verbose_name = bi("名簿", "Directory")
    desk_order = 10

    def ready(self) -> None:
        from renkei.directory import duplicates, inbox, kinds, privacy  # noqa: F401, PLC0415  (sockets)
