"""One's own settings and open sessions, the language of the screens, and who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to, opens_to_all
from renkei.core.accounts.actors import Role
from renkei.core.accounts.permissions import EVERY, PERMISSIONS, Verb
from renkei.core.accounts.services import change_settings
from renkei.core.accounts.sessions import end_session, open_sessions
from renkei.core.records.kinds import kinds
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.entrance.seen import password_fact
from renkei.desk.pages import TODAY, actor_of, page, user_of
from renkei.desk.roles import role_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from renkei.core.accounts.models import User
    from renkei.core.accounts.sessions import OpenSession

LANGUAGES = ("ja", "en")
HERE = bi("この画面", "this one")
OTHER_KINDS = {
    "user": bi("利用者", "Users"),
    "roleassignment": bi("役割の割り当て", "Role assignments"),
    "privacycase": bi("個人情報の請求・漏えい", "Requests of persons, breaches"),
    "reading": bi("閲覧の記録", "Log of readings"),
}


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
    body = {
        "form": form,
        "facts": [password_fact(user)],
        "sessions": sessions_table(user, request.session.session_key or ""),
    }
    return page(request, "desk/settings.html", body, crumbs=crumbs, status=422 if form.errors else 200)


def sessions_table(user: User, here: str = "") -> parts.Table:
    """Where a user is signed in, the youngest first; one's own (with `here`) can be ended one by one."""
    columns = [
        parts.Column(bi("サインインした時", "Since"), row_head=True),
        parts.Column(bi("最後に使った時", "Last used")),
        parts.Column(bi("ブラウザーと機器", "Browser and device")),
    ]
    if here:
        columns.append(parts.Column(bi("次にできること", "Next")))
    return parts.Table(
        identifier="sessions",
        caption=bi("サインインしている場所", "Where you are signed in"),
        columns=columns,
        rows=[_session_row(each, here) for each in open_sessions(user, timezone.now())],
        empty=parts.Empty(bi("いまサインインしている場所はありません", "Signed in nowhere at present")),
    )


def _session_row(each: OpenSession, here: str) -> list[parts.Cell]:
    row = [
        parts.Cell(timezone.localtime(each.entered) if each.entered else None, "moment"),
        parts.Cell(timezone.localtime(each.seen) if each.seen else None, "moment"),
        parts.Cell(each.program or bi("不明", "unknown"), under=HERE if each.key == here else ""),
    ]
    if not here:
        return row
    ends = reverse("desk:end_session", args=[each.digest])
    return [
        *row,
        parts.Cell(bi("使用中", "in use"))
        if each.key == here
        else parts.Cell(bi("終える", "End it"), url=ends),
    ]


@opens_to(verb=Verb.VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_one_session(request: HttpRequest, digest: str) -> HttpResponse:
    """End one of one's own sessions, having shown which it is."""
    user = user_of(request)
    here = request.session.session_key
    held = open_sessions(user, timezone.now()) if user else []
    found = next((each for each in held if each.digest == digest and each.key != here), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        end_session(found)
        messages.success(request, bi("サインインを終えました。", "That session has ended."))
        return HttpResponseRedirect(reverse("desk:settings"))
    body = {
        "session": _session_row(found, ""),
        "title": bi("この場所のサインインを終える", "End this session"),
    }
    crumbs = [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(bi("個人の設定", "My settings"), reverse("desk:settings")),
        parts.Crumb(body["title"]),
    ]
    return page(request, "desk/end_session.html", body, crumbs=crumbs)


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
