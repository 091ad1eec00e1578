"""What a coordinator does with a need: enters it in a few fields, answers the firm."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.core.records.services import add_record
from renkei.kernel.errors import RuleBroken
from renkei.kernel.identifiers import refuse_individual_numbers
from renkei.kernel.localised import Localised
from renkei.matching.enums import MessageFrom
from renkei.matching.mails import write_to_company
from renkei.matching.models import Need, NeedField, NeedMessage
from renkei.matching.need_rules import expiry, short_title, written_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from renkei.core.accounts.actors import Actor

_EMPTY = Localised.both("本文を入力してください。", "Please write something.")
_AS_GIVEN = (
    "company_id",
    "company_name",
    "contact_name",
    "contact_email",
    "contact_telephone",
    "channel",
    "kind",
    "received_on",
    "holder",
)


def enter(*, actor: Actor, values: Mapping[str, Any], language: str, at: dt.date) -> Need:
    """Add a need with sensible values for all that is not said: received today, its coordinator whoever enters it.

    `level` private keeps it for its coordinator. Effects: the need, its fields, history. Raises as `add_record`.
    """
    problem, title = str(values["problem"]), str(values.get("title") or "")
    received = values.get("received_on") or at
    given = {name: values[name] for name in _AS_GIVEN if values.get(name)}
    given |= {
        "slug": f"need-{received.year}-{secrets.token_hex(5)}",
        "problem": Localised({written_in(problem, language): problem}),
        "title": Localised({written_in(title or problem, language): title or short_title(problem)}),
        "received_on": received,
        "expires_on": expiry(max(received, at)),
        "coordinator_id": actor.person or None,
        "holder_person": actor.person if values.get("level") == "private" else "",
        "contact_language": language,
    }
    with journal(actor=actor, action="add need", reason=""):
        need = add_record(actor=actor, kind=kind_of("need"), values=given, reason="")
        for number, field in enumerate(values.get("fields") or (), 1):
            held = {
                name: getattr(need, name)
                for name in ("holder", "holder_unit", "holder_person", "shared_with")
            }
            NeedField.objects.create(slug=f"{need.pk}-field-{number}", need_id=need.pk, field=field, **held)
    return Need.objects.get(pk=need.pk)


def answer_company(*, actor: Actor, need: Need, text: str, at: dt.datetime) -> NeedMessage:
    """Write to the firm's own page; what it wrote before counts as read. Effects: rows, a mail, history.

    Raises RuleBroken("permission.refused"), ("message.empty"), ("identifier.individual_number").
    """
    author = require_on(actor, Verb.CHANGE, kind_of("need"), need.holding())
    said = text.strip()[:4000]
    if not said:
        raise RuleBroken("message.empty", _EMPTY)
    refuse_individual_numbers(said)
    with journal(actor=author, action="answer company"):
        for message in NeedMessage.objects.filter(need=need, read_at=None).exclude(sender=MessageFrom.OFFICE):
            message.read_at = at
            message.save(update_fields=["read_at"])
        write_to_company(actor=author, need=need, letter="answered", at=at)
        return NeedMessage.objects.create(need=need, sender=MessageFrom.OFFICE, text=said, written_at=at)
