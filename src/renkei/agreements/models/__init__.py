from renkei.agreements.models.agreements import (
    Agreement,
    AgreementDocument,
    AgreementFamily,
    AgreementParty,
    Contribution,
    Duty,
)

__all__ = ["Agreement", "AgreementDocument", "AgreementFamily", "AgreementParty", "Contribution", "Duty"]
