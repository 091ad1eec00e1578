from renkei.catalogue.models.partnerships import (
    Category,
    Partnership,
    PartnershipCategory,
    PartnershipLink,
    PartnershipRegion,
    PartnershipText,
)

__all__ = [
    "Category",
    "Partnership",
    "PartnershipCategory",
    "PartnershipLink",
    "PartnershipRegion",
    "PartnershipText",
]
