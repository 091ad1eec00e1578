from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language


def page(request: HttpRequest) -> dict[str, object]:
    """What every page's shell needs."""
    return {"language": get_language() or "ja", "actor": getattr(request, "actor", None)}
