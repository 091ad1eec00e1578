"""The coordinators of a demonstration: people of the loaded cluster, so that what is theirs can be tried."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.services import create_user
from renkei.directory.models import UserPerson
from renkei.directory.services import assign_role, say_who
from renkei.kernel.periods import Period
from renkei.matching.models import Territory

SINCE = dt.date(2000, 1, 1)


def ensure_demo_coordinators() -> list[tuple[str, str, str]]:
    """Make a user without a password for every coordinator who has a territory, where missing.

    Effects: users, roles, history. Return (user name, role in Japanese, role in English).
    """
    found = []
    known = set(User.objects.values_list("username", flat=True))
    persons = set(UserPerson.objects.values_list("person", flat=True))
    rows = Territory.objects.select_related("coordinator", "organisation").order_by("coordinator", "pk")
    for each in rows:
        name, place = each.coordinator_id, each.organisation.name
        if name not in known and each.coordinator_id not in persons:
            with transaction.atomic():
                user = create_user(actor=COMMAND_LINE, name=name, is_demo=True)
                period = Period(SINCE, None)
                assign_role(
                    actor=COMMAND_LINE,
                    user=user,
                    role=Role.COORDINATOR,
                    period=period,
                    organisation=each.organisation,
                )
                say_who(actor=COMMAND_LINE, user=user, person=each.coordinator)
            known.add(name)
        found.append((name, f"コーディネーター（{place.text('ja')}）", f"Coordinator ({place.text('en')})"))
    return found
