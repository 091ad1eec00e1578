"""How often one machine may send: so that nobody floods the office, or others through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from renkei.core.ui.text import bi

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

HOUR = 3600
UNPROCESSABLE, TOO_MANY = 422, 429
SLOW_DOWN = bi(
    "短い時間に何度も送られたため、しばらく受け付けられません。1時間ほどあとにもう一度お試しください。入力した内容はこの画面に残っています。",
    "Too much was sent in a short time. Please try again in an hour; what you typed is still on this screen.",
)
SHORTEST = 3  # seconds in which nobody reads a form and fills it in
LONGEST = 7 * 24 * HOUR
_STAMP = "renkei.portal.stamp"
_HERE = ("127.0.0.1", "::1", "")


def machine_of(request: HttpRequest) -> str:
    """Return the address a request comes from; what a proxy says counts only where it stands on this machine."""
    near = str(request.META.get("REMOTE_ADDR", ""))
    told = request.headers.get("X-Forwarded-For", "")
    return told.rpartition(",")[2].strip() if told and near in _HERE else near


def too_often(request: HttpRequest, what: str, most: int, seconds: int = HOUR) -> bool:
    """Count a request and tell whether its machine has gone beyond so many in the time. Keeps a digest, no address."""
    machine = salted_hmac("renkei.portal.limits", f"{what} {machine_of(request)}").hexdigest()[:32]
    key = f"limit-{machine}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it ended between the two
        return False


def stamp(at: dt.datetime, given: str = "") -> str:
    """Return when a form was shown, signed, for a hidden field: what came back if it is ours, else anew."""
    return given if _shown_at(given) is not None else Signer(salt=_STAMP).sign(str(int(at.timestamp())))


def too_quick(given: str, at: dt.datetime) -> bool:
    """Tell whether a form came back sooner than anybody could fill it in, or with no stamp of ours."""
    shown = _shown_at(given)
    return shown is None or not SHORTEST <= at.timestamp() - shown <= LONGEST


def _shown_at(given: str) -> int | None:
    try:
        return int(Signer(salt=_STAMP).unsign(given))
    except (BadSignature, ValueError):
        return None
