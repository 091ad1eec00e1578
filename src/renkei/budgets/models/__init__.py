from renkei.budgets.models.amounts import Amount, Fund
from renkei.budgets.models.pillars import Item, Measure, Pillar

__all__ = ["Amount", "Fund", "Item", "Measure", "Pillar"]
