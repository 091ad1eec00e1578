"""The doors for those without a password: the link of an invitation, and asking for a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to, opens_to_all
from renkei.core.accounts.actors import Actor
from renkei.core.accounts.permissions import Verb
from renkei.core.accounts.sessions import end_sessions
from renkei.core.notices.services import write_mail
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import said
from renkei.desk.pages import page, user_of
from renkei.directory.invitations import ask_for_link, read_link, use_link
from renkei.directory.models import LinkPurpose
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.accounts.models import User
    from renkei.directory.models import Invitation

GONE = 410


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=bi("新しいパスワード", "New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=bi(
            "12文字以上。よくある言葉や利用者名に似たものは使えません。",
            "12 characters or more; neither common nor like the user name.",
        ),
    )
    again = forms.CharField(
        label=bi("もう一度", "Once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(bi("二つのパスワードが違います。", "The two passwords differ."))
        return again


def come_in(request: HttpRequest, user: User) -> HttpResponse:
    """Let in who has set a password by a link: a second factor, where there is one, is asked for still."""
    response: HttpResponse = perform_login(request, user, redirect_url=reverse("desk:today"))
    return response


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=bi("登録した電子メール", "Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@opens_to_all
@never_cache
@sensitive_post_parameters()
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder of a link set a password and come in; say plainly why a link does not work."""
    now = timezone.now()
    try:
        link = read_link(token, now)
        form = PasswordForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                user = use_link(token, form.cleaned_data["password"], now)
            except RuleBroken as broken:
                if broken.code != "user.password":
                    raise
                form.add_error("password", said(broken))
            else:
                messages.success(request, bi("パスワードを決めました。", "Your password is set."))
                return come_in(request, user)
    except RuleBroken as broken:
        return page(request, "desk/welcome.html", {"problem": broken.message}, status=GONE)
    body = {"form": form, "name": link.user.username, "resets": link.purpose == LinkPurpose.RESET}
    return page(request, "desk/welcome.html", body, status=422 if form.errors else 200)


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link to whoever has this address; the answer is the same for all, so that nobody learns who is here."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    sent = request.method == "POST" and form.is_valid()
    if sent:
        for link, _ in ask_for_link(email=form.cleaned_data["email"], at=timezone.now()):
            send_link(Actor(link.user.username, user_id=link.user_id), link)
    body = {"form": form, "sent": sent}
    return page(request, "desk/forgotten.html", body, status=422 if form.errors else 200)


def link_address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("desk:welcome", args=[token]))


def send_link(actor: Actor, link: Invitation) -> bool:
    """Let a link go to its user; tell whether there is an address for it."""
    if not link.user.email:
        return False
    write_mail(
        actor=actor,
        letter=str(link.purpose),
        user=link.user,
        about=("invitation", str(link.pk)),
        at=link.made_at,
    )
    return True


@opens_to(verb=Verb.VIEW)
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End one's own sessions everywhere but here."""
    user = user_of(request)
    if user is not None:
        end_sessions(user, timezone.now(), keep=request.session.session_key or "")
        messages.success(
            request, bi("ほかの場所でのサインインを終えました。", "You are signed out everywhere else.")
        )
    return HttpResponseRedirect(reverse("desk:settings"))
