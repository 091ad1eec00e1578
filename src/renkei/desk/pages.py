"""The shell of every desk page: who is here, where they are, where they can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, may
from renkei.core.records.cluster import Cluster, EraDisplay
from renkei.core.records.kinds import Kind, kind_of, kinds_as_declared
from renkei.core.records.selectors import present_cluster
from renkei.core.tables.cells import CellSettings
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.roles import role_words
from renkei.kernel.money import CURRENCIES, JPY

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from renkei.core.accounts.actors import Actor

TODAY = bi("今日", "Today")


@dataclass(frozen=True)
class RailItem:
    label: Any
    url: str
    current: bool = False
    heading: Any = ""
    count: int = 0


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def user_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def today() -> dt.date:
    return timezone.localdate()


def language_now() -> str:
    return (get_language() or "ja").partition("-")[0]


def cluster_of(request: HttpRequest) -> Cluster:
    """Return the cluster's settings, or the defaults where none are loaded; asked once per request."""
    found = getattr(request, "_desk_cluster", None)
    if found is None:
        found = present_cluster()
        request._desk_cluster = found  # type: ignore[attr-defined]
    return cast("Cluster", found)


def languages_of(request: HttpRequest) -> tuple[str, ...]:
    return tuple(cluster_of(request).languages.split())


def cell_settings(request: HttpRequest) -> CellSettings:
    """Return how cells are read and written in this cluster."""
    cluster = cluster_of(request)
    return CellSettings(first_month=cluster.first_month, currency=CURRENCIES.get(cluster.currency, JPY))


def wanted_kind(context: str, kind: str) -> Kind:
    """Return the kind an address names. Raises Http404 where there is none of that context."""
    try:
        found = kind_of(kind)
    except KeyError:
        raise Http404 from None
    if found.context != context:
        raise Http404
    return found


def context_name(label: str) -> Any:
    return apps.get_app_config(label).verbose_name


def contexts(actor: Actor) -> list[tuple[str, list[Kind]]]:
    """Return the contexts in the order of the desk, each with its kinds that the actor may see."""
    found: dict[str, list[Kind]] = {}
    for kind in sorted(kinds_as_declared(), key=lambda each: not each.listed):
        if may(actor, Verb.VIEW, kind.slug):
            found.setdefault(kind.context, []).append(kind)
    return sorted(found.items(), key=lambda pair: getattr(apps.get_app_config(pair[0]), "desk_order", 99))


def list_address(kind: Kind, /, **query: object) -> str:
    address = reverse("desk:list", args=[kind.context, kind.slug])
    return f"{address}?{urlencode(query)}" if query else address


def kind_crumbs(kind: Kind) -> list[parts.Crumb]:
    return [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(context_name(kind.context), reverse("desk:context", args=[kind.context])),
        parts.Crumb(kind.plural, list_address(kind)),
    ]


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    crumbs: Sequence[parts.Crumb] = (),
    status: int = 200,
) -> HttpResponse:
    """Show a page of the desk within its shell."""
    return render(request, template, shell(request) | {"crumbs": crumbs} | context, status=status)


def shell(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    user = user_of(request)
    cluster = cluster_of(request)
    return {
        "cluster": {
            "name": cluster.name,
            "shows_era": cluster.era_display == EraDisplay.ERA,
            "first_month": cluster.first_month,
            "accent": cluster.accent,
        },
        "language": language_now(),
        "language_form_url": reverse("desk:language"),
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "actor": {"name": "" if actor.is_stranger else actor.name, "role": role_words(actor)},
        "rail_items": [] if actor.is_stranger else rail(request, actor),
        "sign_out_url": reverse("account_logout"),
        "desk_url": reverse("desk:today"),
        "desk_search_url": reverse("desk:search"),
        "shortcuts_off": user is not None and not user.shortcuts,
        "demo_mode": settings.DEMO,
    }


# What a coordinator opens all day: the right it takes, its words, its page.
CASEWORK = (
    (Verb.VIEW, "case", bi("案件のボード", "Board of cases"), "desk:board"),
    (Verb.VIEW, "case", bi("活動の記録", "Log of activities"), "desk:activities"),
    (Verb.VIEW, "need", bi("だれに知らせるか", "Who should hear"), "desk:who_hears"),
    (Verb.ADD, "activity", bi("訪問を記録", "Log a visit"), "desk:visit"),
    (Verb.VIEW, "externalfund", bi("外部資金", "External funds"), "desk:funds"),
    (Verb.VIEW, "capability", bi("研究機関の連携", "Institutions"), "desk:capabilities"),
)

# What an office opens for its numbers and reports.
NUMBERS = (
    (Verb.VIEW, "statedvalue", bi("数字と根拠", "Figures and evidence"), "desk:figures"),
    (Verb.VIEW, "measurereview", bi("事務事業評価", "Measure reviews"), "desk:reviews"),
    (Verb.VIEW, "edition", bi("報告の版", "Editions of reports"), "desk:editions"),
    (Verb.VIEW, "item", bi("報告書のファイル", "Reports as files"), "desk:report_files"),
    (Verb.VIEW, "round", bi("照会", "Collection rounds"), "desk:rounds"),
)


def rail(request: HttpRequest, actor: Actor) -> list[RailItem]:
    """Return the side rail in the words of the office."""
    here = request.path
    items = [_rail_item(here, TODAY, reverse("desk:today"), exact=True)]
    items += [
        _rail_item(here, context_name(label), reverse("desk:context", args=[label]))
        for label, _ in contexts(actor)
    ]
    items += [
        _rail_item(here, label, reverse(route))
        for verb, kind, label, route in CASEWORK
        if may(actor, verb, kind)
    ]
    items.insert(1, _rail_item(here, bi("期限の一覧", "Deadlines"), reverse("desk:deadlines")))
    items += [
        _rail_item(here, label, reverse(route))
        for verb, kind, label, route in NUMBERS
        if may(actor, verb, kind)
    ]
    items += [_rail_item(here, label, reverse(route)) for label, route in _of_the_site(actor)]
    if may(actor, Verb.DUMP, ""):
        items.append(
            _rail_item(here, bi("データ", "Data"), reverse("desk:data"), exact=here.endswith("/check/"))
        )
    items.append(
        _rail_item(here, bi("機械可読性チェック", "Machine readability"), reverse("desk:readability"))
    )
    if may(actor, Verb.CHANGE, "postholding"):
        items.append(_rail_item(here, bi("異動", "Transfer"), reverse("desk:transfer")))
    if may(actor, Verb.VIEW, "user"):
        items.append(_rail_item(here, bi("利用者", "Users"), reverse("desk:users")))
    items.append(_rail_item(here, bi("送ったメール", "Sent mails"), reverse("desk:mails")))
    if may(actor, Verb.CHANGE, "user"):
        items.append(_rail_item(here, bi("自動処理", "Background jobs"), reverse("desk:jobs")))
    items.append(_rail_item(here, bi("個人情報", "Personal data"), reverse("desk:privacy")))
    items.append(_rail_item(here, bi("役割と権限", "Roles"), reverse("desk:roles")))
    items.append(_rail_item(here, bi("個人の設定", "My settings"), reverse("desk:settings")))
    return items


def _of_the_site(actor: Actor) -> list[tuple[Any, str]]:
    """Return the pages about what strangers see."""
    found: list[tuple[Any, str]] = [
        (bi("公開しているもの", "What is public"), "desk:publication"),
        (bi("訳の残り", "Left to translate"), "desk:translations"),
    ]
    if may(actor, Verb.CHANGE, "cluster"):
        found.append((bi("サイトの編集", "The site"), "desk:site"))
    return found


def _rail_item(here: str, label: Any, url: str, *, exact: bool = False) -> RailItem:
    return RailItem(label, url, current=here == url if exact else here.startswith(url))
