"""What is shown where nothing is."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.defaults import page_not_found

from renkei.portal.middleware import LANGUAGES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer below /ja/ and /en/ in that language with the ways on; elsewhere with the plain page."""
    if request.path_info.split("/", 2)[1] not in LANGUAGES:
        return page_not_found(request, exception)
    return render(request, "portal/not_found.html", status=HTTPStatus.NOT_FOUND)
