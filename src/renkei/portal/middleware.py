from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from django.utils import translation

from renkei.core.records.selectors import one_reading_of_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

LANGUAGES = ("ja", "en")


class LanguageMiddleware:
    """The portal's language stands in the address (/ja/…, /en/…); the desk's in the session.

    A public page changes nothing, so the settings are read once for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.split("/", 2)[1]
        language = first if first in LANGUAGES else self._other(request, first)
        reading = one_reading_of_settings() if first in LANGUAGES else nullcontext()
        with translation.override(language), reading:
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _other(self, request: HttpRequest, first: str) -> str:
        """Return the language of an address that names none; only the desk looks at who asks."""
        return str(request.session.get("language", "ja")) if first == "desk" else "ja"
