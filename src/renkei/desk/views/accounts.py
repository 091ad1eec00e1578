"""Signing in and out, one's own settings, the language of the screens, and who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to, opens_to_all
from renkei.core.accounts.actors import Role
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import EVERY, PERMISSIONS, Verb
from renkei.core.accounts.services import change_settings
from renkei.core.accounts.sessions import ENTERED, PROGRAM, name_of_program, open_sessions
from renkei.core.records.kinds import kinds
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.pages import TODAY, actor_of, page, user_of
from renkei.desk.roles import role_in_words, role_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

LANGUAGES = ("ja", "en")
BACKEND = "django.contrib.auth.backends.ModelBackend"
HERE = bi("この画面", "this one")
OTHER_KINDS = {
    "user": bi("利用者", "Users"),
    "roleassignment": bi("役割の割り当て", "Role assignments"),
    "privacycase": bi("個人情報の請求・漏えい", "Requests of persons, breaches"),
    "reading": bi("閲覧の記録", "Log of readings"),
}


class SignInForm(AuthenticationForm):
    """Says the same whatever was wrong, so that nobody learns which users there are."""

    error_messages = {
        "invalid_login": bi("利用者名かパスワードが違います。", "The user name or the password is wrong."),
        "inactive": bi("利用者名かパスワードが違います。", "The user name or the password is wrong."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = bi("利用者名", "User name")
        self.fields["password"].label = bi("パスワード", "Password")


class SettingsForm(forms.Form):
    language = forms.ChoiceField(
        label=bi("画面の言語", "Language of the screens"),
        choices=[("ja", "日本語"), ("en", "English")],
    )
    shortcuts = forms.BooleanField(
        label=bi("記号のキー操作を使う", "Use single-key shortcuts"),
        required=False,
        help_text=bi("「/」で検索、「?」で説明。", "“/” for the search, “?” for help."),
    )


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Return where to go on, only within this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else otherwise


@opens_to_all
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    goal = safe_next(request, reverse("desk:today"))
    if request.method != "POST" and not actor.is_stranger:
        return HttpResponseRedirect(goal)
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        enter(request, form.get_user())
        return HttpResponseRedirect(goal)
    body = {
        "form": form,
        "next": goal,
        "demo_users": [
            (user, "・".join(role_in_words(each) for each in user.role_assignments.all()))
            for user in demo_users()
        ],
        "without_role": user_of(request) is not None,
    }
    return page(request, "desk/sign_in.html", body, status=422 if form.is_bound else 200)


def demo_users() -> list[User]:
    """Return whom a demonstration lets in by a button; nobody anywhere else."""
    if not settings.DEMO:
        return []
    users = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    return list(users.prefetch_related("role_assignments__organisation", "role_assignments__unit"))


@opens_to_all
@never_cache
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's roles; there is no such page outside a demonstration."""
    wanted = request.POST.get("user", "")
    user = next((each for each in demo_users() if each.username == wanted), None)
    if user is None:
        raise Http404
    enter(request, user)
    return HttpResponseRedirect(safe_next(request, reverse("desk:today")))


def enter(request: HttpRequest, user: User) -> None:
    """Sign a user in, and remember when and with what program, for the list of sessions."""
    language = request.session.get("language")
    login(request, user, BACKEND)
    request.session["language"] = language or user.language
    request.session[ENTERED] = timezone.now().isoformat()
    request.session[PROGRAM] = name_of_program(request.headers.get("user-agent", ""))


@opens_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    language = request.session.get("language")
    logout(request)
    if language:
        request.session["language"] = language
    messages.success(request, bi("サインアウトしました。", "You have signed out."))
    return HttpResponseRedirect(reverse("desk:sign_in"))


def locked(request: HttpRequest, *_: Any) -> HttpResponse:
    """Say that there were too many attempts; called by the lock itself."""
    return page(request, "desk/locked.html", {}, status=429)


@opens_to_all
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Turn the screens to another language and stay on the page."""
    wanted = request.POST.get("language", "")
    if wanted in LANGUAGES:
        request.session["language"] = wanted
    return HttpResponseRedirect(safe_next(request, reverse("desk:today")))


@opens_to(verb=Verb.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if user is None:
        raise Http404
    now = {"language": user.language, "shortcuts": user.shortcuts}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        change_settings(actor=actor_of(request), user=user, **form.cleaned_data)
        request.session["language"] = form.cleaned_data["language"]
        messages.success(request, bi("設定を保存しました。", "Your settings are saved."))
        return HttpResponseRedirect(reverse("desk:settings"))
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(bi("個人の設定", "My settings"))]
    body = {"form": form, "sessions": sessions_table(user, request.session.session_key or "")}
    return page(request, "desk/settings.html", body, crumbs=crumbs, status=422 if form.errors else 200)


def sessions_table(user: User, here: str = "") -> parts.Table:
    """Where a user is signed in, the youngest first."""
    rows = [
        [
            parts.Cell(timezone.localtime(each.entered) if each.entered else None, "moment"),
            parts.Cell(each.program or bi("不明", "unknown"), under=HERE if each.key == here else ""),
        ]
        for each in open_sessions(user, timezone.now())
    ]
    return parts.Table(
        identifier="sessions",
        caption=bi("サインインしている場所", "Where you are signed in"),
        columns=[
            parts.Column(bi("サインインした時", "Since"), row_head=True),
            parts.Column(bi("ブラウザーと機器", "Browser and device")),
        ],
        rows=rows,
        empty=parts.Empty(bi("いまサインインしている場所はありません", "Signed in nowhere at present")),
    )


@opens_to(verb=Verb.VIEW)
def roles(request: HttpRequest) -> HttpResponse:
    """The permissions as they are checked, read from the one table."""
    held = [role for role in Role if role is not Role.STRANGER]
    rows = [_row(bi("すべての記録", "All records"), EVERY, held)]
    exceptions = sorted({name for row in PERMISSIONS.values() for name in row} - {EVERY})
    names = {kind.slug: kind.plural for kind in kinds()} | OTHER_KINDS
    rows += [_row(names.get(name, name), name, held) for name in exceptions]
    table = parts.Table(
        identifier="roles",
        caption=bi("役割ごとにできること", "What each role may do"),
        columns=[
            parts.Column(bi("記録", "Records"), row_head=True),
            *(parts.Column(role.label) for role in held),
            parts.Column(Role.STRANGER.label),
        ],
        rows=rows,
        note=bi(
            "ここにないことはできません。一般の利用者に見えるのは、公開と決めたものだけです。",
            "Whatever does not stand here is refused. Strangers see what is decided to be public, and nothing else.",
        ),
    )
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(bi("役割と権限", "Roles"))]
    return page(
        request, "desk/roles.html", {"table": table, "yours": role_words(actor_of(request))}, crumbs=crumbs
    )


def _row(name: Any, kind: str, held: Sequence[Role]) -> list[parts.Cell]:
    cells = [parts.Cell(name)]
    for role in [*held, Role.STRANGER]:
        verbs = PERMISSIONS[role].get(kind, PERMISSIONS[role][EVERY])
        words = "・".join(str(verb.label) for verb in Verb if verb in verbs)
        cells.append(parts.Cell(words or bi("なし", "nothing")))
    return cells
