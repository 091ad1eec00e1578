from renkei.directory.models.laboratories import Laboratory, LaboratoryParty
from renkei.directory.models.organisations import DatedName, Organisation, OrganisationIdentifier, Unit
from renkei.directory.models.people import Person, Post, PostHolding, RoleAssignment

__all__ = [
    "DatedName",
    "Laboratory",
    "LaboratoryParty",
    "Organisation",
    "OrganisationIdentifier",
    "Person",
    "Post",
    "PostHolding",
    "RoleAssignment",
    "Unit",
]
