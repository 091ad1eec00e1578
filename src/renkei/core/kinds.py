from renkei.core.blocks.checking import NAMES_SOMETHING
from renkei.core.figures.home import home_figures_that_are_none
from renkei.core.files.logo import logo_that_is_none
from renkei.core.files.models import Document
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import Kind, SetRule, register, register_for_all
from renkei.core.records.one_cluster import more_than_one_cluster
from renkei.core.ui.text import bi

register_for_all(NAMES_SOMETHING)
register(
    Kind(
        model=Cluster,
        table="cluster",
        name=bi("クラスターの設定", "Cluster settings"),
        plural=bi("クラスターの設定", "Cluster settings"),
        title="name",
        description=bi(
            "言語、年度の最初の月、通貨など", "Languages, first month of the fiscal year, currency"
        ),
        columns=("name", "languages", "first_month", "currency"),
        rules=(
            SetRule(more_than_one_cluster),
            SetRule(home_figures_that_are_none),
            SetRule(logo_that_is_none, {"document": "logo"}),
        ),
    ),
    Kind(
        model=Document,
        table="documents",
        name=bi("資料", "Document"),
        plural=bi("資料", "Documents"),
        title="title",
        description=bi("数字や記録のもとになった文書", "Sources that figures and records rest on"),
        columns=("title", "publisher", "language", "issued_on", "publication"),
        filters=("publication",),
        search=("title", "publisher", "description"),
        portal_route="document",
        holds_file=True,
    ),
)
