"""Who acts: a person signed in, the command line, or a stranger."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models

from renkei.core.ui.text import bi


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


@dataclass(frozen=True)
class Actor:
    """The author of an act: a name for the history, the roles held today, the user if signed in."""

    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    user_id: int | None = None

    @property
    def is_stranger(self) -> bool:
        return not (self.roles - {Role.STRANGER})


STRANGER = Actor("stranger", frozenset({Role.STRANGER}))
COMMAND_LINE = Actor("command line", frozenset({Role.ADMINISTRATOR}))
