"""Personal data of joint research: none by purpose; texts may mention people."""

from renkei.core.privacy.registry import register_not_personal
from renkei.core.ui.text import bi
from renkei.research import models

register_not_personal(
    bi(
        "共同研究とその成果についての文。人の名前が出ることはある",
        "Texts about joint research and its results; they may mention people",
    ),
    models.JointProject,
    models.JointProjectPartner,
    models.Presentation,
    models.ResearchResult,
)
