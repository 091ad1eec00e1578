from renkei.core.records.kinds import Kind, register
from renkei.core.ui.text import bi
from renkei.research.models import (
    JointProject,
    JointProjectPartner,
    Presentation,
    ResearchResult,
)
from renkei.research.naming import RESULT_NAMES_NOBODY, TITLE_NAMES_NOBODY

register(
    Kind(
        model=JointProject,
        table="joint_projects",
        name=bi("共同研究", "Joint project"),
        plural=bi("共同研究", "Joint projects"),
        title="title",
        description=bi("企業等との契約による共同研究", "Research with companies and others under a contract"),
        columns=("title", "organisation", "laboratory", "field", "period", "state", "publication"),
        filters=("state", "organisation", "field", "publication"),
        search=("title", "public_title"),
        order=("slug",),
        parts=(
            ("jointprojectpartner", "project"),
            ("researchresult", "project"),
            ("presentation", "project"),
        ),
        rules=(TITLE_NAMES_NOBODY,),
    ),
    Kind(
        model=JointProjectPartner,
        table="joint_project_partners",
        name=bi("共同研究の相手", "Partner of a joint project"),
        plural=bi("共同研究の相手", "Partners of joint projects"),
        title="slug",
        description=bi("共同研究に加わる企業等", "Companies and others in joint research"),
        columns=("project", "organisation", "role", "in_prefecture", "is_local"),
        filters=("role",),
        order=("project", "slug"),
        listed=False,
    ),
    Kind(
        model=ResearchResult,
        table="research_results",
        name=bi("研究の成果", "Result of research"),
        plural=bi("研究の成果", "Results of research"),
        title="title",
        description=bi("論文、特許、製品、受賞、報道", "Papers, patents, products, prizes, press"),
        columns=("day", "kind", "title", "project", "identifier"),
        filters=("kind",),
        search=("title", "identifier"),
        order=("-day", "slug"),
        rules=(RESULT_NAMES_NOBODY,),
    ),
    Kind(
        model=Presentation,
        table="presentations",
        name=bi("成果発表", "Presentation of results"),
        plural=bi("成果発表", "Presentations of results"),
        title="title",
        description=bi("成果の発表会", "Presentations of results to companies and the public"),
        columns=("held_on", "title", "project", "place", "participants"),
        search=("title",),
        order=("-held_on", "slug"),
        rules=(RESULT_NAMES_NOBODY,),
    ),
)
