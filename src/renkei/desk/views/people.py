"""Users and their roles: who may come in, as what, since when; invited, given roles, ended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.db.models import Exists, Max, OuterRef
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.actors import Role
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, may
from renkei.core.accounts.second_factor import take_away_factors
from renkei.core.accounts.sessions import end_sessions
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.entrance.adapters import notify
from renkei.desk.entrance.seen import SURE, factor_history, factors_table, password_fact
from renkei.desk.forms.people import EndForm, InviteForm, PersonForm, ReasonForm, RoleForm
from renkei.desk.pages import TODAY, actor_of, cell_settings, languages_of, page, today
from renkei.desk.readings import note
from renkei.desk.roles import place_of, role_in_words
from renkei.desk.views.accounts import sessions_table
from renkei.desk.views.deputies import deputies_table
from renkei.desk.views.links import link_address, send_link
from renkei.directory.invitations import make_link
from renkei.directory.models import Organisation, Person, RoleAssignment, Unit
from renkei.directory.services import Given, assign_role, end_role, end_user, invite_user, say_who
from renkei.kernel.errors import RuleBroken
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from renkei.desk.forms.people import DeskForm
    from renkei.directory.models import Invitation

USERS = bi("利用者", "Users")
FRESH = "fresh_link"
FIELD_OF = {"user.name_taken": "name", "user.person_taken": "person", "role.unit_elsewhere": "unit"}


def _crumbs(*more: Any, user: User | None = None) -> list[parts.Crumb]:
    found = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(USERS, reverse("desk:users"))]
    if user is not None:
        found.append(parts.Crumb(user.username, reverse("desk:user", args=[user.pk])))
    return [*found, *(parts.Crumb(each) for each in more)]


def _options(request: HttpRequest) -> dict[str, Any]:
    return {
        "languages": languages_of(request),
        "settings": cell_settings(request),
        "actor": actor_of(request),
        "at": today(),
    }


@opens_to(verb=Verb.VIEW, kind="user")
def users_page(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), today()
    users = User.objects.select_related("identity__person").annotate(
        came=Max("invitations__used_at"), linked=Exists(SocialAccount.objects.filter(user=OuterRef("pk")))
    )
    held: dict[int, list[Any]] = {}
    given = RoleAssignment.objects.filter(period__contains=at).select_related("organisation", "unit")
    for each in given.order_by("pk"):
        held.setdefault(each.user_id, []).append(role_in_words(each))
    table = parts.Table(
        identifier="users",
        caption=USERS,
        columns=[
            parts.Column(bi("利用者名", "User name"), row_head=True),
            parts.Column(bi("人", "Person")),
            parts.Column(bi("今日の役割", "Roles today")),
            parts.Column(bi("状態", "State")),
        ],
        rows=[_user_row(user, held.get(user.pk, [])) for user in users.order_by("username")],
        density=True,
    )
    note(request, "user", Way.LIST, count=len(table.rows))
    body = {"table": table, "may_invite": may(actor, Verb.ADD, "user")}
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(USERS)]
    return page(request, "desk/users.html", body, crumbs=crumbs)


def _user_row(user: Any, roles: list[Any]) -> list[parts.Cell]:
    identity = getattr(user, "identity", None)
    state, tone = state_of(user, linked=user.linked)
    return [
        parts.Cell(user.username, url=reverse("desk:user", args=[user.pk])),
        parts.Cell(identity.person.display_name() if identity else None),
        parts.Cell("・".join(str(role) for role in roles) or bi("なし", "none")),
        parts.Cell(state, "state", tone=tone),
    ]


def state_of(user: User, *, linked: bool) -> tuple[Any, parts.Tone]:
    if not user.is_active:
        return bi("終了", "Ended"), "ended"
    if user.is_demo:
        return bi("見本", "Demonstration"), "neutral"
    if not user.has_usable_password() and not linked:
        return bi("招待中", "Invited"), "info"
    return bi("利用中", "In use"), "good"


@opens_to(verb=Verb.ADD, kind="user")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, today=today(), **_options(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user, link, token = invite_user(
                actor=actor_of(request),
                name=given["name"],
                email=given["email"],
                given=_given(given),
                person=Person.objects.filter(pk=given["person"]).first(),
                at=timezone.now(),
                reason=given["reason"],
            )
        except RuleBroken as broken:
            form.refuse(broken, FIELD_OF.get(broken.code))
        else:
            return _with_link(request, user, link, token)
    title = bi("利用者を招待する", "Invite a user")
    body = {"form": form, "title": title, "submit": bi("招待する", "Invite"), "back": reverse("desk:users")}
    return page(
        request, "desk/people_form.html", body, crumbs=_crumbs(title), status=422 if form.errors else 200
    )


def _given(cleaned: dict[str, Any]) -> Given:
    organisation = Organisation.objects.filter(pk=cleaned["organisation"]).first()
    unit = Unit.objects.filter(pk=cleaned["unit"]).first()
    return Given(Role(cleaned["role"]), cleaned["period"], organisation, unit)


def _with_link(request: HttpRequest, user: User, link: Invitation, token: str) -> HttpResponse:
    """Show the link once, on the user's page; it is sent too where there is an address."""
    sent = send_link(actor_of(request), link)
    request.session[FRESH] = {
        "user": user.pk,
        "address": link_address(request, token),
        "until": link.expires_at.isoformat(),
        "sent": sent,
    }
    return HttpResponseRedirect(reverse("desk:user", args=[user.pk]))


@opens_to(verb=Verb.VIEW, kind="user")
@never_cache
def user_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.select_related("identity__person"), pk=pk)
    actor, at = actor_of(request), today()
    fresh = request.session.get(FRESH)
    if fresh and fresh["user"] == pk:
        del request.session[FRESH]
        fresh["until"] = timezone.localtime(dt.datetime.fromisoformat(fresh["until"]))
    else:
        fresh = None
    note(request, "user", Way.PAGE, slug=str(pk))
    may_change = may(actor, Verb.CHANGE, "user")
    state, tone = state_of(user, linked=SocialAccount.objects.filter(user=user).exists())
    identity = getattr(user, "identity", None)
    body = {
        "shown": user,
        "state_view": parts.StateView(state, tone),
        "fresh": fresh,
        "facts": [
            parts.Fact(bi("電子メール", "E-mail"), parts.Cell(user.email or None, "contact")),
            parts.Fact(bi("名簿の人", "Person of the directory"), _person_cell(identity)),
            parts.Fact(bi("登録日時", "Added"), parts.Cell(timezone.localtime(user.joined_at), "moment")),
            password_fact(user),
        ],
        "roles": _roles_table(user, at, may_change=may_change),
        "factors": factors_table(user),
        "factor_history": factor_history(user) if may(actor, Verb.HISTORY, "user") else None,
        "deputies": deputies_table(user, at, may_change=may_change),
        "sessions": sessions_table(user),
        "links": _steps(user, identity) if may_change and user.is_active else [],
    }
    return page(request, "desk/user.html", body, crumbs=_crumbs(user.username))


def _person_cell(identity: Any) -> parts.Cell:
    if identity is None:
        return parts.Cell(None)
    return parts.Cell(identity.person.display_name(), url=kind_of("person").desk_address(identity.person_id))


def _roles_table(user: User, at: Any, *, may_change: bool) -> parts.Table:
    rows = []
    for each in user.role_assignments.select_related("organisation", "unit").order_by("-period", "pk"):
        over = each.period.end is not None and each.period.end < at
        stop = reverse("desk:stop_role", args=[user.pk, each.pk])
        rows.append(
            [
                parts.Cell(Role(each.role).label),
                parts.Cell(place_of(each), "localised" if each.organisation else "text"),
                parts.Cell(each.period, "period"),
                parts.Cell(bi("終える", "End it"), url=stop) if may_change and not over else parts.Cell(""),
            ]
        )
    return parts.Table(
        identifier="user-roles",
        caption=bi("役割", "Roles"),
        columns=[
            parts.Column(bi("役割", "Role"), row_head=True),
            parts.Column(bi("及ぶ範囲", "Reach")),
            parts.Column(bi("期間", "Period")),
            parts.Column(bi("次にできること", "Next")),
        ],
        rows=rows,
        empty=parts.Empty(
            bi("役割がありません", "No role"),
            bi("役割がないと、机には入れません。", "Without a role one cannot enter the desk."),
        ),
    )


def _steps(user: User, identity: Any) -> list[parts.Link]:
    found = [
        parts.Link(bi("役割を加える", "Give a role"), reverse("desk:give_role", args=[user.pk]), main=True)
    ]
    found.append(
        parts.Link(bi("代理を決める", "Appoint a deputy"), reverse("desk:appoint_deputy", args=[user.pk]))
    )
    if identity is None and not user.is_demo:
        found.append(
            parts.Link(bi("名簿の人と結ぶ", "Say who this is"), reverse("desk:user_person", args=[user.pk]))
        )
    if not user.is_demo:
        found.append(
            parts.Link(
                bi("新しいリンクを出す", "Make a new link"),
                reverse("desk:new_link", args=[user.pk]),
                bi("前のリンクは使えなくなります。", "The link before stops working."),
                method="post",
            )
        )
    found += [
        parts.Link(
            bi("すべての場所でサインアウトさせる", "Sign out everywhere"),
            reverse("desk:stop_sessions", args=[user.pk]),
            method="post",
        ),
        parts.Link(
            bi("なくした第二の手段を外す", "Take away lost second factors"),
            reverse("desk:stop_factors", args=[user.pk]),
            bi("パスキーや電話をなくした人のために。", "For those who lost their passkey or telephone."),
        ),
        parts.Link(
            bi("利用を終える", "End this user"),
            reverse("desk:stop_user", args=[user.pk]),
            bi("確認の画面が出ます。", "You will be asked to confirm."),
        ),
    ]
    return found


@opens_to(verb=Verb.ADD, kind="user")
@require_POST
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_demo=False, is_active=True)
    link, token = make_link(actor=actor_of(request), user=user, at=timezone.now())
    return _with_link(request, user, link, token)


@opens_to(verb=Verb.CHANGE, kind="user")
@require_POST
def stop_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    end_sessions(get_object_or_404(User, pk=pk), timezone.now())
    messages.success(request, bi("サインアウトさせました。", "Signed out everywhere."))
    return HttpResponseRedirect(reverse("desk:user", args=[pk]))


@opens_to(verb=Verb.ADD, kind="roleassignment")
@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)

    def give(given: dict[str, Any]) -> None:
        role = _given(given)
        assign_role(
            actor=actor_of(request),
            user=user,
            role=role.role,
            period=role.period,
            organisation=role.organisation,
            unit=role.unit,
            reason=given["reason"],
        )

    form = RoleForm(request.POST or None, today=today(), **_options(request))
    title = bi("役割を加える", "Give a role")
    return _asked(request, user, form, give, title)


@opens_to(verb=Verb.CHANGE, kind="roleassignment")
@require_http_methods(["GET", "HEAD", "POST"])
def stop_role(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    held = get_object_or_404(RoleAssignment.objects.select_related("user"), pk=assignment, user=pk)

    def stop(given: dict[str, Any]) -> None:
        end_role(actor=actor_of(request), assignment=held, last_day=given["last_day"], reason=given["reason"])

    form = EndForm(request.POST or None, today=today(), **_options(request))
    return _asked(
        request, held.user, form, stop, bi("役割を終える", "End a role"), about=Role(held.role).label
    )


@opens_to(verb=Verb.CHANGE, kind="user")
@require_http_methods(["GET", "HEAD", "POST"])
def person_of_user(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)

    def say(given: dict[str, Any]) -> None:
        say_who(actor=actor_of(request), user=user, person=Person.objects.get(pk=given["person"]))

    form = PersonForm(request.POST or None, **_options(request))
    return _asked(request, user, form, say, bi("名簿の人と結ぶ", "Say who this is"))


@opens_to(verb=Verb.CHANGE, kind="user")
@require_http_methods(["GET", "HEAD", "POST"])
def stop_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the second factors of somebody who has lost them; they are told by mail."""
    user = get_object_or_404(User, pk=pk)

    def stop(given: dict[str, Any]) -> None:
        take_away_factors(actor=actor_of(request), user=user, reason=given["reason"], at=timezone.now())
        notify(user, "way.lost")

    form = ReasonForm(request.POST or None, **_options(request))
    return _asked(request, user, form, stop, bi("第二の手段を外す", "Take away second factors"), about=SURE)


@opens_to(verb=Verb.CHANGE, kind="user")
@require_http_methods(["GET", "HEAD", "POST"])
def stop_user(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)

    def stop(given: dict[str, Any]) -> None:
        end_user(actor=actor_of(request), user=user, at=timezone.now(), day=today(), reason=given["reason"])

    form = ReasonForm(request.POST or None, **_options(request))
    about = bi(
        "今日からサインインできなくなり、役割が終わります。したことの記録は残ります。",
        "From today this user cannot sign in, and their roles end. What they did stays on record.",
    )
    return _asked(request, user, form, stop, bi("利用を終える", "End this user"), about=about)


def _asked(
    request: HttpRequest,
    user: User,
    form: DeskForm,
    act: Callable[[dict[str, Any]], None],
    title: Any,
    *,
    about: Any = "",
) -> HttpResponse:
    """Show a form about a user, act on it, and return to the user."""
    back = reverse("desk:user", args=[user.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except RuleBroken as broken:
            form.refuse(broken, FIELD_OF.get(broken.code))
        else:
            messages.success(request, bi("保存しました。", "Saved."))
            return HttpResponseRedirect(back)
    body = {"form": form, "title": title, "about": about, "who": user.username, "back": back}
    return page(
        request,
        "desk/people_form.html",
        body,
        crumbs=_crumbs(title, user=user),
        status=422 if form.errors else 200,
    )
