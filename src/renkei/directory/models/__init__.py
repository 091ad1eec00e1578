from renkei.directory.models.accounts import Deputy, Invitation, LinkPurpose, UserPerson
from renkei.directory.models.laboratories import Laboratory, LaboratoryParty
from renkei.directory.models.organisations import DatedName, Organisation, OrganisationIdentifier, Unit
from renkei.directory.models.people import Person, Post, PostHolding, RoleAssignment
from renkei.directory.models.sameness import SameKey

__all__ = [
    "DatedName",
    "Deputy",
    "Invitation",
    "Laboratory",
    "LaboratoryParty",
    "LinkPurpose",
    "Organisation",
    "OrganisationIdentifier",
    "Person",
    "Post",
    "PostHolding",
    "RoleAssignment",
    "SameKey",
    "Unit",
    "UserPerson",
]
