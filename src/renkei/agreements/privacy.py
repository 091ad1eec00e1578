"""Personal data of agreements: none by purpose; texts may mention people."""

from renkei.agreements import models
from renkei.core.privacy.registry import register_not_personal
from renkei.core.ui.text import bi

register_not_personal(
    bi("協定についての文。人の名前が出ることはある", "Texts about agreements; they may mention people"),
    models.Agreement,
    models.AgreementDocument,
    models.AgreementFamily,
    models.AgreementParty,
    models.Contribution,
    models.Duty,
)
