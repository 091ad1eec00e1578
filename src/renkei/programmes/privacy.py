"""Personal data of programmes: none by purpose; texts may mention people."""

from renkei.core.privacy.registry import register_not_personal
from renkei.core.ui.text import bi
from renkei.programmes import models

register_not_personal(
    bi(
        "生徒・学生のための制度についての文。参加する人の記録はここにない",
        "Texts about programmes; records of those who take part are not kept here",
    ),
    models.Programme,
    models.ProgrammeFigure,
)
