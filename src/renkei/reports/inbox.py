"""Editions that wait: damaged ones, checks that were asked, open comments, drafts ready for their next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from renkei.core.accounts.actors import STRANGER
from renkei.core.accounts.permissions import grants_for
from renkei.core.inbox.registry import register_inbox
from renkei.core.inbox.waiting import Waiting, Window
from renkei.core.publication.selectors import visible_to
from renkei.directory.models import Person
from renkei.kernel.localised import Localised
from renkei.reports.enums import Role
from renkei.reports.models import Edition, EditionCheck, PartContent
from renkei.reports.workflow import IN_WORK

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAMAGED = Localised.both(
    "公表した版が破損しています。控えから戻してください：{title}",
    "A published edition is damaged. Restore it from the backup: {title}",
)


_CHECK = Localised.both("報告の版を確認する：{title}", "Check the edition: {title}")
_COMMENTS = Localised.both("自分のコメントが未対応：{title}", "Your comments are open: {title}")
_AGREE = Localised.both(
    "全員が確認した版を合意とする：{title}", "Every party has answered; declare agreed: {title}"
)
_DECIDE = Localised.both("決裁を記録する：{title}", "Record the decision: {title}")
_PUBLISH = Localised.both("公表できる版：{title}", "Ready to be published: {title}")
_CONSENT = Localised.both(
    "公表した版に、もう公開していない人の名前があります：{title}",
    "A published edition names somebody who is no longer public: {title}",
)


@register_inbox(ahead=3660)
def damaged_editions(window: Window) -> Iterator[Waiting]:
    """Editions that no longer fit their hashes: nobody reads them until they are restored."""
    if not window.everywhere("edition"):
        return
    rows = Edition.objects.filter(window.holds("damaged_on")).order_by("damaged_on", "pk")
    for edition in rows[: window.most]:
        yield Waiting("edition", edition.pk, _DAMAGED.filled(title=edition.title), day=edition.damaged_on)


@register_inbox(ahead=3660)
def checks_asked(window: Window) -> Iterator[Waiting]:
    """Checks that a party's secretariat has not answered: told to whoever answers for it, and to the office."""
    rows = EditionCheck.objects.filter(answer="", edition__state="checking")
    if not window.everywhere("edition"):
        rows = rows.filter(organisation__in=_ours(window))
    within = Q(due_on__isnull=True) if window.undated else Q(pk__in=())
    rows = rows.filter(within | window.holds("due_on")).select_related("edition", "organisation")
    for check in rows.order_by("due_on", "pk")[: window.most]:
        yield Waiting(
            "edition",
            check.edition_id,
            _CHECK.filled(title=check.edition.title),
            day=check.due_on,
            owner=check.organisation.name,
            organisation=check.organisation_id,
        )


@register_inbox(ahead=3660)
def own_comments(window: Window) -> Iterator[Waiting]:
    """Editions in work on which the actor's own comments are open."""
    if window.actor.user_id is None or not window.undated:
        return
    rows = Edition.objects.filter(
        state__in=sorted(IN_WORK),
        comments__made_by_user=window.actor.user_id,
        comments__resolved_at=None,
    )
    for edition in rows.distinct().order_by("pk")[: window.most]:
        ours = next(iter(_ours(window)), "")
        yield Waiting("edition", edition.pk, _COMMENTS.filled(title=edition.title), organisation=ours)


@register_inbox(ahead=3660)
def next_steps(window: Window) -> Iterator[Waiting]:
    """What the office does next: agree, decide, publish. Whether the checks pass is told by the edition's page."""
    if not window.everywhere("edition") or not window.undated:
        return
    open_checks = EditionCheck.objects.filter(edition=OuterRef("pk")).exclude(answer="agrees")
    rows = Edition.objects.filter(Q(state="agreed") | Q(state="checking", checks__isnull=False)).annotate(
        waits=Exists(open_checks)
    )
    for edition in rows.distinct().order_by("pk")[: window.most]:
        if edition.state == "checking":
            if not edition.waits:
                yield Waiting("edition", edition.pk, _AGREE.filled(title=edition.title))
        else:
            said = _PUBLISH if edition.decision_number else _DECIDE
            yield Waiting("edition", edition.pk, said.filled(title=edition.title))


@register_inbox(ahead=3660)
def names_no_longer_public(window: Window) -> Iterator[Waiting]:
    """Published editions with the name of a person whose record is public no more."""
    if not window.everywhere("edition") or not window.undated:
        return
    named = dict(
        PartContent.objects.filter(part__role=Role.NAME)
        .exclude(part__edition__state="withdrawn")
        .values_list("part", "persons")
    )
    slugs = {slug for persons in named.values() for slug in persons.split()}
    if not slugs:
        return
    people = visible_to(Person.objects.filter(pk__in=slugs), STRANGER, window.at)
    hidden = slugs - set(people.values_list("pk", flat=True))
    parts = [part for part, persons in named.items() if hidden & set(persons.split())]
    for edition in Edition.objects.filter(parts__in=parts).distinct().order_by("pk")[: window.most]:
        yield Waiting("edition", edition.pk, _CONSENT.filled(title=edition.title))


def _ours(window: Window) -> list[str]:
    """Return the organisations for which the actor acts, other than everywhere."""
    grants = grants_for(window.actor, window.verb, "edition")
    return sorted({name for grant in grants if not grant.unit for name in grant.organisations})
