"""Signing in with an identity of the one issuer of the settings (OpenID Connect)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.views import ConnectionsView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from renkei.core.accounts.access import opens_to_all
from renkei.core.history.journal import journal
from renkei.core.ui.text import bi
from renkei.desk.entrance.looks import own
from renkei.desk.pages import actor_of, page, user_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

REDIRECT = 302
AWAY = bi(
    "外部のサインインの先が応答しません。しばらくしてからお試しください。",
    "The place where your identity is kept does not answer. Please try again later.",
)


@dataclass(frozen=True)
class Issuer:
    identifier: str
    name: str


def issuer() -> Issuer | None:
    """Return the issuer of the settings, or None where there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return Issuer(apps[0]["provider_id"], apps[0]["name"]) if apps else None


def _wanted(identifier: str) -> Issuer:
    """Return the issuer an address names. Raises Http404 where it is not that of the settings."""
    found = issuer()
    if found is None or found.identifier != identifier:
        raise Http404
    return found


def nonce_of(state: str) -> str:
    """Return what the issuer must repeat in its answer to one request, which `state` names and the session holds."""
    return salted_hmac("renkei: nonce for the issuer", state, algorithm="sha256").hexdigest()


def with_nonce(address: str) -> str:
    [state] = parse_qs(urlsplit(address).query)["state"]
    return f"{address}&nonce={nonce_of(state)}"


class IssuerAdapter(OpenIDConnectOAuth2Adapter):
    """Believes the issuer only what it has signed, for this site, in answer to this very request."""

    @property
    def openid_config(self) -> dict[str, Any]:
        told: dict[str, Any] = super().openid_config
        if str(told.get("issuer", "")).rstrip("/") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("the issuer calls itself otherwise than the settings")
        return told

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **answer: Any) -> Any:
        if not answer["response"].get("id_token"):
            raise OAuth2Error("no signed answer")
        login = super().complete_login(request, app, token, **answer)
        told = login.account.extra_data
        if told["userinfo"]["sub"] != told["id_token"]["sub"]:  # OpenID Connect Core 5.3.2
            raise OAuth2Error("what is said openly is about somebody else than what is signed")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            told: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
                verify_signature=True,
            )
        except KeyError as error:  # it names no key
            raise OAuth2Error("the answer cannot be read") from error
        if not constant_time_compare(str(told.get("nonce", "")), nonce_of(self.request.GET.get("state", ""))):
            raise OAuth2Error("an answer to another request")
        return told


@opens_to_all
@never_cache
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the issuer by a page of our own.

    A form that were answered with a redirect to another site would be stopped by our policy for forms.
    """
    found = _wanted(provider_id)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_login"))
    if request.POST.get("process") == "connect":
        raise_if_reauthentication_required(request, app="allauth.mfa")
    try:
        adapter = IssuerAdapter(request, found.identifier)
        _ = adapter.openid_config  # is it there, and is it itself?
        response: HttpResponse = OAuth2LoginView.adapter_view(adapter)(request)
    except (OAuth2Error, OSError):  # errors of the way there are OSErrors
        return page(request, "desk/entrance/refused.html", {"why": AWAY}, status=502)
    if response.status_code != REDIRECT:
        return response
    body = {"address": with_nonce(response["Location"]), "issuer": found.name}
    return page(request, "desk/entrance/leaving.html", body)


@opens_to_all
@never_cache
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the issuer's answer: sign in, or link the identity to who is signed in, as an act of theirs."""
    found = _wanted(provider_id)
    taken = OAuth2CallbackView.adapter_view(IssuerAdapter(request, found.identifier))
    if user_of(request) is None:
        return taken(request)  # type: ignore[no-any-return]
    with journal(actor=actor_of(request), action="link identity"):
        return taken(request)  # type: ignore[no-any-return]


@opens_to_all
@require_GET
def cancelled(request: HttpRequest) -> HttpResponse:
    messages.info(
        request, bi("外部のサインインをやめました。", "Signing in with your identity was cancelled.")
    )
    return HttpResponseRedirect(reverse("account_login"))


class Unlink(ConnectionsView):
    success_url = reverse_lazy("mfa_index")

    def form_invalid(self, form: Any) -> HttpResponse:
        for said in form.non_field_errors():
            messages.error(self.request, said)
        return HttpResponseRedirect(reverse("mfa_index"))


_confirmed = reauthentication_required(app="allauth.mfa")(Unlink.as_view())
unlink = own(require_POST(_confirmed), "unlink identity")
