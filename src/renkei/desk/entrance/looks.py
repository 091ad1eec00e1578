"""What our pages add to django-allauth's views: the shell of the desk, the journal, who may open them."""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.middleware import opens_before_second_factor
from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.pages import TODAY, actor_of, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

WAYS = bi("サインインの手段", "Ways to sign in")
TOO_MANY = {"too_many_login_attempts", "rate_limited"}


def crumbs(*more: Any) -> list[parts.Crumb]:
    found = [parts.Crumb(TODAY, reverse("desk:today"))]
    if more:
        found.append(parts.Crumb(WAYS, reverse("mfa_index")))
    return [*found, *(parts.Crumb(each) for each in more or [WAYS])]


class InOurLook:
    """Shows a view's context on a page of ours; `own` pages stand below the ways to sign in."""

    request: HttpRequest
    template_name = "desk/entrance/form.html"
    title: Any = ""
    about: Any = ""
    submit: Any = ""
    own = True

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        body = {
            "title": self.title,
            "about": self.about,
            "submit": self.submit,
            "back": reverse("mfa_index") if self.own else "",
        }
        options.setdefault("status", status_of(context.get("form")))
        way = crumbs(self.title) if self.own else ()
        return page(self.request, self.template_name, body | context, crumbs=way, status=options["status"])


def status_of(form: Any) -> int:
    """Return 422 for a form with mistakes and 429 where there were too many attempts."""
    if form is None or not form.errors:
        return 200
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return 429 if codes & TOO_MANY else 422


def as_data(options: dict[str, Any]) -> str:
    """Return what a passkey is asked, for an attribute of the page."""
    return json.dumps(options, cls=DjangoJSONEncoder)


def own(view: Callable[..., Any], action: str = "") -> Callable[..., Any]:
    """Open a view to everybody who has a role, also before they have a second factor; journal what it writes."""
    return opens_before_second_factor(opens_to(verb=Verb.VIEW)(_journalled(view, action) if action else view))


def _journalled(view: Callable[..., Any], action: str) -> Callable[..., Any]:
    @wraps(view)
    def acted(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with journal(actor=actor_of(request), action=action):
            return view(request, *args, **kwargs)

    return acted
