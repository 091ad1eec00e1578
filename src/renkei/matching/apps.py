from django.apps import AppConfig

from renkei.core.ui.text import bi


class MatchingConfig(AppConfig):
    name = "renkei.matching"
    label = "matching"
    verbose_name = bi("ニーズ・シーズ・案件", "Needs, seeds, cases")
    desk_order = 10

    def ready(self) -> None:
        from renkei.matching import (  # noqa: F401, PLC0415  (sockets)
            figures,
            inbox,
            introduction_letters,
            kinds,
            need_inbox,
            need_letters,
            privacy,
            tasks,
        )
