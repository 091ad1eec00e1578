"""Personal data of catalogue: none by purpose; texts may mention people."""

from renkei.catalogue import models
from renkei.core.privacy.registry import register_not_personal
from renkei.core.ui.text import bi

register_not_personal(
    bi(
        "連携の取組についての文。人の名前が出ることはある",
        "Texts about partnerships; they may mention people",
    ),
    models.Category,
    models.Partnership,
    models.PartnershipRegion,
    models.PartnershipCategory,
    models.PartnershipLink,
    models.PartnershipText,
)
