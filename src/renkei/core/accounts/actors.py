"""Who acts: a person signed in, the command line, or a stranger."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models

from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", bi("管理者", "Administrator")
    SECRETARIAT = "secretariat", bi("事務局", "Secretariat")
    COORDINATOR = "coordinator", bi("コーディネーター", "Coordinator")
    INSTITUTE = "institute", bi("研究機関の窓口", "Institute office")
    FINANCE = "finance", bi("財務", "Finance")
    REVIEWER = "reviewer", bi("審査員", "Reviewer")
    AUDITOR = "auditor", bi("監査", "Auditor")
    READER = "reader", bi("閲覧者", "Reader")
    STRANGER = "stranger", bi("一般の利用者", "Stranger")


ANYBODY = "*"  # the command line, which writes out and loads everything


@dataclass(frozen=True)
class Grant:
    """A role as it is held: everywhere, or for an organisation and those below it, or for a unit and those below.

    `lender` names the person in whose place a deputy acts, `person` who of the directory holds it; `place` is what
    organisation and unit are called.
    """

    role: Role
    organisation: str = ""
    unit: str = ""
    organisations_below: frozenset[str] = field(default_factory=frozenset)
    units_below: frozenset[str] = field(default_factory=frozenset)
    lender: str = ""
    person: str = ""
    place: Localised = field(default_factory=Localised)

    @property
    def everywhere(self) -> bool:
        return not self.organisation

    @property
    def organisations(self) -> frozenset[str]:
        """The organisations whose records it reaches; a unit's grant stays within its own."""
        if self.everywhere:
            return frozenset()
        return frozenset({self.organisation}) | (frozenset() if self.unit else self.organisations_below)

    def sees_what_is_for(self, person: str) -> bool:
        """Tell whether it opens what is kept for one person only: to that person, and to auditors."""
        return not person or person == self.person or self.role is Role.AUDITOR or self.person == ANYBODY

    @property
    def units(self) -> frozenset[str]:
        return frozenset({self.unit}) | self.units_below if self.unit else frozenset()


@dataclass(frozen=True)
class Actor:
    """The author of an act: a name for the history, the roles held today, the user if signed in.

    `roles` are held everywhere; `grants` are those that are narrowed or lent. `on_behalf_of` names who is
    represented in this act; `person` is who of the directory the user is.
    """

    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    user_id: int | None = None
    grants: tuple[Grant, ...] = ()
    on_behalf_of: str = ""
    person: str = ""

    @property
    def is_stranger(self) -> bool:
        return not (self.roles - {Role.STRANGER}) and not self.grants

    def all_grants(self) -> tuple[Grant, ...]:
        """Return everything held: what is held everywhere first, what is lent last."""
        own = [Grant(role, person=self.person) for role in sorted(self.roles)]
        return (*own, *sorted(self.grants, key=lambda each: bool(each.lender)))


STRANGER = Actor("stranger", frozenset({Role.STRANGER}))
COMMAND_LINE = Actor("command line", frozenset({Role.ADMINISTRATOR}), person=ANYBODY)
