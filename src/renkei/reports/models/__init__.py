from renkei.reports.models.definitions import ReportKind, ReportSection
from renkei.reports.models.editions import Edition
from renkei.reports.models.parts import EditionPart, PartContent, Removal
from renkei.reports.models.work import Acknowledgement, EditionCheck, EditionComment

__all__ = [
    "Acknowledgement",
    "Edition",
    "EditionCheck",
    "EditionComment",
    "EditionPart",
    "PartContent",
    "Removal",
    "ReportKind",
    "ReportSection",
]
