from renkei.budgets.models import (
    Amount,
    Fund,
    Item,
    Measure,
    Pillar,
)
from renkei.budgets.set_rules import (
    amounts_under_another_measure,
    items_under_another_item,
    items_under_another_measure,
)
from renkei.core.records.kinds import Kind, SetRule, register
from renkei.core.records.loops import no_loops
from renkei.core.ui.text import bi

register(
    Kind(
        model=Pillar,
        table="pillars",
        name=bi("柱", "Pillar"),
        plural=bi("柱", "Pillars"),
        title="title",
        description=bi("取組の柱", "Pillars of the work"),
        columns=("number", "title", "first_year", "last_year", "publication"),
        filters=("publication",),
        search=("title",),
        order=("number",),
        parts=(
            ("measure", "pillar"),
            ("item", "pillar"),
            ("amount", "pillar"),
        ),
    ),
    Kind(
        model=Measure,
        table="measures",
        name=bi("施策", "Measure"),
        plural=bi("施策", "Measures"),
        title="title",
        description=bi("年度ごとの施策", "Measures per fiscal year"),
        columns=("fiscal_year", "side", "pillar", "number", "title", "publication"),
        filters=("fiscal_year", "side", "pillar", "publication"),
        search=("title",),
        order=("-fiscal_year", "side", "pillar__number", "number"),
        parts=(("item", "measure"),),
    ),
    Kind(
        model=Item,
        table="items",
        name=bi("項目", "Item"),
        plural=bi("項目", "Items"),
        title="text",
        description=bi(
            "報告書に並ぶ取組、会議、数字、写真", "Activities, meetings, figures and photographs as reported"
        ),
        columns=("fiscal_year", "side", "pillar", "measure", "kind", "state", "text"),
        filters=("fiscal_year", "side", "pillar", "kind", "state"),
        search=("text",),
        order=("-fiscal_year", "side", "pillar__number", "position"),
        rules=(
            no_loops("parent"),
            SetRule(items_under_another_measure, touched_by={"measure": "measure"}),
            SetRule(items_under_another_item),
        ),
    ),
    Kind(
        model=Fund,
        table="funds",
        name=bi("財源", "Fund"),
        plural=bi("財源", "Funds"),
        title="name",
        description=bi("お金の出どころ", "Where money comes from"),
        columns=("name", "publication"),
        search=("name",),
        parts=(("amount", "fund"),),
    ),
    Kind(
        model=Amount,
        table="amounts",
        name=bi("金額", "Amount"),
        plural=bi("金額", "Amounts"),
        title="slug",
        description=bi("予算額と実績額", "Budget and actual amounts"),
        columns=("fiscal_year", "pillar", "measure", "basis", "party", "fund", "amount", "publication"),
        filters=("fiscal_year", "pillar", "basis", "party", "publication"),
        order=("-fiscal_year", "pillar__number", "basis", "slug"),
        rules=(SetRule(amounts_under_another_measure, touched_by={"measure": "measure"}),),
    ),
)
