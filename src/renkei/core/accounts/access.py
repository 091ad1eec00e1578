"""Every view says who may open it; a test walks every address and compares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from renkei.core.accounts.permissions import Verb, may

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Access:
    """Who may open a view: everybody, or whoever may do `verb` on the kind named in the address (or on `kind`)."""

    everybody: bool = False
    verb: Verb | None = None
    kind: str = ""


def opens_to_all(view: V) -> V:
    """Declare a view open to strangers; what it shows starts from what is published."""
    view.access = Access(everybody=True)  # type: ignore[attr-defined]
    return view


def opens_to(
    *, verb: Verb, kind: str = ""
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Open a view to those who may do `verb` on `kind`, else on the kind in the address.

    Strangers are asked to sign in; who is signed in without the right gets 404, as if nothing were there.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = cast("Actor", request.actor)  # type: ignore[attr-defined]
            asked = kind or str(kwargs.get("kind", ""))
            if not may(actor, verb, asked):
                if actor.is_stranger:
                    return redirect_to_login(request.get_full_path())
                raise Http404
            return view(request, *args, **kwargs)

        opened.access = Access(verb=verb, kind=kind)  # type: ignore[attr-defined]
        return opened

    return decorate


def access_of(view: Any) -> Access | None:
    """Return what a view declared, or None where it declared nothing (which a test refuses)."""
    return getattr(view, "access", None)
