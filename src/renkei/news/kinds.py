from renkei.core.records.kinds import Kind, register
from renkei.core.ui.text import bi
from renkei.news.models import NewsItem

register(
    Kind(
        model=NewsItem,
        table="news",
        name=bi("お知らせ", "News"),
        plural=bi("お知らせ", "News"),
        title="title",
        description=bi("公開サイトに載せるお知らせ", "What is announced on the public site"),
        columns=("day", "title", "publication", "public_from", "public_until"),
        filters=("publication",),
        search=("title", "text"),
        order=("-day", "slug"),
        portal_route="news-item",
    ),
)
