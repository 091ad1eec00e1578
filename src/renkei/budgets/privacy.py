"""Personal data of budgets: none by purpose; texts may mention people."""

from renkei.budgets import models
from renkei.core.privacy.registry import register_not_personal
from renkei.core.ui.text import bi

register_not_personal(
    bi(
        "柱・施策・予算についての文。人の名前が出ることはある",
        "Texts about pillars, measures and budgets; they may mention people",
    ),
    models.Pillar,
    models.Measure,
    models.Item,
    models.Fund,
    models.Amount,
    models.MeasureIndicator,
    models.MeasureReview,
)
