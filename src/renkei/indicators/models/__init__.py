from renkei.indicators.models.indicators import FigureChoice, Indicator, StatedValue
from renkei.indicators.models.milestones import Milestone
from renkei.indicators.models.targets import DefinitionVersion, Target, VerdictLevel, VerdictScale

__all__ = [
    "DefinitionVersion",
    "FigureChoice",
    "Indicator",
    "Milestone",
    "StatedValue",
    "Target",
    "VerdictLevel",
    "VerdictScale",
]
