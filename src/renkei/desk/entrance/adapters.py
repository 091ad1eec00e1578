"""Where django-allauth asks the site: who may come in, what is said, how secrets are kept."""

from __future__ import annotations

import secrets
from base64 import b32encode
from typing import TYPE_CHECKING, Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from renkei.core.accounts.actors import Actor
from renkei.core.accounts.models import User
from renkei.core.accounts.sealing import UnreadableError, seal, unseal
from renkei.core.accounts.services import PASSWORD_FIELDS
from renkei.core.history.journal import journal
from renkei.core.notices.services import write_mail
from renkei.core.ui.text import bi
from renkei.desk.entrance import words
from renkei.desk.pages import cluster_of, language_now, page
from renkei.directory.invitations import cancel_links

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FRESH_SECONDS = 600


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up; our words; mails by the one way of the desk."""

    error_messages = DefaultAccountAdapter.error_messages | words.ACCOUNT_ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - invited or not at all
        return False

    def is_safe_url(self, url: str) -> bool:
        """Tell whether an address leads on within this very site."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def add_message(self, request: HttpRequest, level: int, *args: Any, **options: Any) -> None:
        template = options.get("message_template") or (args[0] if args else "")
        said = options.get("message") or words.MESSAGES.get(template or "")
        if said:
            messages.add_message(request, level, said)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:  # noqa: ARG002
        messages.error(request, words.ACCOUNT_ERRORS["username_password_mismatch"])
        return HttpResponseRedirect(reverse("account_login"))

    def logout(self, request: HttpRequest) -> None:
        language = request.session.get("language")
        logout(request)
        if language:
            request.session["language"] = language

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("mfa_index")

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=PASSWORD_FIELDS)
        user.refresh_from_db(fields=["password_set_at"])

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        """Tell a user by mail what happened to the ways they sign in, once it has happened for good."""
        notify(user, words.code_of(template_prefix))

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Ask again for a password, code or passkey, but not of somebody who has just signed in.

        Who can be asked for nothing here (an identity elsewhere is all they have) signs in again.
        """
        request = context.request
        user = request.user
        records = get_authentication_records(request, user)
        if records and timezone.now().timestamp() - records[-1]["at"] < FRESH_SECONDS:
            return False
        if not get_reauthentication_flows(user):
            self.logout(request)
            messages.info(
                request, bi("続けるには、もう一度サインインしてください。", "Please sign in again to go on.")
            )
            query = urlencode({"next": request.path})
            raise ImmediateHttpResponse(HttpResponseRedirect(f"{reverse('account_login')}?{query}"))
        return bool(super().is_reauthentication_required(app=app, **options))


def notify(user: User, code: str) -> None:
    """Write to a user what happened to the ways they sign in, in the transaction in which it happens."""
    if user.email:
        write_mail(actor=Actor(user.username, user_id=user.pk), letter=code, at=timezone.now(), user=user)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed; names are ours."""

    error_messages = DefaultMFAAdapter.error_messages | words.FACTOR_ERRORS

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        return cluster_of(context.request).name.text(language_now()) or "Renkei"

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret; where the key of the site has changed, one that no code fits."""
        try:
            return unseal(encrypted_text)
        except UnreadableError:
            return b32encode(secrets.token_bytes(20)).decode("ascii")

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002, ARG002 - allauth's name
        return str(words.PASSKEY)

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.username, "name": user.username}


class IdentityAdapter(DefaultSocialAccountAdapter):
    """An identity of the issuer lets in only whom an administrator has invited."""

    error_messages = DefaultSocialAccountAdapter.error_messages | words.IDENTITY_ERRORS

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link by e-mail where the issuer is trusted to have verified it."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        user = _invited_user(sociallogin) if settings.OIDC_TRUST_EMAIL else None
        if user is not None:
            actor = Actor(user.username, user_id=user.pk)
            with journal(actor=actor, action="link identity"):
                cancel_links(user.invitations.all(), timezone.now())
                sociallogin.connect(request, user)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        return self._refuse(
            request,
            bi(
                "この外部のサインインと結ばれた利用者はいません。管理者に招待を頼むか、先にパスワードで入って「サインインの手段」から結んでください。",
                "No user is linked to this identity. Ask an administrator to invite you, or sign in with your "
                "password first and link it under “Ways to sign in”.",
            ),
            403,
        )

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002
        error: Any = None,
        **_: Any,
    ) -> None:
        if error != AuthError.CANCELLED:
            self._refuse(request)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:  # noqa: ARG002
        return reverse("mfa_index")

    def _refuse(self, request: HttpRequest, why: Any = None, status: int = 401) -> NoReturn:
        said = why or bi(
            "外部のサインインを確かめられませんでした。もう一度お試しください。続くときは管理者に知らせてください。",
            "The identity could not be verified. Please try again, and tell an administrator if it goes on.",
        )
        raise ImmediateHttpResponse(page(request, "desk/entrance/refused.html", {"why": said}, status=status))


def _invited_user(sociallogin: Any) -> User | None:
    """Return the one user with an address that the issuer has verified; nobody where there are several."""
    verified = [each.email for each in sociallogin.email_addresses if each.email and each.verified is True]
    if len(verified) != 1:
        return None
    found = list(User.objects.filter(email__iexact=verified[0], is_active=True, is_demo=False)[:2])
    return found[0] if len(found) == 1 else None
