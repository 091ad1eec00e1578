"""Signing in with an identity of the one issuer of the settings (OpenID Connect)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.socialaccount.views import ConnectionsView
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
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


@dataclass(frozen=True)
class Issuer:
    identifier: str
    name: str


def issuer() -> Issuer | None:
    """Return the issuer of the settings, or None where there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return Issuer(apps[0]["provider_id"], apps[0]["name"]) if apps else None


@opens_to_all
@never_cache
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the issuer by a page of our own.

    A form that were answered with a redirect to another site would be stopped by our policy for forms.
    """
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_login"))
    if request.POST.get("process") == "connect":
        raise_if_reauthentication_required(request, app="allauth.mfa")
    response: HttpResponse = openid.login(request, provider_id)
    if response.status_code != REDIRECT:
        return response
    found = issuer()
    body = {"address": response["Location"], "issuer": found.name if found else ""}
    return page(request, "desk/entrance/leaving.html", body)


@opens_to_all
@never_cache
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the issuer's answer: sign in, or link the identity to who is signed in, as an act of theirs."""
    if user_of(request) is None:
        return openid.callback(request, provider_id)  # type: ignore[no-any-return]
    with journal(actor=actor_of(request), action="link identity"):
        return openid.callback(request, provider_id)  # type: ignore[no-any-return]


@opens_to_all
@require_GET
def cancelled(request: HttpRequest) -> HttpResponse:
    messages.info(request, bi("外部のサインインをやめました。", "Signing in with your identity was cancelled."))
    return HttpResponseRedirect(reverse("account_login"))


class Unlink(ConnectionsView):
    success_url = reverse_lazy("mfa_index")

    def form_invalid(self, form: Any) -> HttpResponse:
        for said in form.non_field_errors():
            messages.error(self.request, said)
        return HttpResponseRedirect(reverse("mfa_index"))


_confirmed = reauthentication_required(app="allauth.mfa")(Unlink.as_view())
unlink = own(require_POST(_confirmed), "unlink identity")
