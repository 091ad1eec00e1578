from renkei.governance.models.bodies import Body, ConstituentGroup, Mandate, Seat
from renkei.governance.models.meetings import Meeting
from renkei.governance.models.structure import Drawing, Function, Relation

__all__ = ["Body", "ConstituentGroup", "Drawing", "Function", "Mandate", "Meeting", "Relation", "Seat"]
