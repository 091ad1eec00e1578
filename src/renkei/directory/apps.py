from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "renkei.directory"
    label = "directory"

    def ready(self) -> None:
        from renkei.directory import kinds  # noqa: F401, PLC0415  (sockets are filled once models are loaded)
