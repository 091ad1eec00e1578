"""How people come in: settings of django-allauth, of which only the flows in desk/entrance are routed."""

from __future__ import annotations

from typing import Any

from renkei.config import environment
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

_PRODUCTION = environment.text("RENKEI_ENV") == "production"


def _issuers() -> list[dict[str, Any]]:
    """Return the one issuer of the environment, or none. Raises RuleBroken `environment.oidc`."""
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
    if _PRODUCTION and not issuer.startswith("https://"):
        raise RuleBroken(
            "environment.oidc",
            Localised.both(
                f"本番の RENKEI_OIDC_ISSUER は https:// で始まります（{issuer}）",
                f"In production RENKEI_OIDC_ISSUER begins with https://, not {issuer}",
            ),
        )
    return [
        {
            "provider_id": "oidc",
            "name": environment.text("RENKEI_OIDC_NAME"),
            "client_id": client,
            "secret": secret,
            "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
        }
    ]


SECOND_FACTOR = environment.choice("RENKEI_SECOND_FACTOR") or ("administrators" if _PRODUCTION else "none")

ACCOUNT_ADAPTER = "renkei.desk.entrance.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # no sign-up is routed; a check of allauth wants them
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGIN_TIMEOUT = 600
# One brake for passwords and codes: by user (`key`) and by the address of the caller (`ip`).
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/15m/ip,10/15m/key",
    "reauthenticate": "20/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _PRODUCTION and environment.flag("RENKEI_BEHIND_TLS") else 0

MFA_ADAPTER = "renkei.desk.entrance.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # the clocks of telephones differ by some seconds
MFA_RECOVERY_CODES_SHOW_ONCE = True

SOCIALACCOUNT_ADAPTER = "renkei.desk.entrance.adapters.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = False  # asked before one leaves for the issuer
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _issuers()}}
OIDC_TRUST_EMAIL = environment.flag("RENKEI_OIDC_TRUST_EMAIL")
