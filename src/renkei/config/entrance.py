"""How people come in: the settings of django-allauth, of which only the flows in desk/entrance are routed."""

from __future__ import annotations

from typing import Any

from renkei.config import environment
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

PROVIDER = "oidc"


def entrance_settings(*, production: bool) -> dict[str, Any]:
    """Return the settings by which people sign in. Raises RuleBroken `environment.oidc`."""
    behind_proxy = production and environment.flag("RENKEI_BEHIND_TLS")
    return {
        "ACCOUNT_ADAPTER": "renkei.desk.entrance.adapters.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],  # no sign-up is routed; asked for by a check
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_UNIQUE_EMAIL": False,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 600,
        "ACCOUNT_LOGIN_TIMEOUT": 600,
        # One brake for passwords and codes: by user (`key`) and by address of the caller (`ip`).
        "ACCOUNT_RATE_LIMITS": {
            "login": "60/m/ip",
            "login_failed": "60/15m/ip,10/15m/key",
            "reauthenticate": "20/m/user",
        },
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if behind_proxy else 0,
        "MFA_ADAPTER": "renkei.desk.entrance.adapters.FactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_WEBAUTHN_USER_VERIFICATION": "required",
        "MFA_TOTP_TOLERANCE": 1,  # the clocks of telephones differ by some seconds
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "SOCIALACCOUNT_ADAPTER": "renkei.desk.entrance.adapters.IdentityAdapter",
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_REAUTHENTICATION_REQUIRED": False,  # asked before one leaves for the issuer
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": _issuers(production=production)}},
        "OIDC_TRUST_EMAIL": environment.flag("RENKEI_OIDC_TRUST_EMAIL"),
    }


def _issuers(*, production: bool) -> list[dict[str, Any]]:
    issuer = environment.text("RENKEI_OIDC_ISSUER").rstrip("/")
    if not issuer:
        return []
    client = environment.text("RENKEI_OIDC_CLIENT_ID")
    secret = environment.text("RENKEI_OIDC_CLIENT_SECRET")
    if not (client and secret):
        raise RuleBroken(
            "environment.oidc",
            Localised.both(
                "RENKEI_OIDC_ISSUER には RENKEI_OIDC_CLIENT_ID と RENKEI_OIDC_CLIENT_SECRET も必要です",
                "RENKEI_OIDC_ISSUER needs RENKEI_OIDC_CLIENT_ID and RENKEI_OIDC_CLIENT_SECRET too",
            ),
        )
    if production and not issuer.startswith("https://"):
        raise RuleBroken(
            "environment.oidc",
            Localised.both(
                f"本番の RENKEI_OIDC_ISSUER は https:// で始まります（{issuer}）",
                f"In production RENKEI_OIDC_ISSUER begins with https://, not {issuer}",
            ),
        )
    return [
        {
            "provider_id": PROVIDER,
            "name": environment.text("RENKEI_OIDC_NAME"),
            "client_id": client,
            "secret": secret,
            "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
        }
    ]
