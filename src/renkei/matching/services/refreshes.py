"""The yearly refresh of seeds: asked by mail, answered by a private link, decided by the office."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from renkei.core.accounts.actors import Actor, Role
from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.notices.hours import day_of
from renkei.core.notices.services import write_mail
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.core.records.services import RecordRefused, change_record, row_flaws
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.matching.enums import LinkPurpose, RefreshState, SeedState
from renkei.matching.models import ApplicationField, PrivateLink, Seed, SeedField, SeedRefresh
from renkei.matching.refresh_rules import changes, next_due, read_value, snapshot
from renkei.matching.seed_workflow import REFRESH
from renkei.matching.services.links import make_link
from renkei.matching.services.records import added, free_slug

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

RESEARCHER = Actor("researcher (private link)", frozenset({Role.STRANGER}))
LINK_LEFT = dt.timedelta(days=14)  # a reminder sends a link that still works so long
A_WEEK = dt.timedelta(days=7)
LONGEST_MESSAGE = 2000

_NO_ADDRESS = Localised.both(
    "更新のお願いの宛先がありません。シーズの編集画面で入力してください。",
    "There is no address to write to. Please enter it on the seed’s page.",
)
_NOT_ACTIVE = Localised.both(
    "休止・終了したシーズには更新を頼めません。", "Only active seeds are asked for a refresh."
)
_ANSWERED = Localised.both("この年度の回答は届いています。", "It has been answered for this year.")
_NOTHING = Localised.both(
    "変わったところがありません。このままでよければ「変更なし」を選んでください。",
    "Nothing is changed. If all is right as it is, please choose “Unchanged”.",
)


def address_of(seed: Seed) -> str:
    """Return where the researcher is written to: the sheet’s own address, else that of their user."""
    if seed.refresh_address:
        return seed.refresh_address
    identity = getattr(seed.researcher, "identity", None) if seed.researcher_id else None
    return identity.user.email if identity is not None and identity.user.is_active else ""


def ask_refresh(*, actor: Actor, seed: Seed, year: int, at: dt.datetime) -> SeedRefresh:
    """Ask the researcher of a seed to look at its sheet in a fiscal year; asked again, it is a reminder.

    Effects: a row, a link that works for sixty days, a mail, history. Raises RuleBroken("permission.refused"),
    ("refresh.not_active"), ("refresh.no_address"), ("refresh.answered"), ("notice.address").
    """
    author = require_on(actor, Verb.CHANGE, kind_of("seed"), seed.holding())
    if seed.state != SeedState.ACTIVE:
        raise RuleBroken("refresh.not_active", _NOT_ACTIVE)
    address = address_of(seed)
    if not address:
        raise RuleBroken("refresh.no_address", _NO_ADDRESS)
    with journal(actor=author, action="ask for refresh of seed"):
        row, new = SeedRefresh.objects.select_for_update().get_or_create(
            seed=seed, year=year, defaults={"asked_at": at, "letters": 0}
        )
        if not new:
            if row.state != RefreshState.ASKED:
                raise RuleBroken("refresh.answered", _ANSWERED)
            row.reminded_at = at
        _keep_link(author, seed, at)
        letter = "seed.refresh" if new else "seed.reminder"
        write_mail(actor=author, letter=letter, address=address, about=("seed", seed.pk), at=at)
        row.letters += 1
        row.save()
    return row


def _keep_link(actor: Actor, seed: Seed, at: dt.datetime) -> None:
    """Let the link that was sent go on where it works for two more weeks, so that the older mail stays good."""
    works = PrivateLink.objects.filter(
        purpose=LinkPurpose.REFRESH_SEED, seed=seed, revoked_at=None, expires_at__gt=at + LINK_LEFT
    )
    if not works.exists():
        make_link(actor=actor, purpose=LinkPurpose.REFRESH_SEED, at=at, seed=seed)


def confirm_unchanged(*, link: PrivateLink, agrees: bool, at: dt.datetime, message: str = "") -> SeedRefresh:
    """Keep that a sheet is right as it stands. Effects: refresh, seed’s days, history."""
    with journal(actor=RESEARCHER, action="confirm seed unchanged", reason="portal"):
        row, seed = _opened(link, "confirm", at)
        row.proposal, row.base, row.message = {}, {}, message[:LONGEST_MESSAGE]
        row.save()
        _refreshed(seed, agrees=agrees, at=at)
    return row


def propose_corrections(
    *, link: PrivateLink, values: Mapping[str, Any], agrees: bool, at: dt.datetime, message: str = ""
) -> SeedRefresh:
    """Keep what shall change until the office decides; what stays as it is, is left out.

    Whoever no longer agrees to be named is taken off the sheet at once. Effects: refresh, seed, history.
    Raises RuleBroken("refresh.nothing_changed"), RecordRefused.
    """
    with journal(actor=RESEARCHER, action="propose corrections of seed", reason="portal"):
        row, seed = _opened(link, "propose", at)
        present = snapshot(seed)
        proposal = changes(present, values)
        if not proposal:
            raise RuleBroken("refresh.nothing_changed", _NOTHING)
        _refuse_flaws(seed, proposal)
        row.proposal, row.base = proposal, {name: present[name] for name in proposal}
        row.message = message[:LONGEST_MESSAGE]
        row.save()
        seed.refresh_from_db()
        _consent(seed, agrees=agrees, at=at)
    return row


def _opened(link: PrivateLink, verb: str, at: dt.datetime) -> tuple[SeedRefresh, Seed]:
    """Lock the refresh the link was sent for, the newest, and its seed."""
    row = SeedRefresh.objects.select_for_update().filter(seed=link.seed_id).order_by("-year").first()
    seed = Seed.objects.select_for_update().get(pk=link.seed_id)
    if row is None:
        raise RuleBroken(
            "link.unknown", Localised.both("このリンクは使えません。", "This link does not work.")
        )
    row.state = state_after(REFRESH, row.state, verb)
    row.answered_at, row.decided_at, row.decided_by = at, None, ""
    return row, seed


def _refuse_flaws(seed: Seed, proposal: Mapping[str, Any]) -> None:
    for name, value in proposal.items():
        if name != "fields":
            setattr(seed, name, read_value(name, value))
    flaws = [pair for pair in row_flaws(seed) if pair[0] in proposal]
    if flaws:
        raise RecordRefused(flaws)


def _refreshed(seed: Seed, *, agrees: bool, at: dt.datetime) -> None:
    seed.refreshed_on, seed.refresh_due = day_of(at), next_due(day_of(at))
    _consent(seed, agrees=agrees, at=at, changed=True)


def _consent(seed: Seed, *, agrees: bool, at: dt.datetime, changed: bool = False) -> None:
    """Keep whether the researcher agrees to be named; a name nobody agrees to leaves the sheet."""
    if agrees and (seed.name_agreed_on is None or not seed.researcher_name):
        seed.name_agreed_on, changed = seed.name_agreed_on or day_of(at), True
        seed.researcher_name = seed.researcher_name or _name_of(seed)
    elif not agrees and (seed.name_agreed_on is not None or seed.researcher_name):
        seed.name_agreed_on, seed.researcher_name, changed = None, Localised(), True
    if changed:
        seed.revision += 1
        seed.save()


def _name_of(seed: Seed) -> Localised:
    """Return the researcher’s name as they give it themselves."""
    person = seed.researcher
    if person is None:
        return Localised()
    return Localised.both(person.display_name(), f"{person.family_roman} {person.given_roman}".strip())


def take_over(
    *, actor: Actor, refresh: SeedRefresh, names: Collection[str], revision: int, at: dt.datetime
) -> Seed:
    """Take the chosen corrections over into the seed; what is not chosen stays in the history of the refresh.

    Effects: seed, its fields, refresh, history. Raises RuleBroken("permission.refused"), ("record.stale"),
    ("workflow.no_such_step"), ("refresh.nothing_chosen"), RecordRefused.
    """
    with journal(actor=actor, action="take over corrections of seed"):
        row = SeedRefresh.objects.select_for_update().get(pk=refresh.pk)
        row.state = state_after(REFRESH, row.state, "take_over")
        chosen = [name for name in row.proposal if name in names]
        if not chosen:
            message = Localised.both("反映する項目を選んでください。", "Please choose what to take over.")
            raise RuleBroken("refresh.nothing_chosen", message)
        day = day_of(at)
        values: dict[str, Any] = {
            name: read_value(name, row.proposal[name]) for name in chosen if name != "fields"
        }
        values |= {"refreshed_on": day_of(row.answered_at or at), "refresh_due": next_due(day)}
        seed = change_record(
            actor=actor,
            kind=kind_of("seed"),
            slug=row.seed_id,
            revision=revision,
            values=values,
            reason="refresh",
        )
        if "fields" in chosen:
            _set_fields(actor, row.seed, row.proposal["fields"])
        _decide(row, actor, at)
    found: Any = seed
    return found  # type: ignore[no-any-return]


def set_aside(*, actor: Actor, refresh: SeedRefresh, at: dt.datetime, reason: str = "") -> SeedRefresh:
    """Take nothing over; what was proposed stays in the refresh. Effects: refresh, history. Raises RuleBroken."""
    require_on(actor, Verb.CHANGE, kind_of("seed"), refresh.seed.holding())
    with journal(actor=actor, action="set corrections of seed aside", reason=reason):
        row = SeedRefresh.objects.select_for_update().get(pk=refresh.pk)
        row.state = state_after(REFRESH, row.state, "set_aside")
        _decide(row, actor, at)
    return row


def _decide(row: SeedRefresh, actor: Actor, at: dt.datetime) -> None:
    row.decided_at, row.decided_by = at, actor.name
    row.save()


def _set_fields(actor: Actor, seed: Seed, wanted: Collection[str]) -> None:
    """Let a seed belong to these fields of application, as far as they still exist, and to no others."""
    there = ApplicationField.objects.filter(pk__in=wanted)
    held = {each.field_id: each for each in SeedField.objects.filter(seed=seed)}
    for field, row in held.items():
        if field not in wanted:
            require_on(actor, Verb.WITHDRAW, kind_of(row), row.holding())
            row.delete()
    for field in there.order_by("position", "slug").values_list("pk", flat=True):
        if field not in held:
            added(
                "seedfield",
                actor=actor,
                reason="refresh",
                slug=free_slug(SeedField, f"{seed.pk}-{field}"),
                seed=seed,
                field_id=field,
                holder=seed.holder,
                holder_unit=seed.holder_unit,
                shared_with=seed.shared_with,
                publication="internal",
            )
