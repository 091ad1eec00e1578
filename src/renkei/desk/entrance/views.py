"""Coming in, confirming that one is still oneself, and going out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.models import User
from renkei.core.ui.text import bi
from renkei.desk.entrance import forms
from renkei.desk.entrance.identities import issuer
from renkei.desk.entrance.looks import InOurLook, as_data, own, status_of
from renkei.desk.pages import actor_of, page, user_of
from renkei.desk.roles import role_in_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def goal_of(request: HttpRequest) -> str:
    """Return where to go on after signing in, only within this site."""
    return get_next_redirect_url(request) or reverse("desk:today")


class SignIn(InOurLook, LoginView):
    form_class = forms.SignInForm
    template_name = "desk/entrance/sign_in.html"
    own = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actor_of(request).is_stranger:
            return HttpResponseRedirect(goal_of(request))
        return super().get(request, *args, **kwargs)  # type: ignore[no-any-return]

    def get_default_success_url(self) -> str:
        return reverse("desk:today")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "next": goal_of(self.request),
            "demo_users": [
                (user, "・".join(role_in_words(each) for each in user.role_assignments.all()))
                for user in demo_users()
            ],
            "without_role": user_of(self.request) is not None,
            "issuer": issuer(),
        }


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
    get_adapter().login(request, user)
    return HttpResponseRedirect(goal_of(request))


class GiveCode(InOurLook, AuthenticateView):
    """The second step after the password: a one-time code, a recovery code or a passkey."""

    form_class = forms.CodeForm
    webauthn_form_class = forms.PasskeyForm
    template_name = "desk/entrance/code.html"
    own = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        held = Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True)
        return context | {
            "options": as_data(context["js_data"]["request_options"]),
            "has_passkey": Authenticator.Type.WEBAUTHN in held,
            "passkey_form": self.webauthn_form,
            "form": self.auth_form,
            "status": status_of(self.form),
        }

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        return super().render_to_response(context, **options | {"status": context["status"]})


class SignInByPasskey(LoginWebAuthnView):
    """Asked by the script for what to sign, then sent what was signed."""

    form_class = forms.SignInByPasskeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        factor = form.cleaned_data["credential"]
        login = Login(user=factor.user, redirect_url=goal_of(self.request))
        return perform_passwordless_login(self.request, factor, login)  # type: ignore[no-any-return]

    def form_invalid(self, form: Any) -> HttpResponse:
        for said in form.errors.get("credential", []):
            messages.error(self.request, said)
        return HttpResponseRedirect(reverse("account_login"))


class Confirm(InOurLook, ReauthenticateView):
    form_class = forms.ConfirmForm
    template_name = "desk/entrance/confirm.html"
    title = bi("ご本人の確認", "Please confirm it is you")


class ConfirmByCode(InOurLook, ReauthenticateByCodeView):
    form_class = forms.ConfirmByCodeForm
    template_name = "desk/entrance/confirm.html"
    title = Confirm.title


class ConfirmByPasskey(InOurLook, ReauthenticateWebAuthnView):
    form_class = forms.ConfirmByPasskeyForm
    template_name = "desk/entrance/confirm.html"
    title = Confirm.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"options": as_data(context["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        for said in form.errors.get("credential", []):
            messages.error(self.request, said)
        return HttpResponseRedirect(self.request.get_full_path())


_both = require_http_methods(["GET", "HEAD", "POST"])

sign_in = opens_to_all(_both(SignIn.as_view()))
give_code = opens_to_all(_both(GiveCode.as_view()))
sign_in_by_passkey = opens_to_all(_both(SignInByPasskey.as_view()))
sign_out = opens_to_all(require_POST(LogoutView.as_view()))
confirm = own(_both(Confirm.as_view()))
confirm_by_code = own(_both(ConfirmByCode.as_view()))
confirm_by_passkey = own(_both(ConfirmByPasskey.as_view()))


def too_many(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Say that there were too many attempts; called by the brake itself."""
    return page(request, "desk/locked.html", {}, status=429)
