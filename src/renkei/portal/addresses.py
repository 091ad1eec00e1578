"""Where the portal shows a record."""

from django.urls import reverse

from renkei.core.records.kinds import Kind, show_at


def record_address(kind: Kind, slug: str, language: str) -> str:
    return reverse(f"portal:{kind.portal_route}", args=[language, slug])


show_at("portal", record_address)
