from __future__ import annotations

from typing import Any

from django.urls import reverse

from renkei.core.ui.text import bi


def crumbs(language: str, *steps: tuple[Any, str]) -> list[dict[str, Any]]:
    """Return the way from the home page: pairs of label and address, the last one being this page."""
    first = {"label": bi("ホーム", "Home"), "url": reverse("portal:home", args=[language])}
    return [first, *({"label": label, "url": url} for label, url in steps)]
