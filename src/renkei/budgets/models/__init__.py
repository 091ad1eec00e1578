from renkei.budgets.models.amounts import Amount, Fund
from renkei.budgets.models.pillars import Item, Measure, Pillar
from renkei.budgets.models.reviews import MeasureIndicator, MeasureReview

__all__ = ["Amount", "Fund", "Item", "Measure", "MeasureIndicator", "MeasureReview", "Pillar"]
