"""Pages of a list: a number that names none of them is an address that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404

from renkei.core.ui.asked import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest


def asked_page(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], per_page: int) -> Page[Any]:
    """Return the page of rows that the address names, the first where it names none. Raises Http404."""
    text = request.GET.get("page", "")
    number = whole(text) if text else 1
    paginator: Paginator[Any] = Paginator(rows, per_page)
    if not number or number > paginator.num_pages:
        raise Http404
    return paginator.page(number)


def asked_choice(request: HttpRequest, name: str, known: Sequence[str]) -> str:
    """Return the filter's value, empty where none is asked for. Raises Http404 for one there is not."""
    text = request.GET.get(name, "")
    if text and text not in known:
        raise Http404
    return text
