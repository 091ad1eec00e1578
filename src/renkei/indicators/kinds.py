from renkei.core.records.kinds import Kind, SetRule, register
from renkei.core.records.loops import no_loops
from renkei.core.ui.text import bi
from renkei.indicators.models import (
    FigureChoice,
    Indicator,
    Milestone,
    StatedValue,
)
from renkei.indicators.set_rules import (
    parts_of_another_unit,
    parts_of_what_is_counted_whole,
    values_of_no_version,
)

register(
    Kind(
        model=Indicator,
        table="indicators",
        name=bi("指標", "Indicator"),
        plural=bi("指標", "Indicators"),
        title="label",
        description=bi("数える対象、定義、単位", "What is counted, its definition and unit"),
        columns=("label", "unit", "kind", "version", "publication"),
        filters=("kind", "unit", "publication"),
        search=("label", "definition"),
        order=("position", "slug"),
        parts=(("statedvalue", "indicator"),),
        portal_route="indicator",
        rules=(
            no_loops("part_of"),
            SetRule(parts_of_another_unit),
        ),
    ),
    Kind(
        model=StatedValue,
        table="stated_values",
        name=bi("資料による値", "Stated value"),
        plural=bi("資料による値", "Stated values"),
        title="slug",
        description=bi(
            "資料に記された値と、その資料の中の場所", "Values as documents state them, with the place"
        ),
        columns=("indicator", "fiscal_year", "state", "value", "basis", "publisher", "document"),
        filters=("fiscal_year", "publisher", "basis", "publication"),
        search=("slug",),
        order=("-fiscal_year", "indicator"),
        rules=(
            SetRule(parts_of_what_is_counted_whole, touched_by={"indicator": "indicator"}),
            SetRule(values_of_no_version, touched_by={"indicator": "indicator"}),
        ),
    ),
    Kind(
        model=FigureChoice,
        table="figure_choices",
        name=bi("印字する値の選択", "Choice of the printed value"),
        plural=bi("印字する値の選択", "Choices of printed values"),
        title="figure",
        description=bi("資料の値と計算した値のどちらを印字するか", "Which of two values is printed"),
        columns=("figure", "fiscal_year", "prints", "chosen_by"),
        filters=("prints", "fiscal_year"),
        search=("figure",),
        order=("figure", "fiscal_year"),
    ),
    Kind(
        model=Milestone,
        table="milestones",
        name=bi("年表の項目", "Milestone"),
        plural=bi("年表の項目", "Milestones"),
        title="title",
        description=bi("日、月または年の分かるできごと", "Events with a day, month or year"),
        columns=("happened", "title", "year_kind", "publication"),
        filters=("year_kind", "publication"),
        search=("title", "text"),
        order=("happened", "slug"),
        portal_route="milestone",
    ),
)
