from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from renkei.core.accounts.access import access_of
from renkei.core.accounts.models import User
from renkei.core.accounts.second_factor import has_second_factor, must_have_second_factor
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor

V = TypeVar("V", bound="Callable[..., Any]")


def opens_before_second_factor(view: V) -> V:
    """Declare a view by which a second factor is set up: it opens to those who still lack one."""
    view.opens_before_second_factor = True  # type: ignore[attr-defined]
    return view


class SecondFactorMiddleware:
    """Leads those who must have a second factor and lack one to set one up, before anything else of the desk.

    Demonstration users enter without any password, so none is asked of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],  # noqa: ARG002 - what Django hands over
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponse | None:
        access = access_of(view)
        if access is None or access.everybody or getattr(view, "opens_before_second_factor", False):
            return None
        if not must_have_second_factor(cast("Actor", request.actor)):  # type: ignore[attr-defined]
            return None
        user = request.user
        if not isinstance(user, User) or user.is_demo or has_second_factor(user):
            return None
        messages.warning(
            request,
            bi(
                "あなたの役割では、第二の手段が必要です。パスキーかワンタイムコードを登録してください。",
                "Your role needs a second factor. Please set up a passkey or one-time codes.",
            ),
        )
        return HttpResponseRedirect(reverse("mfa_index"))
