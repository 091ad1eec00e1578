"""What a given person can see: their rights kind by kind, and each list as they see it; everybody opens their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, may
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kinds_as_declared
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import show
from renkei.desk.asking import Asked, rows_asked
from renkei.desk.lists import read_page, table_of
from renkei.desk.pages import (
    TODAY,
    cluster_of,
    context_name,
    language_now,
    page,
    today,
    user_of,
    wanted_kind,
)
from renkei.desk.roles import role_words
from renkei.desk.views.accounts import OTHER_KINDS
from renkei.directory.selectors import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind

SIGHT = bi("見えるもの", "What they see")
OWN = bi("自分に見えるもの", "What I see")
List = Callable[[str, str], str]  # the address of a list by context and kind


@opens_to(verb=Verb.VIEW, kind="user")
def sees(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the same functions that guard every list, as that person, today."""
    user = get_object_or_404(User, pk=pk)
    return _kinds(request, user, _crumbs_of(user, parts.Crumb(SIGHT)), _lists_of(user))


@opens_to(verb=Verb.VIEW, kind="user")
def sees_list(request: HttpRequest, pk: int, context: str, kind: str) -> HttpResponse:
    """The first rows of a list, chosen as for that person."""
    user = get_object_or_404(User, pk=pk)
    found = wanted_kind(context, kind)
    way = parts.Crumb(SIGHT, reverse("desk:sees", args=[pk])), parts.Crumb(found.plural)
    return _list(request, user, found, _crumbs_of(user, *way))


@opens_to(verb=Verb.VIEW)
def own_sight(request: HttpRequest) -> HttpResponse:
    """The same for whoever asks: what each of their roles opens, and how much of it."""
    crumbs = [*_own_crumbs(), parts.Crumb(OWN)]
    return _kinds(request, _own(request), crumbs, lambda *kind: reverse("desk:own_sight_list", args=kind))


@opens_to(verb=Verb.VIEW)
def own_sight_list(request: HttpRequest, context: str, kind: str) -> HttpResponse:
    found = wanted_kind(context, kind)
    crumbs = [*_own_crumbs(), parts.Crumb(OWN, reverse("desk:own_sight")), parts.Crumb(found.plural)]
    return _list(request, _own(request), found, crumbs)


def _own(request: HttpRequest) -> User:
    user = user_of(request)
    if user is None:
        raise Http404
    return user


def _own_crumbs() -> list[parts.Crumb]:
    settings = parts.Crumb(bi("個人の設定", "My settings"), reverse("desk:settings"))
    return [parts.Crumb(TODAY, reverse("desk:today")), settings]


def _crumbs_of(user: User, *more: parts.Crumb) -> list[parts.Crumb]:
    return [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(bi("利用者", "Users"), reverse("desk:users")),
        parts.Crumb(user.username, reverse("desk:user", args=[user.pk])),
        *more,
    ]


def _lists_of(user: User) -> List:
    return lambda context, kind: reverse("desk:sees_list", args=[user.pk, context, kind])


def _kinds(request: HttpRequest, user: User, crumbs: list[parts.Crumb], address: List) -> HttpResponse:
    at = today()
    actor = actor_of(user, at)
    rows = [_row(kind, address, actor, at) for kind in kinds_as_declared()]
    rows += [
        [parts.Cell(label), parts.Cell(""), _verbs(actor, slug), parts.Cell(None)]
        for slug, label in OTHER_KINDS.items()
    ]
    table = parts.Table(
        identifier="sight",
        caption=bi("種類ごとに見えるもの、できること", "What is seen and may be done, kind by kind"),
        columns=[
            parts.Column(bi("記録", "Records"), row_head=True),
            parts.Column(bi("業務", "Area")),
            parts.Column(bi("できること", "May")),
            parts.Column(bi("見える件数（全体）", "Records seen (of all)")),
        ],
        rows=rows,
        tall=True,
    )
    body = {
        "shown": user,
        "own": user == user_of(request),
        "roles": role_words(actor),
        "stranger": actor.is_stranger,
        "table": table,
        "at": at,
    }
    return page(request, "desk/sees.html", body, crumbs=crumbs)


def _row(kind: Kind, address: List, actor: Actor, at: Any) -> list[parts.Cell]:
    manager = kind.model._default_manager
    seen, total = visible_to(manager.all(), actor, at).count(), manager.count()
    return [
        parts.Cell(kind.plural, url=address(kind.context, kind.slug)),
        parts.Cell(context_name(kind.context)),
        _verbs(actor, kind.slug),
        parts.Cell(f"{seen:,}（{total:,}）", "ordinal"),
    ]


def _verbs(actor: Actor, slug: str) -> parts.Cell:
    words = "・".join(str(verb.label) for verb in Verb if may(actor, verb, slug))
    return parts.Cell(words or bi("公開されたものを見る", "See what is public"))


def _list(request: HttpRequest, user: User, found: Kind, crumbs: list[parts.Crumb]) -> HttpResponse:
    at = today()
    asked, reader = Asked(), actor_of(user, at)
    rows = rows_asked(
        found,
        asked,
        actor=reader,
        at=at,
        language=language_now(),
    )
    currency = show.currency_of(cluster_of(request).currency)
    whole = table_of(found, asked, read_page(found, rows, 1), currency, at, actor=reader, may_add=False)
    table = parts.Table(
        identifier="sight-list",
        caption=found.plural,
        columns=[parts.Column(each.label, each.numeric, row_head=each.row_head) for each in whole.columns],
        rows=whole.rows,
        total=whole.total,
        empty=parts.Empty(bi("この人には何も見えません", "This person sees none of these")),
    )
    body = {"shown": user, "own": user == user_of(request), "kind": found, "table": table}
    return page(request, "desk/sees_list.html", body, crumbs=crumbs)
