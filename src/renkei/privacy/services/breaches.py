"""Breaches: what happened, how many persons of which holder, what is due when, the report's skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.directory.models import Organisation, Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.privacy.models import Breach, BreachHolder
from renkei.privacy.rules import final_due, must_report, preliminary_due, threshold
from renkei.privacy.services.cases import next_number
from renkei.privacy.services.erasure import require
from renkei.privacy.workflow import BREACH

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from renkei.core.accounts.actors import Actor

_NEEDED = Localised.both("概要と項目を書いてください。", "Write what happened and which data.")
_MUST = Localised.both(
    "報告が要る機関があります。速報をしてから進めてください。",
    "A holder must report. Make the preliminary report first.",
)


@dataclass(frozen=True)
class Duty:
    """What one holder has to do: its threshold, whether it reports, and by when."""

    organisation: Organisation
    persons: int
    threshold: int
    reports: bool
    preliminary: dt.date
    final: dt.date


def record_breach(*, actor: Actor, known_on: dt.date, persons: Mapping[str, int], **said: Any) -> Breach:
    """Write down a breach with the persons of each holder. Effects: rows, history.

    `said` are the fields of `Breach`. Raises RuleBroken("permission.refused"), ("breach.needed").
    """
    require(actor, Verb.ADD)
    if not str(said.get("happened", "")).strip() or not str(said.get("items", "")).strip():
        raise RuleBroken("breach.needed", _NEEDED)
    with journal(actor=actor, action="record breach"):
        breach = Breach.objects.create(number=next_number(Breach, known_on.year), known_on=known_on, **said)
        for organisation, count in persons.items():
            BreachHolder.objects.create(breach=breach, organisation_id=organisation, persons=count)
    return breach


def move_breach(*, actor: Actor, breach: Breach, verb: str, reason: str = "") -> Breach:
    """Take one step. Raises RuleBroken("workflow.no_such_step"), ("breach.must_report")."""
    require(actor, Verb.CHANGE)
    with journal(actor=actor, action=f"{verb} breach", reason=reason):
        present = Breach.objects.select_for_update().get(pk=breach.pk)
        if verb == "close" and present.state == "found" and any(each.reports for each in duties(present)):
            raise RuleBroken("breach.must_report", _MUST)
        present.state = state_after(BREACH, present.state, verb)
        present.save(update_fields=["state"])
    return present


def duties(breach: Breach) -> list[Duty]:
    """Return what each holder has to do: the threshold is each holder's own."""
    return [
        Duty(
            each.organisation,
            each.persons,
            threshold(each.organisation.kind),
            must_report(
                each.organisation.kind,
                each.persons,
                sensitive=breach.sensitive,
                property_damage=breach.property_damage,
                malice=breach.malice,
            ),
            preliminary_due(breach.known_on),
            final_due(breach.known_on, malice=breach.malice),
        )
        for each in breach.holders.select_related("organisation").order_by("organisation_id")
    ]


def people_of(organisation: str) -> list[Person]:
    """Return the people whose data an organisation holds: who may have to be told."""
    return list(Person.objects.filter(controller_id=organisation).order_by("family_kana", "pk"))


def held_by() -> dict[str, int]:
    """Return how many people each organisation is the holder of, from the records."""
    rows = Person.objects.order_by().values("controller_id").annotate(held=Count("pk"))
    return {row["controller_id"]: row["held"] for row in rows}
