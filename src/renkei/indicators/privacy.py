"""Personal data of indicators: who chose a printed value."""

from __future__ import annotations

from django.db.models import Q

from renkei.core.privacy.enums import Treatment, Whose
from renkei.core.privacy.registry import (
    Keep,
    Personal,
    PersonalField,
    register_not_personal,
    register_personal,
)
from renkei.core.ui.text import bi
from renkei.indicators import models

register_personal(
    Personal(
        models.FigureChoice,
        Whose.STAFF,
        bi("どの値を印字すると誰が決めたかを残すため", "To keep who decided which value is printed"),
        bi("法第61条・第17条（利用目的）", "APPI articles 61 and 17 (purpose of use)"),
        Keep(0, bi("本人の記録とともに", "Together with the person's record")),
        lambda subject: Q(chosen_by__in=[*subject.written, *subject.identifiers]),
        {"chosen_by": PersonalField(Treatment.MARK)},
        copies=(bi("履歴", "History"),),
    )
)
register_not_personal(
    bi(
        "指標とその値についての文。人の名前が出ることはある",
        "Texts about indicators and values; they may mention people",
    ),
    models.Indicator,
    models.StatedValue,
    models.FigureChoice,
    models.Milestone,
    models.VerdictScale,
    models.VerdictLevel,
    models.Target,
    models.DefinitionVersion,
)
