from renkei.core.records.kinds import Kind, SetRule, register
from renkei.core.ui.text import bi
from renkei.ventures.models import Venture, VentureCount
from renkei.ventures.rules import ventures_of_companies_not_public

register(
    Kind(
        model=Venture,
        table="ventures",
        name=bi("ベンチャー企業", "Venture company"),
        plural=bi("ベンチャー企業", "Venture companies"),
        title="called",
        named_by="organisation",
        description=bi("研究から生まれた会社", "Companies that came out of the research"),
        columns=("organisation", "founded", "laboratory", "publication"),
        filters=("laboratory", "publication"),
        search=("business",),
        order=("founded", "slug"),
        parts=(("venturecount", "venture"),),
        rules=(SetRule(ventures_of_companies_not_public, touched_by={"organisation": "organisation"}),),
        portal_route="venture",
    ),
    Kind(
        model=VentureCount,
        table="venture_counts",
        name=bi("ベンチャー企業の数え方", "Counting of a venture"),
        plural=bi("ベンチャー企業の数え方", "Counting of ventures"),
        title="slug",
        description=bi(
            "どの定義で、いつからいつまで数えるか",
            "Under which definition a venture counts, and from when to when",
        ),
        columns=("venture", "indicator", "counted_from", "counted_until", "reason"),
        filters=("indicator",),
        search=("reason",),
        order=("venture", "counted_from", "slug"),
    ),
)
