from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import logout
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from renkei.core.accounts.models import User
from renkei.core.accounts.sessions import goes_on
from renkei.core.ui.text import bi
from renkei.directory.selectors import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ActorMiddleware:
    """Gives each request its actor; looked up once, when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def actor() -> object:
            user = request.user if isinstance(request.user, User) else None
            if user is not None and not goes_on(request.session, timezone.now()):
                _end(request)
                user = None
            return actor_of(user, timezone.localdate())

        request.actor = SimpleLazyObject(actor)  # type: ignore[attr-defined]
        return self.get_response(request)


def _end(request: HttpRequest) -> None:
    """Sign out who has been here for a working day; the language of the screens stays."""
    language = request.session.get("language", "ja")
    logout(request)
    request.session["language"] = language
    messages.info(
        request,
        bi(
            "サインインしてから長い時間がたったので、サインアウトしました。",
            "You were signed out, for you had been signed in for a long time.",
        ),
    )
