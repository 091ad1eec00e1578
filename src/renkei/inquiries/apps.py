from django.apps import AppConfig

from renkei.core.ui.text import bi


class InquiriesConfig(AppConfig):
    name = "renkei.inquiries"
    label = "inquiries"
    verbose_name = bi("お問い合わせ", "Inquiries")
    desk_order = 15

    def ready(self) -> None:
        from renkei.inquiries import inbox, kinds, letters, privacy, tasks  # noqa: F401, PLC0415  (sockets)
