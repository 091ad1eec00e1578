from renkei.governance.models.bodies import Body, ConstituentGroup, Mandate, Seat
from renkei.governance.models.drawings import Drawing, DrawingHint
from renkei.governance.models.meetings import Meeting
from renkei.governance.models.structure import Function, Relation

__all__ = [
    "Body",
    "ConstituentGroup",
    "Drawing",
    "DrawingHint",
    "Function",
    "Mandate",
    "Meeting",
    "Relation",
    "Seat",
]
