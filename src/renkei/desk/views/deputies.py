"""Who stands in for a user and for whom the user does: appointed, ended, told on the user's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.forms.people import DeputyForm, EndForm
from renkei.desk.pages import TODAY, actor_of, cell_settings, languages_of, page, today
from renkei.directory.deputies import appoint_deputy, end_deputy
from renkei.directory.models import Deputy
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from renkei.desk.forms.people import DeskForm

USERS = bi("利用者", "Users")


def deputies_table(user: User, at: Any, *, may_change: bool) -> parts.Table:
    """Return both sides of a user's arrangements, the youngest first."""
    rows = Deputy.objects.filter(Q(user=user) | Q(deputy=user)).select_related("user", "deputy")
    return parts.Table(
        identifier="deputies",
        caption=bi("代理", "Deputies"),
        columns=[
            parts.Column(bi("本人", "In whose place"), row_head=True),
            parts.Column(bi("代理をする人", "Who stands in")),
            parts.Column(bi("期間", "Period")),
            parts.Column(bi("次にできること", "Next")),
        ],
        rows=[_row(each, at, may_change=may_change) for each in rows.order_by("-period", "pk")],
        empty=parts.Empty(
            bi("代理はありません", "No deputies"),
            bi(
                "休みや出張のあいだ、別の人に同じ役割を預けられます。",
                "While somebody is away, another person can be given the same roles.",
            ),
        ),
    )


def _row(each: Deputy, at: Any, *, may_change: bool) -> list[parts.Cell]:
    over = each.period.end is not None and each.period.end < at
    stop = reverse("desk:stop_deputy", args=[each.user_id, each.pk])
    return [
        parts.Cell(each.user.username, url=reverse("desk:user", args=[each.user.pk])),
        parts.Cell(each.deputy.username, url=reverse("desk:user", args=[each.deputy.pk])),
        parts.Cell(each.period, "period"),
        parts.Cell(bi("終える", "End it"), url=stop) if may_change and not over else parts.Cell(""),
    ]


@opens_to(verb=Verb.ADD, kind="roleassignment")
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who acts in a user's place, and until when."""
    user = get_object_or_404(User, pk=pk)
    others = User.objects.filter(is_active=True).exclude(pk=pk).order_by("username")
    form = DeputyForm(
        request.POST or None,
        today=today(),
        users=[(str(each.pk), each.username) for each in others],
        **_options(request),
    )

    def give(given: dict[str, Any]) -> None:
        appoint_deputy(
            actor=actor_of(request),
            user=user,
            deputy=User.objects.get(pk=given["deputy"]),
            period=given["period"],
            reason=given["reason"],
        )

    about = bi(
        "期間のあいだ、代理の人は本人の役割もあわせて使えます。利用者と役割を扱うことだけは預けられません。",
        "For the period the deputy has this user's roles besides their own; only users and roles are not handed over.",
    )
    return _asked(request, user, form, give, bi("代理を決める", "Appoint a deputy"), about)


@opens_to(verb=Verb.CHANGE, kind="roleassignment")
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, pk: int, deputy: int) -> HttpResponse:
    found = get_object_or_404(Deputy.objects.select_related("user", "deputy"), pk=deputy, user=pk)
    form = EndForm(request.POST or None, today=today(), **_options(request))

    def end(given: dict[str, Any]) -> None:
        end_deputy(actor=actor_of(request), deputy=found, last_day=given["last_day"], reason=given["reason"])

    return _asked(request, found.user, form, end, bi("代理を終える", "End a deputy"), found.deputy.username)


def _options(request: HttpRequest) -> dict[str, Any]:
    return {
        "languages": languages_of(request),
        "settings": cell_settings(request),
        "actor": actor_of(request),
        "at": today(),
    }


def _asked(
    request: HttpRequest,
    user: User,
    form: DeskForm,
    act: Callable[[dict[str, Any]], None],
    title: Any,
    about: Any,
) -> HttpResponse:
    """Show a form about a user, act on it, and return to the user."""
    back = reverse("desk:user", args=[user.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except RuleBroken as broken:
            form.refuse(broken, "deputy" if broken.code.startswith("deputy.") else None)
        else:
            messages.success(request, bi("保存しました。", "Saved."))
            return HttpResponseRedirect(back)
    crumbs = [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(USERS, reverse("desk:users")),
        parts.Crumb(user.username, back),
        parts.Crumb(title),
    ]
    body = {"form": form, "title": title, "about": about, "who": user.username, "back": back}
    status = 422 if form.errors else 200
    return page(request, "desk/people_form.html", body, crumbs=crumbs, status=status)
