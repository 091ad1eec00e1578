from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """What every page's shell needs."""
    return {"language": get_language() or "ja", "actor": getattr(request, "actor", None)}
