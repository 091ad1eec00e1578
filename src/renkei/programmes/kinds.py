from renkei.core.records.kinds import Kind, SetRule, register
from renkei.core.ui.text import bi
from renkei.programmes.models import Programme, ProgrammeFigure
from renkei.programmes.rules import programmes_ended_before_their_start

register(
    Kind(
        model=Programme,
        table="programmes",
        name=bi("生徒・学生のための制度", "Programme for students"),
        plural=bi("生徒・学生のための制度", "Programmes for students"),
        title="title",
        description=bi("生徒や学生が参加できる制度", "What pupils and students can take part in"),
        columns=("title", "target", "run_by", "contact", "publication"),
        filters=("run_by", "publication"),
        search=("title", "target", "description", "applying"),
        order=("position", "slug"),
        parts=(("programmefigure", "programme"),),
        portal_route="programme",
        rules=(SetRule(programmes_ended_before_their_start, touched_by={"milestone": "start"}),),
    ),
    Kind(
        model=ProgrammeFigure,
        table="programme_figures",
        name=bi("制度の数字", "Figure of a programme"),
        plural=bi("制度の数字", "Figures of programmes"),
        title="slug",
        description=bi("制度の数字を伝える指標", "Which indicators tell the numbers of a programme"),
        columns=("programme", "indicator", "position"),
        order=("programme", "position", "slug"),
        listed=False,
    ),
)
