from renkei.matching.models.cases import (
    Activity,
    Analysis,
    Case,
    CaseStage,
    CaseStep,
    ClosingReason,
    Introduction,
    Territory,
)
from renkei.matching.models.funds import (
    Capability,
    ExternalFund,
    ExternalFundPartner,
    JointActivity,
    JointActivityParty,
)
from renkei.matching.models.links import PrivateLink
from renkei.matching.models.matches import Match
from renkei.matching.models.measures import QualityMeasure
from renkei.matching.models.needs import (
    ApplicationField,
    Need,
    NeedDocument,
    NeedField,
    NeedMessage,
    NeedProfile,
    Term,
)
from renkei.matching.models.readings import PreparedText
from renkei.matching.models.seed_parts import SeedBooklet, SeedRefresh, SeedWork
from renkei.matching.models.seeds import Seed, SeedField

__all__ = [
    "Activity",
    "Analysis",
    "ApplicationField",
    "Capability",
    "Case",
    "CaseStage",
    "CaseStep",
    "ClosingReason",
    "ExternalFund",
    "ExternalFundPartner",
    "Introduction",
    "JointActivity",
    "JointActivityParty",
    "Match",
    "Need",
    "NeedDocument",
    "NeedField",
    "NeedMessage",
    "NeedProfile",
    "PreparedText",
    "PrivateLink",
    "QualityMeasure",
    "Seed",
    "SeedBooklet",
    "SeedField",
    "SeedRefresh",
    "SeedWork",
    "Term",
    "Territory",
]
