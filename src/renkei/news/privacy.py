"""Personal data of news: none by purpose; texts may mention people."""

from renkei.core.privacy.registry import register_not_personal
from renkei.core.ui.text import bi
from renkei.news import models

register_not_personal(
    bi(
        "公表するお知らせの文。人の名前が出ることはある",
        "Texts of news; they may mention people",
    ),
    models.NewsItem,
)
