from renkei.indicators.models.indicators import FigureChoice, Indicator, StatedValue
from renkei.indicators.models.milestones import Milestone

__all__ = ["FigureChoice", "Indicator", "Milestone", "StatedValue"]
