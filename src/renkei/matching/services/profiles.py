"""The public profile of a need: proposed by one, approved by another, published, ended. Nothing else changes it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, acting
from renkei.core.history.journal import journal
from renkei.core.publication.models import PublicationState
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.core.records.services import RecordRefused, row_flaws
from renkei.directory.models import DatedName
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after
from renkei.matching.anonymity import Known, Named, known_words, named_in
from renkei.matching.enums import NeedState, ProfileState
from renkei.matching.models import Need, NeedProfile
from renkei.matching.need_rules import plain
from renkei.matching.need_workflow import PROFILE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from renkei.core.accounts.actors import Actor

TEXTS = ("title", "summary", "partner_sought")
SHOWN_STATES = (NeedState.OPEN, NeedState.IN_CASE, NeedState.ANSWERED)

_YOUR_OWN = Localised.both(
    "起案した本人は確認できません。別の人に確認を頼んでください。",
    "Who proposed it cannot approve it. Please ask somebody else.",
)
_NOT_OPEN = Localised.both("受付中のニーズだけを公開できます。", "Only a need that is open can be published.")


def words_of(need: Need) -> list[Known]:
    """Return what tells who the firm behind a need is: names of all times, kana, contact, addresses, place."""
    names, kana, places, sites = [need.company_name], [""], [""], [need.contact_email]
    company = need.company
    if company is not None:
        former = DatedName.objects.filter(organisation=company)
        for each in (company.name, company.short_name, *(row.name for row in former)):
            names += each.values()
        kana.append(company.kana)
        places += company.address.values()
        sites.append(company.website)
    return known_words(names, kana, [need.contact_name], sites, places)


def telling(need: Need, texts: Mapping[str, Localised]) -> list[Named]:
    """Return where the texts of a profile tell who the firm is."""
    flat = {f"{name} {tag}": text for name, value in texts.items() for tag, text in value.items()}
    return named_in(flat, words_of(need))


def propose(
    *,
    actor: Actor,
    need: Need,
    texts: Mapping[str, Localised],
    acknowledged: Collection[str] = (),
    reason: str,
) -> NeedProfile:
    """Propose an anonymised profile; a published one is withdrawn until somebody approves the new words.

    `acknowledged` are the words that tell who the firm is and shall stand all the same, each named. Effects: row,
    history. Raises RuleBroken("permission.refused"), ("profile.not_open"), ("profile.names_the_firm", found=…),
    RecordRefused.
    """
    author = require_on(actor, Verb.CHANGE, kind_of("need"), need.holding())
    if need.state not in SHOWN_STATES:
        raise RuleBroken("profile.not_open", _NOT_OPEN)
    said = {name: texts.get(name, Localised()).mapped(plain) for name in TEXTS}
    _refuse_names(need, said, acknowledged)
    with journal(actor=author, action="propose profile", reason=reason):
        profile = NeedProfile.objects.select_for_update().filter(need=need).first()
        new = profile is None
        if profile is None:
            profile = NeedProfile(slug=f"profile-{secrets.token_hex(5)}", need=need)
        else:
            profile.revision += 1
        for name, text in said.items():
            setattr(profile, name, text)
        profile.holder, profile.holder_unit = need.holder, need.holder_unit
        profile.state = state_after(PROFILE, profile.state, "propose")
        profile.proposed_by, profile.approved_by = actor.name, ""
        if profile.publication == PublicationState.PUBLIC:
            profile.publication = PublicationState.WITHDRAWN
        _save(profile, new=new)
    return profile


def approve(
    *, actor: Actor, profile: NeedProfile, acknowledged: Collection[str] = (), reason: str, at: dt.date
) -> NeedProfile:
    """Approve what somebody else proposed, and publish it. Effects: row, history.

    Raises RuleBroken("permission.refused"), ("profile.your_own"), ("profile.not_open"),
    ("profile.names_the_firm", found=…), ("workflow.no_such_step"), RecordRefused.
    """
    author = require_on(actor, Verb.PUBLISH, kind_of("needprofile"), profile.holding())
    with journal(actor=author, action="approve profile", reason=reason):
        profile = (
            NeedProfile.objects.select_for_update(of=("self",))
            .select_related("need__company")
            .get(pk=profile.pk)
        )
        if is_same_person(actor, profile.proposed_by):
            raise RuleBroken("profile.your_own", _YOUR_OWN)
        if profile.need.state not in SHOWN_STATES:
            raise RuleBroken("profile.not_open", _NOT_OPEN)
        profile.state = state_after(PROFILE, profile.state, "approve")
        _refuse_names(profile.need, {name: getattr(profile, name) for name in TEXTS}, acknowledged)
        profile.approved_by = actor.name
        profile.publication = PublicationState.PUBLIC
        profile.public_from, profile.public_until = at, profile.need.expires_on
        profile.publication_decided_by = actor.name
        profile.revision += 1
        _save(profile, new=False)
    return profile


def send_back(*, actor: Actor, profile: NeedProfile, reason: str) -> NeedProfile:
    """Give a proposal back with what should be mended. Effects: row, history. Raises as `approve` does."""
    author = require_on(actor, Verb.PUBLISH, kind_of("needprofile"), profile.holding())
    with journal(actor=author, action="send profile back", reason=reason):
        profile = NeedProfile.objects.select_for_update().get(pk=profile.pk)
        profile.state = state_after(PROFILE, profile.state, "return")
        profile.revision += 1
        _save(profile, new=False)
    return profile


def end_profile(*, actor: Actor, profile: NeedProfile, reason: str) -> None:
    """Take a profile from the public. Effects: row, history. Raises RuleBroken("permission.refused")."""
    held = profile.need.holding()
    author = acting(actor, Verb.CHANGE, "need", held)
    require_on(actor, Verb.CHANGE, kind_of("need"), held)
    with journal(actor=author, action="end profile", reason=reason):
        end_profile_of(profile.need)


def end_profile_of(need: Need) -> None:
    """End the profile of a need that is no longer open; called inside a journal."""
    profile = (
        NeedProfile.objects.select_for_update().filter(need=need).exclude(state=ProfileState.ENDED).first()
    )
    if profile is None:
        return
    profile.state = state_after(PROFILE, profile.state, "end")
    if profile.publication == PublicationState.PUBLIC:
        profile.publication = PublicationState.WITHDRAWN
    profile.revision += 1
    profile.save()


def is_same_person(actor: Actor, username: str) -> bool:
    """Tell whether an actor is the one of this name, or the same person by another account."""
    if username in (actor.name, actor.on_behalf_of):
        return True
    own = User.objects.filter(username=actor.name).values("identity__person")
    return User.objects.filter(username=username, identity__person__in=own).exists()


def _refuse_names(need: Need, texts: Mapping[str, Localised], acknowledged: Collection[str]) -> None:
    found = [each for each in telling(need, texts) if each.word not in acknowledged]
    if not found:
        return
    words = "、".join(dict.fromkeys(each.word for each in found))
    message = Localised.both(
        f"企業が分かる言葉があります：{words}。書き換えるか、その言葉を残すと確かめてください。",
        f"These words tell who the firm is: {words}. Change them, or confirm each that shall stay.",
    )
    raise RuleBroken("profile.names_the_firm", message, found=found)


def _save(profile: NeedProfile, *, new: bool) -> None:
    flaws = list(row_flaws(profile))
    if flaws:
        raise RecordRefused(flaws)
    profile.save(force_insert=new)
