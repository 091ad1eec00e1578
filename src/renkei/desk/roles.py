"""Roles in words: what is held, where it reaches, in whose place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, override

from renkei.core.accounts.actors import Grant, Role
from renkei.core.ui.text import bi
from renkei.directory.selectors import place_of as name_of_place
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import RoleAssignment

WHOLE = bi("クラスター全体", "The whole cluster")


def place_of(given: RoleAssignment) -> Any:
    """Return where a role holds: everywhere, an organisation's name, or a unit's behind it."""
    return name_of_place(given) or WHOLE


def role_in_words(given: RoleAssignment) -> str:
    """Return a role with its reach, in the language of the page."""
    place = name_of_place(given).text((get_language() or "ja")[:2])
    return f"{Role(given.role).label}（{place}）" if place else str(Role(given.role).label)


def role_words(actor: Actor) -> Localised:
    """Return the roles held today in both languages, each with its reach; nothing for strangers."""
    held = [grant for grant in actor.all_grants() if grant.role is not Role.STRANGER]
    order = list(Role)
    words = [_words(grant) for grant in sorted(held, key=lambda each: order.index(each.role))]
    return Localised.both(
        "・".join(each.text("ja") for each in words), ", ".join(each.text("en") for each in words)
    )


def _words(grant: Grant) -> Localised:
    with override("ja"):
        japanese = str(grant.role.label)
    with override("en"):
        english = str(grant.role.label)
    said = Localised.both(japanese, english)
    if grant.place:
        said = Localised.both("{role}（{place}）", "{role} ({place})").filled(role=said, place=grant.place)
    if grant.lender:
        form = Localised.both("{role}（{lender}の代理）", "{role} (for {lender})")
        said = form.filled(role=said, lender=grant.lender)
    return said
