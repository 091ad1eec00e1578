from django.apps import AppConfig

from renkei.core.ui.text import bi


class NewsConfig(AppConfig):
    name = "renkei.news"
    label = "news"
    verbose_name = bi("お知らせ", "News")
    desk_order = 65

    def ready(self) -> None:
        from renkei.news import kinds, privacy  # noqa: F401, PLC0415  (fills the sockets)
